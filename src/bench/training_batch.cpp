#include "bench/training_batch.h"

#include <string>
#include <vector>

#include "base/error.h"
#include "math/noise.h"
#include "models/model.h"
#include "models/pixels.h"

namespace latentpad {

TrainingBatch training_batch(std::span<const std::uint8_t> images, Index pixels, std::uint64_t seed, std::uint64_t step,
                             Index batch, Index latent_dim) {
  if (pixels < 1 || batch < 1 || latent_dim < 1 || images.size() % static_cast<std::size_t>(pixels) != 0) {
    throw_invalid_argument("training_batch", "whole images, and sizes of at least 1",
                           std::to_string(images.size()) + " bytes, " + std::to_string(pixels) +
                               " pixels, a batch of " + std::to_string(batch) + ", a code of " +
                               std::to_string(latent_dim));
  }
  const auto size = static_cast<std::size_t>(pixels), examples = static_cast<std::size_t>(batch);
  const std::size_t count = images.size() / size;
  const std::uint64_t steps = count / examples;
  if (step >= steps) {
    throw_invalid_argument("training_batch", "a step below " + std::to_string(steps), std::to_string(step));
  }
  const std::vector<std::uint32_t> order =
      random_permutation(static_cast<std::uint32_t>(count), NoiseStream(seed, NoisePurpose::shuffle, 0));
  const NoiseStream noise(seed, NoisePurpose::binarize, step);
  TrainingBatch drawn;
  drawn.x.resize(pixels, batch);
  for (std::size_t b = 0; b < examples; ++b) {
    const std::size_t chosen = order[static_cast<std::size_t>(step) * examples + b];
    present_example(images.subspan(chosen * size, size), size, PixelMode::binarized, noise, b,
                    drawn.x.col(static_cast<Index>(b)).data());
  }
  draw_epsilon(BatchNoise{seed, step}, latent_dim, batch, 1, drawn.epsilon);
  return drawn;
}

}  // namespace latentpad
