#include "models/gaussian.h"

#include "math/kernels.h"
#include "math/vec_math.h"

namespace latentpad {
namespace {

constexpr double kHalfLogTwoPi = 0.91893853320467274178;

}  // namespace

template <typename Scalar>
Gaussian<Scalar>::Gaussian(double sigma) {
  if (sigma != 0.0) fixed_log_variance_ = Scalar(2) * portable::log(static_cast<Scalar>(sigma));
}

template <typename Scalar>
Scalar Gaussian<Scalar>::log_variance(const Scalar* outputs, Index pixels, Index i) const {
  if (fixed_log_variance_) return *fixed_log_variance_;
  const Scalar raw = outputs[pixels + i], least = static_cast<Scalar>(kMinLearnedLogVariance),
               most = static_cast<Scalar>(kMaxLearnedLogVariance);
  // The comparisons propagate NaN.
  return raw < least ? least : raw > most ? most : raw;
}

template <typename Scalar>
double Gaussian<Scalar>::example_loss(const Scalar* outputs, const Scalar* x, Index pixels, Scalar scale,
                                      Scalar* d_outputs) const noexcept {
  // Four partial sums, of the pixels that are congruent modulo 4, added in double.
  double partial[4] = {};
  for (Index i = 0; i < pixels; ++i) {
    const Scalar mean = portable::sigmoid(outputs[i]), error = mean - x[i];
    const Scalar log_var = log_variance(outputs, pixels, i), precision = portable::exp(-log_var);
    const Scalar squared = error * error * precision;
    partial[i % 4] += static_cast<double>(Scalar(0.5) * (squared + log_var));
    if (d_outputs == nullptr) continue;
    d_outputs[i] = error * precision * mean * (Scalar(1) - mean) * scale;
    if (!is_learned()) continue;
    const Scalar d_log_var = Scalar(0.5) * (Scalar(1) - squared), raw = outputs[pixels + i];
    const bool is_stuck = (raw < log_var && d_log_var > Scalar(0)) || (raw > log_var && d_log_var < Scalar(0));
    d_outputs[pixels + i] = is_stuck ? Scalar(0) : d_log_var * scale;
  }
  return partial[0] + partial[1] + partial[2] + partial[3] + kHalfLogTwoPi * static_cast<double>(pixels);
}

template <typename Scalar>
void Gaussian<Scalar>::example_mean(const Scalar* outputs, Index pixels, Scalar* mean) const noexcept {
  kernels<Scalar>().sigmoid(outputs, pixels, mean);
}

template <typename Scalar>
void Gaussian<Scalar>::example_sample(const Scalar* outputs, Index pixels, const NoiseStream& noise,
                                      std::uint64_t first, Scalar* x) const noexcept {
  noise.standard_normal(first, static_cast<std::uint64_t>(pixels), x);
  for (Index i = 0; i < pixels; ++i) {
    x[i] = portable::sigmoid(outputs[i]) + portable::exp(Scalar(0.5) * log_variance(outputs, pixels, i)) * x[i];
  }
}

template <typename Scalar>
void Gaussian<Scalar>::pixel_outputs_of_mean(double mean, double* outputs) const {
  outputs[0] = logit_of_mean(mean);
  // The maximum variance of a pixel in [0, 1] with that mean.
  if (is_learned()) outputs[1] = static_cast<double>(portable::log(static_cast<float>(mean * (1.0 - mean))));
}

template class Gaussian<float>;
template class Gaussian<double>;

}  // namespace latentpad
