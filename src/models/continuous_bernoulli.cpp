#include "models/continuous_bernoulli.h"

#include <array>

#include "math/vec_math.h"

namespace latentpad {
namespace {

/// 1 / (k + 2)! for k = 17 … 0.
constexpr std::array<double, 18> kSeries = [] {
  std::array<double, 18> series{};
  double factorial = 1.0;
  for (std::size_t k = 0; k < series.size(); ++k) {
    factorial *= static_cast<double>(k + 2);
    series[series.size() - 1 - k] = 1.0 / factorial;
  }
  return series;
}();

/// A(l) and A'(l). With a = |l|, q = (1 − e^−a) / a and r = (1 − q) / a:
///   A(l) = max(l, 0) + log q,   A'(l) = r / q for l ≥ 0, and 1 − r / q for l < 0.
template <typename T>
struct LogPartition {
  T value, mean;

  LATENTPAD_INLINE explicit LogPartition(T l) {
    using simd::splat;
    const T a = portable::absolute(l), zero = splat<T>(0), one = splat<T>(1);
    const T far_q = (one - portable::exp(-a)) / a;
    // Near 0 both differences cancel: r = Σ_k (−a)^k / (k + 2)!, for which 18 terms are exact in double up to a = 1.
    T near_r = zero;
    for (const double coefficient : kSeries) {
      near_r = near_r * -a + splat<T>(static_cast<typename simd::Traits<T>::Scalar>(coefficient));
    }
    const auto is_near = a < one;
    const T r = portable::select(is_near, near_r, (one - far_q) / a);
    const T q = portable::select(is_near, one - a * near_r, far_q);
    value = portable::select(l < zero, zero, l) + portable::log(q);
    const T ratio = r / q;
    mean = portable::select(l < zero, one - ratio, ratio);
  }
};

}  // namespace

template <typename Scalar>
double ContinuousBernoulli<Scalar>::example_loss(const Scalar* outputs, const Scalar* x, Index pixels, Scalar scale,
                                                 Scalar* d_outputs) const noexcept {
  using V = simd::Vec<Scalar, 16>;
  constexpr Index kLanes = simd::Traits<V>::kLanes;
  const auto term = [&]<typename T>(Index i) {
    const T l = simd::load<T>(outputs + i), target = simd::load<T>(x + i);
    const LogPartition<T> a(l);
    if (d_outputs != nullptr) simd::store(d_outputs + i, T((a.mean - target) * simd::splat<T>(scale)));
    return T(a.value - l * target);
  };
  V sum = simd::splat<V>(0);
  Scalar partial[static_cast<std::size_t>(kLanes)];
  Index i = 0;
  for (; i + kLanes <= pixels; i += kLanes) sum += term.template operator()<V>(i);
  simd::store(partial, sum);
  for (std::size_t lane = 0; i < pixels; ++i, ++lane) partial[lane] += term.template operator()<Scalar>(i);
  double total = 0.0;
  for (const Scalar one : partial) total += static_cast<double>(one);
  return total;
}

template <typename Scalar>
void ContinuousBernoulli<Scalar>::example_mean(const Scalar* outputs, Index pixels, Scalar* mean) const noexcept {
  for (Index i = 0; i < pixels; ++i) mean[i] = LogPartition<Scalar>(outputs[i]).mean;
}

template <typename Scalar>
void ContinuousBernoulli<Scalar>::example_sample(const Scalar* outputs, Index pixels, const NoiseStream& noise,
                                                 std::uint64_t first, Scalar* x) const noexcept {
  noise.uniform(first, static_cast<std::uint64_t>(pixels), x);
  for (Index i = 0; i < pixels; ++i) {
    // The inverse distribution function, −log(1 − u (1 − e^−a)) / a, measured from the value with the higher density;
    // the other half is symmetric.
    const auto l = static_cast<double>(outputs[i]), a = portable::absolute(l);
    const double u = static_cast<double>(x[i]), towards_zero = l < 0.0 ? u : 1.0 - u;
    // Below 1e-6 the density is practically uniform.
    const double drawn = a < 1e-6 ? towards_zero : -portable::log(1.0 - towards_zero * (1.0 - portable::exp(-a))) / a;
    const double pixel = l < 0.0 ? drawn : 1.0 - drawn;
    x[i] = static_cast<Scalar>(pixel < 0.0 ? 0.0 : pixel > 1.0 ? 1.0 : pixel);
  }
}

template <typename Scalar>
void ContinuousBernoulli<Scalar>::pixel_outputs_of_mean(double mean, double* outputs) const {
  // A' increases from 0 to 1 and is 0.001 at l = −1000. In float, whose functions are the same on every machine.
  float low = -1100.0f, high = 1100.0f;
  for (int halving = 0; halving < 60; ++halving) {
    const float middle = 0.5f * (low + high);
    (static_cast<double>(LogPartition<float>(middle).mean) < mean ? low : high) = middle;
  }
  outputs[0] = static_cast<double>(0.5f * (low + high));
}

template class ContinuousBernoulli<float>;
template class ContinuousBernoulli<double>;

}  // namespace latentpad
