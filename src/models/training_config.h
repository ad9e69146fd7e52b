// How a model is trained: everything, besides model and data, that decides which weights come out.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

#include "math/matrix.h"
#include "models/objective.h"
#include "models/pixels.h"
#include "models/settings.h"

namespace latentpad {

inline constexpr NumberSetting kBatchSizeSetting{"batch_size", 1, 65536, 128},
    kLearningRateSetting{"learning_rate", 0, 1, 1e-3, false, true}, kBetaSetting{"beta", 0, 1000, 1, false},
    kBetaWarmupStepsSetting{"beta_warmup_steps", 0, 1e9, 0},
    kLearningRateWarmupStepsSetting{"learning_rate_warmup_steps", 0, 1e9, 0};

struct TrainingConfig {
  Index batch_size = static_cast<Index>(kBatchSizeSetting.default_value);
  double learning_rate = kLearningRateSetting.default_value;
  ObjectiveKind objective = ObjectiveKind::elbo;
  Index importance_samples = 1;         ///< k of the objective iwae; 1 for elbo
  double beta = kBetaSetting.default_value;     ///< weight of the KL term in what is minimised
  std::uint64_t beta_warmup_steps = 0;  ///< beta rises linearly from 0 over so many steps
  PixelMode pixels = PixelMode::binarized;
  std::uint64_t seed = static_cast<std::uint64_t>(kSeedSetting.default_value);
  /// Labels of the digits trained on, and scored on; each once, in rising order.
  std::vector<std::uint32_t> digits = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  std::uint64_t learning_rate_warmup_steps = 0;  ///< the learning rate rises linearly over so many steps

  bool operator==(const TrainingConfig&) const = default;
};

/// A number of TrainingConfig. The checks, files, the program's options and JavaScript take it from kTrainingNumbers: a
/// further one is a member and a row.
template <auto kMember>
struct TrainingNumber {
  NumberSetting setting;
  std::string_view option;   ///< of the program, after "--"
  std::string_view meaning;  ///< for its --help
  bool is_optional = false;  ///< left out of files where it is the default, so that programs without it read them

  static auto& of(TrainingConfig& config) { return config.*kMember; }
  static const auto& of(const TrainingConfig& config) { return config.*kMember; }
};

/// All but the seed and importance_samples, whose limits depend on the run and on the objective.
inline constexpr std::tuple kTrainingNumbers = {
    TrainingNumber<&TrainingConfig::batch_size>{kBatchSizeSetting, "batch", "Digits in a batch"},
    TrainingNumber<&TrainingConfig::learning_rate>{kLearningRateSetting, "learning-rate", "Adam's step size, above 0"},
    TrainingNumber<&TrainingConfig::beta>{kBetaSetting, "beta", "Weight of the KL term in what is minimised"},
    TrainingNumber<&TrainingConfig::beta_warmup_steps>{kBetaWarmupStepsSetting, "beta-warmup-steps",
                                                       "Raise beta from 0 over so many steps"},
    TrainingNumber<&TrainingConfig::learning_rate_warmup_steps>{
        kLearningRateWarmupStepsSetting, "learning-rate-warmup-steps", "Raise the learning rate over so many steps", true},
};

/// Calls f with each row of kTrainingNumbers.
template <typename F>
void for_each_training_number(F f) {
  std::apply([&](const auto&... number) { (f(number), ...); }, kTrainingNumbers);
}

/// Throws ArgumentError with what was expected and what came, unless every number is within the limits of settings.h;
/// with the objective iwae, beta stays 1 without warm-up, with elbo importance_samples is 1; digits has at least one
/// label, none above 9 and none twice, in rising order.
void validate(const TrainingConfig& config);

}  // namespace latentpad
