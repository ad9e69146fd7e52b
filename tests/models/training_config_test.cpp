#include "models/training_config.h"

#include <functional>
#include <limits>

#include "support/catch.h"

namespace latentpad::test::training_config_test {

namespace {

std::string refusal(const std::function<void(TrainingConfig&)>& change) {
  TrainingConfig config;
  change(config);
  return message_of<std::invalid_argument>([&config] { validate(config); });
}

}  // namespace

TEST_CASE("The default settings and those at the limits are valid") {
  CHECK_NOTHROW(validate(TrainingConfig{}));
  CHECK_NOTHROW(validate({1, 1e-300, ObjectiveKind::elbo, 1, 0.0, 0, PixelMode::grey, 0}));
  CHECK_NOTHROW(
      validate({65536, 1.0, ObjectiveKind::elbo, 1, 1000.0, 1'000'000'000, PixelMode::thresholded, 0xffffffffu}));
  CHECK_NOTHROW(validate({128, 1e-3, ObjectiveKind::iwae, 2, 1.0, 0, PixelMode::binarized, 1}));
  CHECK_NOTHROW(validate({128, 1e-3, ObjectiveKind::iwae, 1000, 1.0, 0, PixelMode::binarized, 1}));
}

TEST_CASE("Invalid settings are rejected with the expected and the actual value") {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const Index size : {Index(0), Index(-1), Index(65537)}) {
    CHECK_THAT(refusal([size](TrainingConfig& c) { c.batch_size = size; }),
               contains("batch_size: expected a whole number from 1 to 65536, got " + std::to_string(size)));
  }
  for (const double rate : {0.0, -1e-3, 1.0001, 1e9, kNan, kInfinity}) {
    CHECK_THAT(refusal([rate](TrainingConfig& c) { c.learning_rate = rate; }), contains("learning_rate: expected"));
  }
  for (const double beta : {-1.0, 1000.5, kNan, kInfinity}) {
    CHECK_THAT(refusal([beta](TrainingConfig& c) { c.beta = beta; }), contains("beta: expected a number from 0"));
  }
  CHECK_THAT(refusal([](TrainingConfig& c) { c.beta_warmup_steps = 1'000'000'001; }), contains("beta_warmup_steps"));
  CHECK_THAT(refusal([](TrainingConfig& c) { c.seed = 0x100000000ull; }), contains("seed: expected"));
}

TEST_CASE("The digits to train on are one or more labels, in ascending order") {
  TrainingConfig one;
  one.digits = {9};
  CHECK_NOTHROW(validate(one));
  for (const std::vector<std::uint32_t>& wrong : {std::vector<std::uint32_t>{}, {10}, {3, 3}, {4, 2}}) {
    CHECK_THAT(refusal([&wrong](TrainingConfig& c) { c.digits = wrong; }),
               contains("digits: expected one or more labels from 0 to 9, in rising order, got ["));
  }
}

TEST_CASE("Importance samples require the objective iwae, and beta requires elbo") {
  for (const Index samples : {Index(0), Index(1), Index(1001), Index(-5)}) {
    CHECK_THAT(refusal([samples](TrainingConfig& c) {
                 c.objective = ObjectiveKind::iwae;
                 c.importance_samples = samples;
               }),
               contains("importance_samples: expected a whole number from 2 to 1000 for the objective iwae, got " +
                        std::to_string(samples)));
  }
  CHECK_THAT(refusal([](TrainingConfig& c) { c.importance_samples = 5; }),
             contains("importance_samples: expected 1 for the objective elbo, got 5"));
  const auto iwae_with = [](double beta, std::uint64_t warmup) {
    return refusal([beta, warmup](TrainingConfig& c) {
      c.objective = ObjectiveKind::iwae;
      c.importance_samples = 5;
      c.beta = beta;
      c.beta_warmup_steps = warmup;
    });
  };
  CHECK_THAT(iwae_with(0.5, 0), contains("beta: expected 1 without warm-up for the objective iwae, got 0.5"));
  CHECK_THAT(iwae_with(1.0, 10), contains("beta: expected 1 without warm-up"));
}

}  // namespace latentpad::test::training_config_test
