// The approximate posterior q(z | x) = N(mu, diag(e^log_var)): sampling, and its divergence from N(0, I).
// Kingma & Welling, "Auto-encoding variational Bayes" (ICLR 2014), section 2.4 and appendix B.
#pragma once

#include "math/matrix.h"

namespace latentpad {

/// log_var is clamped to this range, so that e^log_var and its inverse are finite and nonzero in float.
constexpr double kMinLogVar = -30.0;
constexpr double kMaxLogVar = 20.0;

/// Whether log_var is at a limit of the clamp, where its gradient is 0.
template <typename Scalar>
constexpr bool is_clamped(Scalar log_var) {
  return log_var <= static_cast<Scalar>(kMinLogVar) || log_var >= static_cast<Scalar>(kMaxLogVar);
}

/// log_var = min(max(log_var, −30), 20) in place; NaN stays NaN.
template <typename Scalar>
void clamp_log_var(Matrix<Scalar>& log_var);

/// z = mu + e^(log_var / 2) · epsilon. All latent_dim x batch; epsilon is standard normal.
template <typename Scalar>
void reparameterize(const Matrix<Scalar>& mu, const Matrix<Scalar>& log_var, const Matrix<Scalar>& epsilon,
                    Matrix<Scalar>& z);

/// KL(q(z | x) ‖ N(0, I)) per dimension and example, in nats: ½ (mu² + e^log_var − 1 − log_var).
/// Shape: latent_dim x batch.
template <typename Scalar>
Matrix<double> kl_divergence(const Matrix<Scalar>& mu, const Matrix<Scalar>& log_var);

/// The same, written to `kl`, whose memory is reused.
template <typename Scalar>
void kl_divergence(const Matrix<Scalar>& mu, const Matrix<Scalar>& log_var, Matrix<double>& kl);

/// log q(z | x) − log p(z) of each sample, in nats, 1 x samples, from log p(z) + latent_dim/2 · ln 2π: its mean is the
/// KL divergence from p. log_var: latent_dim x examples; epsilon: latent_dim x samples, samples / examples in a row for
/// each example.
template <typename Scalar>
void sampled_kl(const Matrix<Scalar>& log_var, const Matrix<Scalar>& epsilon, const Vector<double>& log_prior,
                Matrix<double>& kl);

/// Gradients of a loss that depends on z and on kl_weight · Σ kl_divergence, from d_z:
///   d_mu      = d_z + kl_weight · mu
///   d_log_var = d_z · epsilon · ½ e^(log_var / 2) + kl_weight · ½ (e^log_var − 1), and 0 where log_var was clamped.
template <typename Scalar>
void gaussian_backward(const Matrix<Scalar>& mu, const Matrix<Scalar>& log_var, const Matrix<Scalar>& epsilon,
                       const Matrix<Scalar>& d_z, Scalar kl_weight, Matrix<Scalar>& d_mu, Matrix<Scalar>& d_log_var);

/// The same with kl_weight · (log q(z) − log p(z)) of the sample z instead of the KL divergence, for any p(z) with the
/// score −∂ log p(z) / ∂z, of the shape of z:
///   d_mu      = g = d_z + kl_weight · score
///   d_log_var = g · epsilon · ½ e^(log_var / 2) − ½ kl_weight, and 0 where log_var was clamped.
template <typename Scalar>
void sampled_backward(const Matrix<Scalar>& score, const Matrix<Scalar>& log_var, const Matrix<Scalar>& epsilon,
                      const Matrix<Scalar>& d_z, Scalar kl_weight, Matrix<Scalar>& d_mu, Matrix<Scalar>& d_log_var);

/// The same for the estimator stl (objective.h), with q held fixed; the score of N(0, I) is z:
///   d_mu      = g = d_z + kl_weight · (score − e^(−log_var / 2) · epsilon)
///   d_log_var = g · epsilon · ½ e^(log_var / 2), and 0 where log_var was clamped.
template <typename Scalar>
void path_backward(const Matrix<Scalar>& score, const Matrix<Scalar>& log_var, const Matrix<Scalar>& epsilon,
                   const Matrix<Scalar>& d_z, Scalar kl_weight, Matrix<Scalar>& d_mu, Matrix<Scalar>& d_log_var);

}  // namespace latentpad
