// The importance-weighted objective of the VAE (Burda, Grosse & Salakhutdinov, ICLR 2016).
#include <utility>

#include "math/vec_math.h"
#include "models/importance_weights.h"
#include "models/posterior.h"
#include "models/vae.h"

namespace latentpad {
namespace {

/// Sets d_mu and d_log_var to sums over the importance samples of each image, d_log_var to 0 where log_var was clamped.
/// gradients(d, log_var, ½ σ) of a dimension returns a function from a sample's column to its terms of both.
template <typename Scalar, typename Gradients>
void sum_over_samples(const Matrix<Scalar>& epsilon, VaeWorkspace<Scalar>& w, const Gradients& gradients) {
  const Index batch = w.mu.cols(), k = epsilon.cols() / batch;
  w.d_mu.setZero(w.mu.rows(), batch);
  w.d_log_var.setZero(w.mu.rows(), batch);
  for (Index b = 0; b < batch; ++b) {
    for (Index d = 0; d < w.mu.rows(); ++d) {
      const Scalar lv = w.log_var(d, b);
      const auto of_sample = gradients(d, lv, Scalar(0.5) * portable::exp(lv * Scalar(0.5)));
      for (Index column = b * k; column < (b + 1) * k; ++column) {
        const auto [d_mu, d_log_var] = of_sample(column);
        w.d_mu(d, b) += d_mu;
        w.d_log_var(d, b) += d_log_var;
      }
      if (is_clamped(lv)) w.d_log_var(d, b) = Scalar(0);
    }
  }
}

}  // namespace

template <typename Scalar>
double Vae<Scalar>::importance_weighted_loss(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon,
                                             VaeWorkspace<Scalar>& w, LossTerms& terms) const {
  const Index k = samples_each(x, epsilon);
  encode_batch(x, w);
  repeat_columns(w.mu, k, w.sample_mu);
  repeat_columns(w.log_var, k, w.sample_log_var);
  repeat_columns(x, k, w.sample_x);
  reparameterize(w.sample_mu, w.sample_log_var, epsilon, w.z);
  Vector<double>& losses = w.reconstruction_losses;
  const Matrix<Scalar>& decoded = decoder_.forward(decoder_input(w.sample_x, w), w.decoder);
  likelihood_->loss(decoded, conditional() ? w.pixels : w.sample_x, losses);

  if (prior_) {
    w.prior.log_densities(w.z, w.log_prior, w.prior_shares);
    sampled_kl(w.log_var, epsilon, w.log_prior, w.kl);
  } else {
    kl_divergence(w.mu, w.log_var, w.kl);
  }
  w.sample_weights.resize(losses.size());
  for (Index b = 0; b < x.cols(); ++b) {
    double* log_weight = w.sample_weights.data() + b * k;
    for (Index j = 0; j < k; ++j) {
      const Index column = b * k + j;
      // log p(x | z) + log p(z) − log q(z | x); the constants of the two Gaussians cancel.
      double sum = -losses[column];
      const Index dimensions = prior_ ? 0 : config_.latent_dim;
      for (Index d = 0; d < dimensions; ++d) {
        const auto z = static_cast<double>(w.z(d, column)), e = static_cast<double>(epsilon(d, column));
        sum += 0.5 * (e * e - z * z + static_cast<double>(w.log_var(d, b)));
      }
      log_weight[j] = prior_ ? sum - w.kl(0, column) : sum;
    }
  }
  const double total = normalize_weights(k, w.sample_weights);
  terms.reconstruction = ordered_sum(losses) / static_cast<double>(losses.size());
  terms.kl = ordered_sum(w.kl) / static_cast<double>(w.kl.cols());
  return -total / static_cast<double>(x.cols());
}

template <typename Scalar>
void Vae<Scalar>::importance_weighted_backward(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon,
                                               VaeWorkspace<Scalar>& w, EstimatorKind estimator) {
  samples_each(x, epsilon);
  const Scalar scale = Scalar(1) / static_cast<Scalar>(x.cols());
  likelihood_->gradient(w.decoder.outputs.back(), conditional() ? w.pixels : w.sample_x, scale, w.d_outputs);
  for (Index column = 0; column < epsilon.cols(); ++column) {
    w.d_outputs.col(column) *= static_cast<Scalar>(w.sample_weights[column]);
  }
  decoder_backward(w);
  if (prior_) w.prior_weights = w.sample_weights * static_cast<double>(scale);
  const Matrix<Scalar>& score = prior_backward(w);
  if (estimator == EstimatorKind::reparameterized) {
    weighted_gradients(epsilon, score, w);
  } else {
    weighted_path_gradients(epsilon, score, estimator == EstimatorKind::dreg, w);
  }
  encoder_backward(x, w);
}

template <typename Scalar>
void Vae<Scalar>::weighted_gradients(const Matrix<Scalar>& epsilon, const Matrix<Scalar>& score,
                                     VaeWorkspace<Scalar>& w) const {
  const Scalar scale = Scalar(1) / static_cast<Scalar>(w.mu.cols());
  sum_over_samples(epsilon, w, [&](Index d, Scalar, Scalar half_sigma) {
    return [&, d, half_sigma](Index column) {
      // −log w_j = reconstruction − log p(z) − ½ ε² − ½ log_var, with z = mu + σ ε; the score of N(0, I) is z.
      const Scalar weight = static_cast<Scalar>(w.sample_weights[column]) * scale;
      const Scalar d_z = w.d_z(d, column) + weight * score(d, column);
      return std::pair(d_z, d_z * epsilon(d, column) * half_sigma - Scalar(0.5) * weight);
    };
  });
}

// d_z includes the factor w_j of the decoder's gradient; dreg multiplies by w_j once more.
template <typename Scalar>
void Vae<Scalar>::weighted_path_gradients(const Matrix<Scalar>& epsilon, const Matrix<Scalar>& score, bool squares,
                                          VaeWorkspace<Scalar>& w) const {
  const Scalar scale = Scalar(1) / static_cast<Scalar>(w.mu.cols());
  sum_over_samples(epsilon, w, [&](Index d, Scalar log_var, Scalar half_sigma) {
    const Scalar inverse_sigma = portable::exp(log_var * Scalar(-0.5));
    return [&, d, half_sigma, inverse_sigma](Index column) {
      const auto weight = static_cast<Scalar>(w.sample_weights[column]);
      const Scalar e = epsilon(d, column);
      // s_j with its weight: ∂ −log p(x | z) / ∂z in d_z, −∂ log p(z) / ∂z, ∂ log q(z) / ∂z = −ε / σ.
      const Scalar s = w.d_z(d, column) + weight * scale * (score(d, column) - inverse_sigma * e);
      const Scalar g = squares ? weight * s : s;
      return std::pair(g, g * e * half_sigma);
    };
  });
}

template double Vae<float>::importance_weighted_loss(const Matrix<float>&, const Matrix<float>&, VaeWorkspace<float>&,
                                                     LossTerms&) const;
template double Vae<double>::importance_weighted_loss(const Matrix<double>&, const Matrix<double>&,
                                                      VaeWorkspace<double>&, LossTerms&) const;
template void Vae<float>::importance_weighted_backward(const Matrix<float>&, const Matrix<float>&, VaeWorkspace<float>&,
                                                       EstimatorKind);
template void Vae<double>::importance_weighted_backward(const Matrix<double>&, const Matrix<double>&,
                                                        VaeWorkspace<double>&, EstimatorKind);

}  // namespace latentpad
