// Training settings: everything besides model and data that determines the trained weights.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

#include "math/matrix.h"
#include "models/objective.h"
#include "models/pixels.h"
#include "models/schedule.h"
#include "models/settings.h"

namespace latentpad {

inline constexpr NumberSetting kBatchSizeSetting{"batch_size", 1, 65536, 128},
    kLearningRateSetting{"learning_rate", 0, 1, 1e-3, false, true}, kBetaSetting{"beta", 0, 1000, 1, false},
    kBetaWarmupStepsSetting{"beta_warmup_steps", 0, 1e9, 0},
    kLearningRateWarmupStepsSetting{"learning_rate_warmup_steps", 0, 1e9, 0},
    kScheduleEpochsSetting{"schedule_epochs", 0, static_cast<double>(kMaxScheduleEpochs), 0},
    kScheduleFactorSetting{"schedule_factor", 0, 1, 0, false}, kShardsSetting{"shards", 1, 65536, 1},
    // Nearer to 1, updates of an average in F32 would be lost to rounding.
    kAverageDecaySetting{"average_decay", 0, 0.99999, 0, false};

struct TrainingConfig {
  Index batch_size = static_cast<Index>(kBatchSizeSetting.default_value);
  double learning_rate = kLearningRateSetting.default_value;
  ObjectiveKind objective = ObjectiveKind::elbo;
  Index importance_samples = 1;              ///< k of the objective iwae; 1 for elbo
  double beta = kBetaSetting.default_value;  ///< weight of the KL term in the loss
  std::uint64_t beta_warmup_steps = 0;       ///< beta increases linearly from 0 over this many steps
  PixelMode pixels = PixelMode::binarized;
  std::uint64_t seed = static_cast<std::uint64_t>(kSeedSetting.default_value);
  /// Labels of the digits to train and evaluate on, unique and ascending.
  std::vector<std::uint32_t> digits = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  std::uint64_t learning_rate_warmup_steps = 0;  ///< the learning rate increases linearly over this many steps
  /// Of the learning rate; learning_rate_at (schedule.h) states the formulas. Together with the warm-up.
  ScheduleKind schedule = ScheduleKind::constant;
  std::uint64_t schedule_epochs = 0;            ///< steps: epochs between changes; cosine: epochs to its end; 0: unset
  double schedule_factor = 0.0;                 ///< steps: factor of a change; cosine: fraction of the rate at its end
  std::vector<std::uint64_t> schedule_at = {};  ///< steps: the epochs of the changes, instead of schedule_epochs
  EstimatorKind estimator = EstimatorKind::reparameterized;  ///< of the gradient of a vae's encoder (objective.h)
  Index shards = 1;  ///< parts of a batch whose gradients are added in their order, by any number of processes
  double average_decay = kAverageDecaySetting.default_value;  ///< of the weights' average (weight_average.h); 0: none

  bool operator==(const TrainingConfig&) const = default;
};

/// A numeric member of TrainingConfig. Validation, files, the program's options and JavaScript use kTrainingNumbers: a
/// new setting needs a member and a row.
template <auto kMember>
struct TrainingNumber {
  NumberSetting setting;
  std::string_view option;   ///< command-line option without "--"
  std::string_view meaning;  ///< text for --help
  bool is_optional = false;  ///< omitted from files if it has its default, so that older versions can read them

  static auto& of(TrainingConfig& config) { return config.*kMember; }
  static const auto& of(const TrainingConfig& config) { return config.*kMember; }
};

/// All except the seed and importance_samples, whose limits depend on the run and on the objective.
inline constexpr std::tuple kTrainingNumbers = {
    TrainingNumber<&TrainingConfig::batch_size>{kBatchSizeSetting, "batch", "Images in a batch"},
    TrainingNumber<&TrainingConfig::learning_rate>{kLearningRateSetting, "learning-rate", "Adam's step size, above 0"},
    TrainingNumber<&TrainingConfig::beta>{kBetaSetting, "beta", "Weight of the KL term in what is minimised"},
    TrainingNumber<&TrainingConfig::beta_warmup_steps>{kBetaWarmupStepsSetting, "beta-warmup-steps",
                                                       "Raise beta from 0 over so many steps"},
    TrainingNumber<&TrainingConfig::learning_rate_warmup_steps>{kLearningRateWarmupStepsSetting,
                                                                "learning-rate-warmup-steps",
                                                                "Raise the learning rate over so many steps", true},
    TrainingNumber<&TrainingConfig::schedule_epochs>{
        kScheduleEpochsSetting, "schedule-epochs",
        "Of the schedule steps: epochs between changes; of cosine: epochs to its end", true},
    TrainingNumber<&TrainingConfig::schedule_factor>{
        kScheduleFactorSetting, "schedule-factor",
        "Of the schedule steps: factor of a change, above 0; of cosine: fraction of the rate at its end", true},
    TrainingNumber<&TrainingConfig::shards>{
        kShardsSetting, "shards",
        "Cut each batch into so many parts, whose gradients are added in a fixed order: the processes of mpirun, whose "
        "number must divide it, share the parts, and the weights do not depend on that number",
        true},
    TrainingNumber<&TrainingConfig::average_decay>{
        kAverageDecaySetting, "average-decay",
        "Use an exponential moving average of the weights with this decay, such as 0.999, for all but the training "
        "itself; 0: none",
        true},
};

/// Calls f with each row of kTrainingNumbers.
template <typename F>
void for_each_training_number(F f) {
  std::apply([&](const auto&... number) { (f(number), ...); }, kTrainingNumbers);
}

/// Throws ArgumentError with the expected and the actual value, unless every number is within the limits of settings.h;
/// for the objective iwae, beta is 1 without warm-up; for elbo, importance_samples is 1; the estimator dreg has the
/// objective iwae; the schedule has its settings
/// (validate_schedule); batch_size is a multiple of shards; digits is a nonempty, strictly ascending list of labels 0
/// … 9.
void validate(const TrainingConfig& config);

/// Replaces the schedule of `to`, with all of its settings, by that of `from`: the settings of one schedule can
/// contradict another.
void copy_schedule(const TrainingConfig& from, TrainingConfig& to);

/// Throws ArgumentError, naming both, unless a batch of that size can be cut into so many equal shards.
void expect_whole_shards(Index batch_size, Index shards);

}  // namespace latentpad
