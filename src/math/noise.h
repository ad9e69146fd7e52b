// Counter-based random numbers: every number is addressed by (seed, purpose, step, index), so it depends neither on
// threads nor on the order of calls, and a resumed run draws the same numbers as an uninterrupted one.
#pragma once

#include <cstdint>
#include <vector>

#include "math/philox.h"

namespace latentpad {

/// The purpose of a number. Values are part of the reproducibility contract: never renumber.
enum class NoisePurpose : std::uint32_t {
  initial_weights = 1,
  epsilon = 2,
  binarize = 3,
  shuffle = 4,
  evaluation_epsilon = 5,
  evaluation_binarize = 6,
  prior_sample = 7,
  importance_epsilon = 8,
  sample_given = 9,
  metric_pairs = 10,
  proposal_adaptation = 11,
  resample = 12,
  orderings = 13,
};

/// One stream of numbers, index 0, 1, 2, …
class NoiseStream {
 public:
  NoiseStream(std::uint64_t seed, NoisePurpose purpose, std::uint64_t step)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        purpose_(static_cast<std::uint32_t>(purpose)),
        step_(step) {}

  /// Words 4*block … 4*block + 3, each uniform on [0, 2^32).
  PhiloxCounter block(std::uint32_t block) const {
    return philox4x32({block, static_cast<std::uint32_t>(step_), static_cast<std::uint32_t>(step_ >> 32), purpose_},
                      key_);
  }

  /// One word of the stream.
  std::uint32_t word(std::uint64_t index) const { return block(static_cast<std::uint32_t>(index / 4))[index % 4]; }

  /// Writes `count` standard normal numbers, indices first … first + count − 1 (Box–Muller on pairs of words).
  template <typename Scalar>
  void standard_normal(std::uint64_t first, std::uint64_t count, Scalar* out) const;

  /// Writes `count` numbers uniform on [0, 1) with 24 bits, indices first … first + count − 1.
  template <typename Scalar>
  void uniform(std::uint64_t first, std::uint64_t count, Scalar* out) const {
    for (std::uint64_t i = 0; i < count; ++i) out[i] = static_cast<Scalar>(word(first + i) >> 8) * Scalar(0x1p-24);
  }

 private:
  PhiloxKey key_;
  std::uint32_t purpose_;
  std::uint64_t step_;
};

/// A permutation of 0 … count − 1 by Fisher–Yates.
std::vector<std::uint32_t> random_permutation(std::uint32_t count, const NoiseStream& noise);

/// The same into `order`, which allocates only to grow and is unchanged if that throws.
void random_permutation(std::uint32_t count, const NoiseStream& noise, std::vector<std::uint32_t>& order);

}  // namespace latentpad
