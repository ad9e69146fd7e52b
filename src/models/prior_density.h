// p(z) of a model with a code, as it is at one moment, for evaluation and sampling.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "math/matrix.h"
#include "math/noise.h"
#include "models/diagonal_mixture.h"

namespace latentpad {

/// N(0, I), or the mixture of a learned prior (prior.h). It does not change with the model's weights.
class PriorDensity {
 public:
  explicit PriorDensity(Index latent_dim) : latent_dim_(latent_dim) {}
  explicit PriorDensity(DiagonalMixture mixture) : latent_dim_(mixture.dim()), mixture_(std::move(mixture)) {}

  Index latent_dim() const { return latent_dim_; }

  /// The mixture of a learned prior; null for N(0, I).
  const DiagonalMixture* mixture() const { return mixture_ ? &*mixture_ : nullptr; }

  /// log p(z) + latent_dim/2 · ln 2π in nats, of latent_dim numbers: the constant cancels with that of a q(z | x).
  template <typename Scalar>
  double log_density(const Scalar* z) const noexcept;

  /// sum + log p(z) − log N(epsilon; 0, I).
  template <typename Scalar>
  double plus_log_ratio(double sum, const Scalar* z, const Scalar* epsilon) const noexcept;

  /// Writes sample `index` of a stream, latent_dim numbers, in any order of calls. Does not allocate.
  void draw(const NoiseStream& noise, std::uint64_t index, float* z) const noexcept;

  /// latent_dim x count samples, from (seed, sample) alone. Another `step` gives other samples.
  Matrix<float> sample(Index count, std::uint64_t seed, std::uint64_t step = 0) const;

  /// Mean and variance of a dimension.
  struct Moments {
    double mean = 0.0, variance = 1.0;
  };
  Moments moments(Index dimension) const;

  /// The interval of a dimension with six standard deviations of each component to both sides of its mean.
  struct Interval {
    double low = -6.0, high = 6.0;
  };
  Interval interval(Index dimension) const;

 private:
  Index latent_dim_;
  std::optional<DiagonalMixture> mixture_;
};

}  // namespace latentpad
