// Training with a schedule of the learning rate.
#include "support/catch.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/random_matrix.h"
#include "support/synthetic_digits.h"
#include "training/session.h"

namespace latentpad::test::scheduled_runs_test {

namespace {

const ModelConfig kConfig{"vae", 784, {8}, 2, Activation::relu};

const Digits& digits() {
  static const Digits kDigits = synthetic_digits(24, 4, 1);
  return kDigits;
}

/// 7 of 20 images at a time: the epochs of a batch change within it.
TrainingConfig scheduled(ScheduleKind kind, std::uint64_t epochs = 0, double factor = 0.0,
                         std::vector<std::uint64_t> at = {}) {
  TrainingConfig config;
  config.batch_size = 7;
  config.learning_rate = 1e-2;
  config.schedule = kind;
  config.schedule_epochs = epochs;
  config.schedule_factor = factor;
  config.schedule_at = std::move(at);
  return config;
}

std::string checksum_after(const TrainingConfig& config, std::uint64_t steps) {
  const auto session = Session::create(kConfig, config, &digits());
  session->trainer().run(digits().train_images(), steps);
  return checksum(session->model());
}

}  // namespace

TEST_CASE("A run with a schedule that is saved and resumed is bit-identical to an uninterrupted run") {
  TrainingConfig warm = scheduled(ScheduleKind::cosine, 6, 0.1);
  warm.learning_rate_warmup_steps = 9;
  for (const TrainingConfig& config : {scheduled(ScheduleKind::burda), scheduled(ScheduleKind::steps, 2, 0.1),
                                       scheduled(ScheduleKind::steps, 0, 0.1, {1, 4}), warm}) {
    CAPTURE(schedule_name(config.schedule), config.schedule_at);
    const auto whole = Session::create(kConfig, config, &digits());
    whole->trainer().run(digits().train_images(), 17);
    const auto first = Session::create(kConfig, config, &digits());
    first->trainer().run(digits().train_images(), 8);
    const std::vector<std::uint8_t> file = first->save(&digits(), std::nullopt, false, true);
    const auto second = Session::load(file, std::nullopt);
    CHECK(second->trainer().config() == config);
    CHECK(second->trainer().learning_rate() == first->trainer().learning_rate());
    second->trainer().run(digits().train_images(), 9);
    CHECK(checksum(second->model()) == checksum(whole->model()));
    CHECK(second->save(&digits(), std::nullopt, false, true) == whole->save(&digits(), std::nullopt, false, true));
    // The same by Session::resume.
    const auto third = Session::create(kConfig, TrainingConfig{}, &digits());
    third->resume(file);
    CHECK(third->trainer().learning_rate() == first->trainer().learning_rate());
    third->trainer().run(digits().train_images(), 9);
    CHECK(checksum(third->model()) == checksum(whole->model()));
  }
}

TEST_CASE("A schedule changes the steps after its first change only") {
  const TrainingConfig constant = scheduled(ScheduleKind::constant), steps = scheduled(ScheduleKind::steps, 1, 0.5);
  // Steps 0, 1 and 2 begin in the first epoch of 20 images.
  CHECK(checksum_after(steps, 3) == checksum_after(constant, 3));
  CHECK(checksum_after(steps, 4) != checksum_after(constant, 4));
  // A factor of 1 is no change.
  CHECK(checksum_after(scheduled(ScheduleKind::steps, 1, 1.0), 9) == checksum_after(constant, 9));
}

TEST_CASE("A schedule changes the rate where a change of the setting at that step would") {
  const auto session = Session::create(kConfig, scheduled(ScheduleKind::constant), &digits());
  session->trainer().run(digits().train_images(), 3);
  TrainingConfig halved = scheduled(ScheduleKind::constant);
  halved.learning_rate = 0.5e-2;
  session->trainer().set_config(halved);
  session->trainer().run(digits().train_images(), 3);
  CHECK(checksum(session->model()) == checksum_after(scheduled(ScheduleKind::steps, 1, 0.5), 6));
}

TEST_CASE("A rate of zero at the end of a cosine leaves the weights as they are") {
  const TrainingConfig config = scheduled(ScheduleKind::cosine, 1);
  CHECK(checksum_after(config, 3) != checksum_after(config, 2));
  CHECK(checksum_after(config, 20) == checksum_after(config, 3));
}

TEST_CASE("A run with a schedule gives the same weights on every machine, in every engine and build") {
  TrainingConfig config = scheduled(ScheduleKind::cosine, 9, 0.01);
  config.learning_rate_warmup_steps = 5;
  with_every_engine([&] { CHECK(checksum_after(config, 20) == pinned("23d1513c4a869446", "7f5968d449da793c")); });
}

TEST_CASE("A single batch belongs to no epoch: it requires the constant schedule") {
  const auto model = make_model<float>(kConfig);
  Trainer trainer(*model, scheduled(ScheduleKind::burda));
  trainer.initialize({});
  const Matrix<float> x = random_ink<float>(784, 5, 0.2, 5);
  CHECK_THAT(message_of<std::invalid_argument>([&] { trainer.run_batch(x); }),
             contains("train_step: expected the schedule constant for a single batch, since burda counts epochs"));
  CHECK(trainer.step() == 0);
  trainer.set_config(scheduled(ScheduleKind::constant));
  CHECK(trainer.run_batch(x).steps == 1);
}

}  // namespace latentpad::test::scheduled_runs_test
