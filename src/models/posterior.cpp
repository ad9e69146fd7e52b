#include "models/posterior.h"

#include <string>

#include "base/error.h"
#include "math/thread_team.h"
#include "math/vec_math.h"

namespace latentpad {
namespace {

/// f(0) … f(count − 1), in any order.
template <typename F>
void each(Index count, F f) {
  parallel_for(count, kHeavyGrain, [f](Index begin, Index end) noexcept {
    for (Index i = begin; i < end; ++i) f(i);
  });
}

}  // namespace

template <typename Scalar>
void clamp_log_var(Matrix<Scalar>& log_var) {
  constexpr auto kMin = static_cast<Scalar>(kMinLogVar), kMax = static_cast<Scalar>(kMaxLogVar);
  for (Index i = 0; i < log_var.size(); ++i) {
    Scalar& value = log_var.data()[i];
    value = value < kMin ? kMin : value;
    value = value > kMax ? kMax : value;
  }
}

template <typename Scalar>
void reparameterize(const Matrix<Scalar>& mu, const Matrix<Scalar>& log_var, const Matrix<Scalar>& epsilon,
                    Matrix<Scalar>& z) {
  if (mu.size() != log_var.size() || mu.rows() != epsilon.rows() || mu.cols() != epsilon.cols()) {
    throw_invalid_argument("reparameterize", "mu, log_var and epsilon of one shape",
                           shape_text(mu) + ", " + shape_text(log_var) + " and " + shape_text(epsilon));
  }
  z.resize(mu.rows(), mu.cols());
  each(mu.size(), [&](Index i) {
    z.data()[i] = mu.data()[i] + portable::exp(log_var.data()[i] * Scalar(0.5)) * epsilon.data()[i];
  });
}

template <typename Scalar>
void kl_divergence(const Matrix<Scalar>& mu, const Matrix<Scalar>& log_var, Matrix<double>& kl) {
  kl.resize(mu.rows(), mu.cols());
  each(mu.size(), [&](Index i) {
    const auto m = static_cast<double>(mu.data()[i]), lv = static_cast<double>(log_var.data()[i]);
    const auto variance = static_cast<double>(portable::exp(log_var.data()[i]));
    kl.data()[i] = 0.5 * (m * m + variance - 1.0 - lv);
  });
}

template <typename Scalar>
Matrix<double> kl_divergence(const Matrix<Scalar>& mu, const Matrix<Scalar>& log_var) {
  Matrix<double> kl;
  kl_divergence(mu, log_var, kl);
  return kl;
}

template <typename Scalar>
void gaussian_backward(const Matrix<Scalar>& mu, const Matrix<Scalar>& log_var, const Matrix<Scalar>& epsilon,
                       const Matrix<Scalar>& d_z, Scalar kl_weight, Matrix<Scalar>& d_mu, Matrix<Scalar>& d_log_var) {
  d_mu.resize(mu.rows(), mu.cols());
  d_log_var.resize(mu.rows(), mu.cols());
  each(mu.size(), [&](Index i) {
    const Scalar lv = log_var.data()[i];
    const Scalar half_sigma = Scalar(0.5) * portable::exp(lv * Scalar(0.5));
    const Scalar half_excess = Scalar(0.5) * (portable::exp(lv) - Scalar(1));
    d_mu.data()[i] = d_z.data()[i] + kl_weight * mu.data()[i];
    const Scalar d = d_z.data()[i] * epsilon.data()[i] * half_sigma + kl_weight * half_excess;
    d_log_var.data()[i] = is_clamped(lv) ? Scalar(0) : d;
  });
}

template <typename Scalar>
void sampled_kl(const Matrix<Scalar>& log_var, const Matrix<Scalar>& epsilon, const Vector<double>& log_prior,
                Matrix<double>& kl) {
  kl.resize(1, epsilon.cols());
  const Index each_example = epsilon.cols() / log_var.cols();
  for (Index n = 0; n < epsilon.cols(); ++n) {
    double log_q = 0.0;
    for (Index d = 0; d < epsilon.rows(); ++d) {
      const auto e = static_cast<double>(epsilon(d, n));
      log_q -= 0.5 * (e * e + static_cast<double>(log_var(d, n / each_example)));
    }
    kl(0, n) = log_q - log_prior[n];
  }
}

template <typename Scalar>
void sampled_backward(const Matrix<Scalar>& score, const Matrix<Scalar>& log_var, const Matrix<Scalar>& epsilon,
                      const Matrix<Scalar>& d_z, Scalar kl_weight, Matrix<Scalar>& d_mu, Matrix<Scalar>& d_log_var) {
  d_mu.resize(score.rows(), score.cols());
  d_log_var.resize(score.rows(), score.cols());
  each(score.size(), [&](Index i) {
    const Scalar lv = log_var.data()[i];
    const Scalar half_sigma = Scalar(0.5) * portable::exp(lv * Scalar(0.5));
    const Scalar g = d_z.data()[i] + kl_weight * score.data()[i];
    d_mu.data()[i] = g;
    const Scalar d = g * epsilon.data()[i] * half_sigma - Scalar(0.5) * kl_weight;
    d_log_var.data()[i] = is_clamped(lv) ? Scalar(0) : d;
  });
}

template <typename Scalar>
void path_backward(const Matrix<Scalar>& score, const Matrix<Scalar>& log_var, const Matrix<Scalar>& epsilon,
                   const Matrix<Scalar>& d_z, Scalar kl_weight, Matrix<Scalar>& d_mu, Matrix<Scalar>& d_log_var) {
  d_mu.resize(score.rows(), score.cols());
  d_log_var.resize(score.rows(), score.cols());
  each(score.size(), [&](Index i) {
    const Scalar lv = log_var.data()[i], e = epsilon.data()[i];
    const Scalar half_sigma = Scalar(0.5) * portable::exp(lv * Scalar(0.5));
    // ∂ log q(z) / ∂z = −(z − mu) / σ² = −ε / σ.
    const Scalar g = d_z.data()[i] + kl_weight * (score.data()[i] - portable::exp(lv * Scalar(-0.5)) * e);
    d_mu.data()[i] = g;
    d_log_var.data()[i] = is_clamped(lv) ? Scalar(0) : g * e * half_sigma;
  });
}

#define LATENTPAD_INSTANTIATE(Scalar)                                                                                 \
  template void clamp_log_var(Matrix<Scalar>&);                                                                       \
  template void reparameterize(const Matrix<Scalar>&, const Matrix<Scalar>&, const Matrix<Scalar>&, Matrix<Scalar>&); \
  template Matrix<double> kl_divergence(const Matrix<Scalar>&, const Matrix<Scalar>&);                                \
  template void kl_divergence(const Matrix<Scalar>&, const Matrix<Scalar>&, Matrix<double>&);                         \
  template void gaussian_backward(const Matrix<Scalar>&, const Matrix<Scalar>&, const Matrix<Scalar>&,                \
                                  const Matrix<Scalar>&, Scalar, Matrix<Scalar>&, Matrix<Scalar>&);                   \
  template void sampled_kl(const Matrix<Scalar>&, const Matrix<Scalar>&, const Vector<double>&, Matrix<double>&);     \
  template void sampled_backward(const Matrix<Scalar>&, const Matrix<Scalar>&, const Matrix<Scalar>&,                 \
                                 const Matrix<Scalar>&, Scalar, Matrix<Scalar>&, Matrix<Scalar>&);                    \
  template void path_backward(const Matrix<Scalar>&, const Matrix<Scalar>&, const Matrix<Scalar>&,                    \
                              const Matrix<Scalar>&, Scalar, Matrix<Scalar>&, Matrix<Scalar>&);
LATENTPAD_INSTANTIATE(float)
LATENTPAD_INSTANTIATE(double)
#undef LATENTPAD_INSTANTIATE

}  // namespace latentpad
