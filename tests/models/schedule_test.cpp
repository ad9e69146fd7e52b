#include "models/schedule.h"

#include <bit>
#include <cmath>
#include <functional>
#include <numbers>

#include "models/training_config.h"
#include "support/catch.h"

namespace latentpad::test::schedule_test {

namespace {

constexpr std::uint64_t kImages = 50'000, kBatch = 20;

TrainingConfig scheduled(ScheduleKind kind, std::uint64_t epochs = 0, double factor = 0.0,
                         std::vector<std::uint64_t> at = {}) {
  TrainingConfig config;
  config.batch_size = kBatch;
  config.schedule = kind;
  config.schedule_epochs = epochs;
  config.schedule_factor = factor;
  config.schedule_at = std::move(at);
  return config;
}

/// The rate of a step of a run whose batch size was not changed.
double rate(const TrainingConfig& config, std::uint64_t step) {
  return learning_rate_at(config, step, step * kBatch, kImages);
}

std::uint64_t step_of(std::uint64_t epoch) { return epoch * kImages / kBatch; }

std::string refusal(const TrainingConfig& config) {
  return message_of<std::invalid_argument>([&config] { validate(config); });
}

}  // namespace

TEST_CASE("Schedules have names, and other names are rejected") {
  CHECK(schedule_names() == std::vector<std::string_view>{"constant", "steps", "cosine", "burda"});
  for (const std::string_view name : schedule_names()) CHECK(schedule_name(schedule_from_name(name)) == name);
  CHECK_THAT(message_of<std::invalid_argument>([] { schedule_from_name("cosin"); }),
             contains("schedule: expected one of \"constant\", \"steps\", \"cosine\", \"burda\", got \"cosin\""));
}

TEST_CASE("The constant schedule is the learning rate, with the warm-up") {
  TrainingConfig config = scheduled(ScheduleKind::constant);
  for (const std::uint64_t step : {std::uint64_t(0), step_of(1), step_of(100'000)}) CHECK(rate(config, step) == 1e-3);
  config.learning_rate_warmup_steps = 4;
  CHECK(rate(config, 0) == 1e-3 * 0.25);
  CHECK(rate(config, 3) == 1e-3);
}

TEST_CASE("The schedule burda has 3^i epochs of 10^(-i/7) times the rate") {
  const TrainingConfig config = scheduled(ScheduleKind::burda);
  std::uint64_t epoch = 0;
  for (int i = 0; i < 8; ++i) {
    CAPTURE(i);
    const double expected = 1e-3 * std::pow(10.0, -i / 7.0);
    const std::uint64_t epochs = static_cast<std::uint64_t>(std::lround(std::pow(3.0, i)));
    CHECK_THAT(rate(config, step_of(epoch)), near(expected, 1e-15));
    CHECK(rate(config, step_of(epoch + epochs) - 1) == rate(config, step_of(epoch)));
    if (i < 7) CHECK(rate(config, step_of(epoch + epochs)) < 0.73 * rate(config, step_of(epoch)));
    epoch += epochs;
  }
  CHECK(epoch == 3280);
  CHECK(rate(config, step_of(3280)) == 1e-3 * 0.1);
  CHECK(rate(config, step_of(1'000'000)) == 1e-3 * 0.1);
}

TEST_CASE("The schedule steps multiplies the rate every so many epochs, or at given epochs") {
  const TrainingConfig every = scheduled(ScheduleKind::steps, 3, 0.5);
  CHECK(rate(every, step_of(3) - 1) == 1e-3);
  CHECK(rate(every, step_of(3)) == 0.5e-3);
  CHECK(rate(every, step_of(6) - 1) == 0.5e-3);
  CHECK(rate(every, step_of(6)) == 0.25e-3);
  CHECK(rate(every, step_of(1'000'000)) == 0.0);  // underflow
  const TrainingConfig at = scheduled(ScheduleKind::steps, 0, 0.5, {1, 4, 5});
  for (const auto& [epoch, factor] : {std::pair(0, 1.0), {1, 0.5}, {3, 0.5}, {4, 0.25}, {5, 0.125}, {900, 0.125}}) {
    CAPTURE(epoch);
    CHECK(rate(at, step_of(static_cast<std::uint64_t>(epoch))) == 1e-3 * factor);
  }
  CHECK(rate(at, step_of(4) - 1) == 0.5e-3);
}

TEST_CASE("The schedule cosine falls by half a period to the given fraction, and stays there") {
  for (const double fraction : {0.0, 0.1, 1.0}) {
    CAPTURE(fraction);
    const TrainingConfig config = scheduled(ScheduleKind::cosine, 8, fraction);
    CHECK(rate(config, 0) == 1e-3);
    CHECK_THAT(rate(config, step_of(4)), near(1e-3 * 0.5 * (1.0 + fraction), 1e-15));
    CHECK(rate(config, step_of(8)) == 1e-3 * fraction);
    CHECK(rate(config, step_of(9)) == 1e-3 * fraction);
    double before = 1e-3;
    for (std::uint64_t step = 0; step <= step_of(8); step += 37) {
      const double t = static_cast<double>(step) / static_cast<double>(step_of(8));
      const double expected = fraction + (1.0 - fraction) * 0.5 * (1.0 + std::cos(std::numbers::pi * t));
      CHECK(std::abs(rate(config, step) - 1e-3 * expected) < 1e-18);
      CHECK(rate(config, step) <= before);
      before = rate(config, step);
    }
  }
}

TEST_CASE("The cosine is accurate, and odd about its middle") {
  CHECK(cos_of_half_turns(0.0) == 1.0);
  CHECK(cos_of_half_turns(0.5) == 0.0);
  CHECK(cos_of_half_turns(1.0) == -1.0);
  for (int i = 0; i <= 100'000; ++i) {
    const double t = i / 100'000.0;
    const long double expected = std::cos(std::numbers::pi_v<long double> * static_cast<long double>(t));
    // In WebAssembly the library's long double cosine has the accuracy of a double.
    REQUIRE(std::abs(static_cast<long double>(cos_of_half_turns(t)) - expected) < 3e-16L);
  }
  for (const double t : {0.125, 0.25, 0.375}) CHECK(cos_of_half_turns(1.0 - t) == -cos_of_half_turns(t));
}

TEST_CASE("The rates have the same bits in every build") {
  // Pinned values, which an independent program computes too; other C++ libraries and WebAssembly must give the same.
  const TrainingConfig cosine = scheduled(ScheduleKind::cosine, 7, 0.05),
                       steps = scheduled(ScheduleKind::steps, 1, 0.9);
  const TrainingConfig burda = scheduled(ScheduleKind::burda);
  const auto bits = [](double number) { return std::bit_cast<std::uint64_t>(number); };
  CHECK(bits(rate(cosine, 1234)) == 0x3f50319e4e2d5b87u);
  CHECK(bits(rate(cosine, 7777)) == 0x3f43e87bd25943a7u);
  CHECK(bits(rate(cosine, 17'499)) == 0x3f0a36e32e6f7d9au);
  CHECK(bits(rate(steps, step_of(11))) == 0x3f3490de3f51fd69u);
  CHECK(bits(rate(burda, step_of(50))) == 0x3f3194d11211d046u);
}

TEST_CASE("The rate follows the examples shown, also after a change of the batch size") {
  const TrainingConfig config = scheduled(ScheduleKind::steps, 2, 0.5);
  CHECK(learning_rate_at(config, 7, 2 * kImages - 1, kImages) == 1e-3);
  CHECK(learning_rate_at(config, 7, 2 * kImages, kImages) == 0.5e-3);
  // The same epochs on another data set.
  CHECK(learning_rate_at(config, 7, 2 * 100 - 1, 100) == 1e-3);
  CHECK(learning_rate_at(config, 7, 2 * 100, 100) == 0.5e-3);
  // Of an unknown data set.
  for (const ScheduleKind kind : {ScheduleKind::cosine, ScheduleKind::burda}) {
    CHECK(learning_rate_at(scheduled(kind, kind == ScheduleKind::cosine ? 3 : 0), 7, 1'000'000, 0) == 1e-3);
  }
}

TEST_CASE("A warm-up and a schedule multiply") {
  TrainingConfig config = scheduled(ScheduleKind::steps, 1, 0.5);
  config.learning_rate_warmup_steps = 4 * step_of(1);
  CHECK(rate(config, 2 * step_of(1) - 1) == 1e-3 * 0.5 * 0.5);
  CHECK(rate(config, 4 * step_of(1)) == 1e-3 * 0.0625);
}

TEST_CASE("A schedule has the settings that it needs and no others") {
  CHECK_NOTHROW(validate(scheduled(ScheduleKind::constant)));
  CHECK_NOTHROW(validate(scheduled(ScheduleKind::burda)));
  CHECK_NOTHROW(validate(scheduled(ScheduleKind::steps, 3, 0.1)));
  CHECK_NOTHROW(validate(scheduled(ScheduleKind::steps, 0, 1.0, {1, 1'000'000})));
  CHECK_NOTHROW(validate(scheduled(ScheduleKind::cosine, 1'000'000)));
  for (const ScheduleKind kind : {ScheduleKind::constant, ScheduleKind::burda}) {
    const std::string unused =
        " with the schedule " + std::string(schedule_name(kind)) + ", which does not use it; got ";
    CHECK_THAT(refusal(scheduled(kind, 3)), contains("schedule_epochs: expected to be left out" + unused + "3"));
    CHECK_THAT(refusal(scheduled(kind, 0, 0.5)), contains("schedule_factor: expected to be left out" + unused + "0.5"));
    CHECK_THAT(refusal(scheduled(kind, 0, 0, {2})), contains("schedule_at: expected to be left out" + unused + "[2]"));
  }
  CHECK_THAT(refusal(scheduled(ScheduleKind::cosine, 3, 0, {2})), contains("schedule_at: expected to be left out"));
  CHECK_THAT(refusal(scheduled(ScheduleKind::cosine)),
             contains("schedule_epochs: expected a whole number from 1 to 1000000 for the schedule cosine, got 0"));
  CHECK_THAT(refusal(scheduled(ScheduleKind::steps, 0, 0.1)),
             contains("schedule_epochs, schedule_at: expected one of them for the schedule steps, got 0 and []"));
  CHECK_THAT(refusal(scheduled(ScheduleKind::steps, 3, 0.1, {2})), contains("got 3 and [2]"));
  CHECK_THAT(refusal(scheduled(ScheduleKind::steps, 3)),
             contains("schedule_factor: expected a number above 0 for the schedule steps, got 0"));
  for (const std::vector<std::uint64_t>& wrong :
       {std::vector<std::uint64_t>{0}, {3, 3}, {4, 2}, {1'000'001}, std::vector<std::uint64_t>(101, 1)}) {
    CHECK_THAT(refusal(scheduled(ScheduleKind::steps, 0, 0.1, wrong)),
               contains("schedule_at: expected at most 100 epochs"));
  }
  CHECK_THAT(refusal(scheduled(ScheduleKind::steps, 3, 1.5)),
             contains("schedule_factor: expected a number from 0 to 1"));
  CHECK_THAT(refusal(scheduled(ScheduleKind::cosine, 1'000'001)), contains("schedule_epochs: expected a whole number"));
}

}  // namespace latentpad::test::schedule_test
