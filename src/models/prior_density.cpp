#include "models/prior_density.h"

#include <algorithm>

#include "models/pixels.h"

namespace latentpad {

template <typename Scalar>
double PriorDensity::log_density(const Scalar* z) const noexcept {
  if (mixture_) return mixture_->log_density(z);
  double distance = 0.0;
  for (Index d = 0; d < latent_dim_; ++d) distance += static_cast<double>(z[d]) * static_cast<double>(z[d]);
  return -0.5 * distance;
}

template <typename Scalar>
double PriorDensity::plus_log_ratio(double sum, const Scalar* z, const Scalar* epsilon) const noexcept {
  for (Index d = 0; d < latent_dim_; ++d) {
    const auto z_d = static_cast<double>(z[d]), e_d = static_cast<double>(epsilon[d]);
    sum += 0.5 * (mixture_ ? e_d * e_d : e_d * e_d - z_d * z_d);
  }
  return mixture_ ? sum + mixture_->log_density(z) : sum;
}

void PriorDensity::draw(const NoiseStream& noise, std::uint64_t index, float* z) const noexcept {
  if (mixture_) return mixture_->draw(noise, index, z);
  const auto size = static_cast<std::uint64_t>(latent_dim_);
  noise.standard_normal(index * noise_words_per_image(size), size, z);
}

Matrix<float> PriorDensity::sample(Index count, std::uint64_t seed, std::uint64_t step) const {
  Matrix<float> z(latent_dim_, count);
  const NoiseStream noise(seed, NoisePurpose::prior_sample, step);
  if (!mixture_) {
    // Without gaps between samples, as in the first version.
    noise.standard_normal(0, static_cast<std::uint64_t>(z.size()), z.data());
    return z;
  }
  for (Index n = 0; n < count; ++n) draw(noise, static_cast<std::uint64_t>(n), z.col(n).data());
  return z;
}

PriorDensity::Moments PriorDensity::moments(Index dimension) const {
  if (!mixture_) return {};
  Moments moments{0.0, 0.0};
  for (Index k = 0; k < mixture_->components(); ++k) {
    moments.mean += mixture_->weights()[static_cast<std::size_t>(k)] * mixture_->means()(dimension, k);
  }
  for (Index k = 0; k < mixture_->components(); ++k) {
    const double from_mean = mixture_->means()(dimension, k) - moments.mean, sigma = mixture_->sigmas()(dimension, k);
    moments.variance += mixture_->weights()[static_cast<std::size_t>(k)] * (sigma * sigma + from_mean * from_mean);
  }
  return moments;
}

PriorDensity::Interval PriorDensity::interval(Index dimension) const {
  if (!mixture_) return {};
  const auto low = [&](Index k) { return mixture_->means()(dimension, k) - 6.0 * mixture_->sigmas()(dimension, k); };
  const auto high = [&](Index k) { return mixture_->means()(dimension, k) + 6.0 * mixture_->sigmas()(dimension, k); };
  Interval interval{low(0), high(0)};
  for (Index k = 1; k < mixture_->components(); ++k) {
    interval.low = std::min(interval.low, low(k));
    interval.high = std::max(interval.high, high(k));
  }
  return interval;
}

template double PriorDensity::log_density(const float*) const noexcept;
template double PriorDensity::log_density(const double*) const noexcept;
template double PriorDensity::plus_log_ratio(double, const float*, const float*) const noexcept;
template double PriorDensity::plus_log_ratio(double, const double*, const double*) const noexcept;

}  // namespace latentpad
