// The gradients of the VAE with several stochastic layers.
#include "math/thread_team.h"
#include "math/vec_math.h"
#include "models/hvae.h"
#include "models/importance_weights.h"

namespace latentpad {

template <typename Scalar>
void Hvae<Scalar>::backward(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, double beta, Workspace& w) {
  const Scalar scale = Scalar(1) / static_cast<Scalar>(x.cols());
  backward_from_outputs(x, epsilon, static_cast<Scalar>(beta) * scale, false, w);
}

template <typename Scalar>
void Hvae<Scalar>::importance_weighted_backward(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, Workspace& w) {
  repeat_columns(x, samples_each(x, epsilon), w.sample_x);
  const Scalar scale = Scalar(1) / static_cast<Scalar>(x.cols());
  likelihood_->gradient(w.decoder.outputs.back(), w.sample_x, scale, w.d_outputs);
  for (Index n = 0; n < epsilon.cols(); ++n) w.d_outputs.col(n) *= static_cast<Scalar>(w.sample_weights[n]);
  backward_from_outputs(x, epsilon, scale, true, w);
}

template <typename Scalar>
void Hvae<Scalar>::backward_from_outputs(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, Scalar weight,
                                         bool weighted, Workspace& w) {
  for (std::vector<Matrix<Scalar>>* list : {&w.d_mu, &w.d_log_var, &w.d_z}) list->resize(layers());
  w.d_above.resize(layers() - 1);
  w.encoder_inputs[0] = &x;
  decoder_.backward(w.z[0], w.d_outputs, w.decoder, &w.d_z[0]);
  // Up: d_z of a layer is complete but, of bottom_up, for the encoder above, which reads z.
  for (std::size_t i = 0; i < layers(); ++i) {
    divergence_backward(i, weight, weighted, w);
    if (i + 1 == layers()) break;
    if (top_down()) {
      sample_backward(i, epsilon, w);
      combine_backward(i, w);
    }
    priors_[i].backward(w.z[i + 1], w.priors[i], nullptr, &w.d_z[i + 1]);
  }
  encoders_backward(epsilon, w);
}

/// Sets d_mu and d_log_var of q, and d_mu and d_log_var of the prior, to the gradients of the layer's KL term, and adds
/// that of its sample to d_z. With importance weights the term is log q − log p of the sample; otherwise divergences()
/// has it.
template <typename Scalar>
void Hvae<Scalar>::divergence_backward(std::size_t layer, Scalar weight, bool weighted, Workspace& w) const {
  const bool closed = !weighted && is_closed(layer), has_prior = layer < priors_.size();
  const Index rows = w.z[layer].rows(), columns = w.z[layer].cols();
  w.d_mu[layer].resize(rows, columns);
  w.d_log_var[layer].resize(rows, columns);
  if (has_prior) {
    w.priors[layer].d_mu.resize(rows, columns);
    w.priors[layer].d_log_var.resize(rows, columns);
  }
  for_each_column(columns, rows, [&, rows, weight, closed, has_prior](Index n) {
    const Scalar c = weighted ? weight * static_cast<Scalar>(w.sample_weights[n]) : weight;
    for (Index d = 0; d < rows; ++d) {
      const Scalar prior_mu = has_prior ? w.priors[layer].mu(d, n) : Scalar(0);
      const Scalar precision = has_prior ? portable::exp(-w.priors[layer].log_var(d, n)) : Scalar(1);
      const Scalar distance = (closed ? w.mu[layer](d, n) : w.z[layer](d, n)) - prior_mu;
      // Of ½ distance² / e^prior_log_var.
      const Scalar g = c * distance * precision;
      const Scalar variances = closed ? portable::exp(w.log_var[layer](d, n)) * precision : Scalar(0);
      w.d_mu[layer](d, n) = closed ? g : Scalar(0);
      if (!closed) w.d_z[layer](d, n) += g;
      w.d_log_var[layer](d, n) = Scalar(0.5) * c * (variances - Scalar(1));
      if (!has_prior) continue;
      w.priors[layer].d_mu(d, n) = -g;
      w.priors[layer].d_log_var(d, n) = Scalar(0.5) * (c * (Scalar(1) - variances) - g * distance);
    }
  });
}

/// Adds the gradients through z = mu + e^(log_var / 2) · epsilon to d_mu and d_log_var.
template <typename Scalar>
void Hvae<Scalar>::sample_backward(std::size_t layer, const Matrix<Scalar>& epsilon, Workspace& w) const {
  const Index rows = w.z[layer].rows(), row = row_of(layer);
  for_each_column(epsilon.cols(), rows, [&, rows, row](Index n) {
    for (Index d = 0; d < rows; ++d) {
      const Scalar d_z = w.d_z[layer](d, n);
      const Scalar half_sigma = Scalar(0.5) * portable::exp(w.log_var[layer](d, n) * Scalar(0.5));
      w.d_mu[layer](d, n) += d_z;
      w.d_log_var[layer](d, n) += d_z * epsilon(row + d, n) * half_sigma;
    }
  });
}

/// From d_mu and d_log_var of the product of the Gaussians of ladder.i and prior.i to those of its factors: replaces
/// them by those of the first, and adds those of the second to the prior's.
template <typename Scalar>
void Hvae<Scalar>::combine_backward(std::size_t layer, Workspace& w) const {
  const ConditionalGaussianWorkspace<Scalar>& q = w.encoders[layer];
  ConditionalGaussianWorkspace<Scalar>& p = w.priors[layer];
  const Index rows = q.mu.rows(), columns = p.mu.cols(), k = columns / q.mu.cols();
  for_each_column(columns, rows, [&, rows, k](Index n) {
    for (Index d = 0; d < rows; ++d) {
      const Scalar of_x = portable::exp(-q.log_var(d, n / k));
      const Scalar share = of_x / (of_x + portable::exp(-p.log_var(d, n))), rest = Scalar(1) - share;
      const Scalar d_mu = w.d_mu[layer](d, n), d_log_var = w.d_log_var[layer](d, n);
      // ∂ share / ∂ log_var of the first is −share · rest.
      const Scalar d_share = d_mu * (q.mu(d, n / k) - p.mu(d, n)) * share * rest;
      w.d_mu[layer](d, n) = d_mu * share;
      w.d_log_var[layer](d, n) = d_log_var * share - d_share;
      p.d_mu(d, n) += d_mu * rest;
      p.d_log_var(d, n) += d_log_var * rest + d_share;
    }
  });
}

template <typename Scalar>
void Hvae<Scalar>::encoders_backward(const Matrix<Scalar>& epsilon, Workspace& w) {
  for (std::size_t i = layers(); i-- > 0;) {
    const bool has_layer_above = i + 1 < layers();
    if (!top_down() || !has_layer_above) sample_backward(i, epsilon, w);
    sum_over_samples(i, w);
    if (top_down()) {
      encoders_[i].backward(*w.encoder_inputs[i], w.encoders[i], has_layer_above ? &w.d_above[i] : nullptr,
                            i > 0 ? &w.d_above[i - 1] : nullptr);
    } else {
      encoders_[i].backward(*w.encoder_inputs[i], w.encoders[i], nullptr, i > 0 ? &w.d_input : nullptr);
      if (i > 0) w.d_z[i - 1] += w.d_input;
    }
  }
}

/// d_mu and d_log_var of encoder.i from those of the draws: each of its columns is that of k draws in a row.
template <typename Scalar>
void Hvae<Scalar>::sum_over_samples(std::size_t layer, Workspace& w) const {
  ConditionalGaussianWorkspace<Scalar>& q = w.encoders[layer];
  const Index rows = q.mu.rows(), columns = q.mu.cols(), k = w.d_mu[layer].cols() / columns;
  q.d_mu.resize(rows, columns);
  q.d_log_var.resize(rows, columns);
  for_each_column(columns, rows, [&, rows, k](Index b) {
    for (Index d = 0; d < rows; ++d) {
      Scalar d_mu(0), d_log_var(0);
      for (Index n = b * k; n < (b + 1) * k; ++n) {
        d_mu += w.d_mu[layer](d, n);
        d_log_var += w.d_log_var[layer](d, n);
      }
      q.d_mu(d, b) = d_mu;
      q.d_log_var(d, b) = d_log_var;
    }
  });
}

#define LATENTPAD_INSTANTIATE(Scalar)                                                                                 \
  template void Hvae<Scalar>::backward(const Matrix<Scalar>&, const Matrix<Scalar>&, double, HvaeWorkspace<Scalar>&); \
  template void Hvae<Scalar>::importance_weighted_backward(const Matrix<Scalar>&, const Matrix<Scalar>&,              \
                                                           HvaeWorkspace<Scalar>&);
LATENTPAD_INSTANTIATE(float)
LATENTPAD_INSTANTIATE(double)
#undef LATENTPAD_INSTANTIATE

}  // namespace latentpad
