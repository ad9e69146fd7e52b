// How a model is trained: everything, besides model and data, that decides which weights come out.
#pragma once

#include <cstdint>
#include <vector>

#include "math/matrix.h"
#include "models/objective.h"
#include "models/pixels.h"
#include "models/settings.h"

namespace latentpad {

struct TrainingConfig {
  Index batch_size = static_cast<Index>(kBatchSizeSetting.usual);
  double learning_rate = kLearningRateSetting.usual;
  ObjectiveKind objective = ObjectiveKind::elbo;
  Index importance_samples = 1;         ///< k of the objective iwae; 1 for elbo
  double beta = kBetaSetting.usual;     ///< weight of the KL term in what is minimised
  std::uint64_t beta_warmup_steps = 0;  ///< beta rises linearly from 0 over so many steps
  PixelMode pixels = PixelMode::binarized;
  std::uint64_t seed = static_cast<std::uint64_t>(kSeedSetting.usual);
  /// Labels of the digits trained on, and scored on; each once, in rising order.
  std::vector<std::uint32_t> digits = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

  bool operator==(const TrainingConfig&) const = default;
};

/// Throws ArgumentError with what was expected and what came, unless every number is within the limits of settings.h;
/// with the objective iwae, beta stays 1 without warm-up, with elbo importance_samples is 1; digits has at least one
/// label, none above 9 and none twice, in rising order.
void validate(const TrainingConfig& config);

}  // namespace latentpad
