// What a training step draws, so that other programs can take the same step.
#pragma once

#include <cstdint>
#include <span>

#include "math/matrix.h"

namespace latentpad {

struct TrainingBatch {
  Matrix<float> x;        ///< pixels x batch, binarized
  Matrix<float> epsilon;  ///< latent_dim x batch, standard normal
};

/// The batch and the noise of step `step`, counted from 0, of a Trainer with this seed on these images, one byte a
/// pixel. Throws ArgumentError unless the images are whole and the step is one of the first epoch.
TrainingBatch training_batch(std::span<const std::uint8_t> images, Index pixels, std::uint64_t seed, std::uint64_t step,
                             Index batch, Index latent_dim);

}  // namespace latentpad
