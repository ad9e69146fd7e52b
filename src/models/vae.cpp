#include "models/vae.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "math/noise.h"
#include "math/vec_math.h"
#include "models/bernoulli.h"
#include "models/gaussian.h"

namespace latentpad {
namespace {

std::vector<Index> encoder_sizes(const ModelConfig& config) {
  std::vector<Index> sizes = {config.input_dim};
  sizes.insert(sizes.end(), config.hidden.begin(), config.hidden.end());
  return sizes;
}

std::vector<Index> decoder_sizes(const ModelConfig& config) {
  std::vector<Index> sizes = {config.latent_dim};
  sizes.insert(sizes.end(), config.hidden.rbegin(), config.hidden.rend());
  sizes.push_back(config.input_dim);
  return sizes;
}

/// Without a hidden layer the heads themselves read the image.
InputKind head_input(const ModelConfig& config) { return config.hidden.empty() ? InputKind::sparse : InputKind::dense; }

}  // namespace

template <typename Scalar>
Vae<Scalar>::Vae(const ModelConfig& config)
    : config_(config),
      encoder_("encoder", encoder_sizes(config), config.activation, Mlp<Scalar>::Output::activated, InputKind::sparse),
      mu_("mu", encoder_sizes(config).back(), config.latent_dim, head_input(config)),
      log_var_("log_var", encoder_sizes(config).back(), config.latent_dim, head_input(config)),
      decoder_("decoder", decoder_sizes(config), config.activation, Mlp<Scalar>::Output::linear, InputKind::dense) {}

template <typename Scalar>
ParameterList<Scalar> Vae<Scalar>::parameters() {
  ParameterList<Scalar> list;
  const auto add = [&list](Linear<Scalar>& layer) {
    list.push_back(&layer.weight);
    list.push_back(&layer.bias);
  };
  for (Linear<Scalar>& layer : encoder_.layers()) add(layer);
  add(mu_);
  add(log_var_);
  for (Linear<Scalar>& layer : decoder_.layers()) add(layer);
  return list;
}

template <typename Scalar>
void Vae<Scalar>::initialize(std::uint64_t seed) {
  std::uint64_t index = 0;
  for (Linear<Scalar>& layer : encoder_.layers()) layer.initialize(seed, index++);
  mu_.initialize(seed, index++);
  log_var_.initialize(seed, index++);
  for (Linear<Scalar>& layer : decoder_.layers()) layer.initialize(seed, index++);
}

template <typename Scalar>
void Vae<Scalar>::set_output_bias(const Vector<double>& mean_pixels) {
  if (mean_pixels.size() != config_.input_dim) {
    throw std::invalid_argument("set_output_bias: expected " + std::to_string(config_.input_dim) +
                                " mean pixels, got " + std::to_string(mean_pixels.size()));
  }
  auto& bias = decoder_.layers().back().bias.value;
  for (Index i = 0; i < mean_pixels.size(); ++i) {
    // Never an infinite logit: a pixel that is always paper in training may hold ink later.
    const double mean = std::clamp(mean_pixels[i], 1e-3, 1.0 - 1e-3);
    bias(i, 0) = static_cast<Scalar>(portable::log(static_cast<float>(mean / (1.0 - mean))));
  }
}

template <typename Scalar>
const Matrix<Scalar>& Vae<Scalar>::encode_into(const Matrix<Scalar>& x, MlpWorkspace<Scalar>& hidden,
                                               Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const {
  const Matrix<Scalar>& h = encoder_.forward(x, hidden);
  mu_.forward(h, mu);
  log_var_.forward(h, log_var);
  clamp_log_var(log_var);
  return h;
}

template <typename Scalar>
void Vae<Scalar>::encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const {
  MlpWorkspace<Scalar> hidden;
  encode_into(x, hidden, mu, log_var);
}

template <typename Scalar>
void Vae<Scalar>::decode(const Matrix<Scalar>& z, Matrix<Scalar>& logits) const {
  MlpWorkspace<Scalar> hidden;
  logits = decoder_.forward(z, hidden);
}

template <typename Scalar>
LossTerms Vae<Scalar>::negative_elbo(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon,
                                     VaeWorkspace<Scalar>& workspace) const {
  encode_into(x, workspace.encoder, workspace.mu, workspace.log_var);
  reparameterize(workspace.mu, workspace.log_var, epsilon, workspace.z);
  const Matrix<Scalar>& logits = decoder_.forward(workspace.z, workspace.decoder);
  const auto batch = static_cast<double>(x.cols());
  return {ordered_sum(reconstruction_loss(logits, x)) / batch,
          ordered_sum(kl_divergence(workspace.mu, workspace.log_var)) / batch};
}

template <typename Scalar>
void Vae<Scalar>::backward(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, double beta,
                           VaeWorkspace<Scalar>& workspace) {
  const Scalar scale = Scalar(1) / static_cast<Scalar>(x.cols());
  VaeWorkspace<Scalar>& w = workspace;
  reconstruction_loss_backward(w.decoder.outputs.back(), x, scale, w.d_logits);
  decoder_.backward(w.z, w.d_logits, w.decoder, &w.d_z);
  gaussian_backward(w.mu, w.log_var, epsilon, w.d_z, static_cast<Scalar>(beta) * scale, w.d_mu, w.d_log_var);
  if (encoder_.layers().empty()) {
    mu_.backward(x, w.d_mu, nullptr);
    log_var_.backward(x, w.d_log_var, nullptr);
    return;
  }
  const Matrix<Scalar>& hidden = w.encoder.outputs.back();
  mu_.backward(hidden, w.d_mu, &w.d_hidden);
  log_var_.backward(hidden, w.d_log_var, &w.d_hidden_log_var);
  w.d_hidden += w.d_hidden_log_var;
  encoder_.backward(x, w.d_hidden, w.encoder, nullptr);
}

template <typename Scalar>
LossTerms Vae<Scalar>::loss_and_gradient(const Matrix<Scalar>& x, double beta, std::uint64_t seed, std::uint64_t step) {
  epsilon_.resize(config_.latent_dim, x.cols());
  NoiseStream(seed, NoisePurpose::epsilon, step)
      .standard_normal(0, static_cast<std::uint64_t>(epsilon_.size()), epsilon_.data());
  const LossTerms terms = negative_elbo(x, epsilon_, workspace_);
  backward(x, epsilon_, beta, workspace_);
  return terms;
}

template class Vae<float>;
template class Vae<double>;

}  // namespace latentpad
