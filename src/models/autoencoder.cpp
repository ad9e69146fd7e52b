#include "models/autoencoder.h"

#include "models/bernoulli.h"
#include "models/encoder_decoder.h"

namespace latentpad {

template <typename Scalar>
Autoencoder<Scalar>::Autoencoder(const ModelConfig& config)
    : config_(config),
      encoder_("encoder", encoder_sizes(config), config.activation, Mlp<Scalar>::Output::activated, InputKind::sparse),
      code_("code", encoder_sizes(config).back(), config.latent_dim, head_input(config)),
      decoder_("decoder", decoder_sizes(config), config.activation, Mlp<Scalar>::Output::linear, InputKind::dense) {}

template <typename Scalar>
ParameterList<Scalar> Autoencoder<Scalar>::parameters() {
  ParameterList<Scalar> list;
  for (Linear<Scalar>& layer : encoder_.layers()) layer.append_to(list);
  code_.append_to(list);
  for (Linear<Scalar>& layer : decoder_.layers()) layer.append_to(list);
  return list;
}

template <typename Scalar>
void Autoencoder<Scalar>::initialize(std::uint64_t seed) {
  std::uint64_t index = 0;
  for (Linear<Scalar>& layer : encoder_.layers()) layer.initialize(seed, index++);
  code_.initialize(seed, index++);
  for (Linear<Scalar>& layer : decoder_.layers()) layer.initialize(seed, index++);
}

template <typename Scalar>
void Autoencoder<Scalar>::set_output_bias(const Vector<double>& mean_pixels) {
  set_bias_to_logit(mean_pixels, decoder_.layers().back().bias);
}

template <typename Scalar>
void Autoencoder<Scalar>::encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const {
  MlpWorkspace<Scalar> hidden;
  code_.forward(encoder_.forward(x, hidden), mu);
  log_var.resize(0, x.cols());
}

template <typename Scalar>
void Autoencoder<Scalar>::decode(const Matrix<Scalar>& z, Matrix<Scalar>& logits) const {
  MlpWorkspace<Scalar> hidden;
  logits = decoder_.forward(z, hidden);
}

template <typename Scalar>
std::vector<Matrix<Scalar>> Autoencoder<Scalar>::encoder_activations(const Matrix<Scalar>& x) const {
  return encoder_.activations(x);
}

template <typename Scalar>
std::vector<Matrix<Scalar>> Autoencoder<Scalar>::decoder_activations(const Matrix<Scalar>& z) const {
  return decoder_.activations(z);
}

template <typename Scalar>
double Autoencoder<Scalar>::loss(const Matrix<Scalar>& x, AutoencoderWorkspace<Scalar>& workspace) const {
  code_.forward(encoder_.forward(x, workspace.encoder), workspace.z);
  const Matrix<Scalar>& logits = decoder_.forward(workspace.z, workspace.decoder);
  reconstruction_loss_and_gradient(logits, x, Scalar(1) / static_cast<Scalar>(x.cols()), workspace.losses,
                                   workspace.d_logits);
  return ordered_sum(workspace.losses) / static_cast<double>(x.cols());
}

template <typename Scalar>
void Autoencoder<Scalar>::backward(const Matrix<Scalar>& x, AutoencoderWorkspace<Scalar>& workspace) {
  AutoencoderWorkspace<Scalar>& w = workspace;
  decoder_.backward(w.z, w.d_logits, w.decoder, &w.d_z);
  if (encoder_.layers().empty()) {
    code_.backward(x, w.d_z, nullptr);
    return;
  }
  code_.backward(w.encoder.outputs.back(), w.d_z, &w.d_hidden);
  encoder_.backward(x, w.d_hidden, w.encoder, nullptr);
}

template <typename Scalar>
LossTerms Autoencoder<Scalar>::loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective, std::uint64_t,
                                                 std::uint64_t) {
  expect_elbo(objective, config_.model);
  const LossTerms terms{loss(x, workspace_), 0.0};
  backward(x, workspace_);
  return terms;
}

template class Autoencoder<float>;
template class Autoencoder<double>;

}  // namespace latentpad
