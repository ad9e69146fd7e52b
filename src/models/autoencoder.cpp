#include "models/autoencoder.h"

#include "models/encoder_decoder.h"

namespace latentpad {

template <typename Scalar>
Autoencoder<Scalar>::Autoencoder(const ModelConfig& config)
    : LatentModel<Scalar>(config),
      encoder_(make_encoder<Scalar>(config)),
      code_("code", encoder_.output_shape().size(), config.latent_dim, head_input(config)),
      decoder_(make_decoder<Scalar>(config, likelihood_->outputs_per_pixel())) {}

template <typename Scalar>
ParameterList<Scalar> Autoencoder<Scalar>::parameters() {
  ParameterList<Scalar> list;
  encoder_.append_to(list);
  code_.append_to(list);
  decoder_.append_to(list);
  return list;
}

template <typename Scalar>
void Autoencoder<Scalar>::initialize(std::uint64_t seed) {
  std::uint64_t index = encoder_.initialize(seed, 0);
  code_.initialize(seed, index++);
  decoder_.initialize(seed, index);
}

template <typename Scalar>
void Autoencoder<Scalar>::set_output_bias(const Vector<double>& mean_pixels) {
  set_bias_of_mean(config_, *likelihood_, mean_pixels, *decoder_.layers().back());
}

template <typename Scalar>
void Autoencoder<Scalar>::encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const {
  SequentialWorkspace<Scalar> hidden;
  code_.forward(encoder_.forward(x, hidden), mu);
  log_var.resize(0, x.cols());
}

template <typename Scalar>
const Matrix<Scalar>& Autoencoder<Scalar>::decode_in(const Matrix<Scalar>& z,
                                                     SequentialWorkspace<Scalar>& workspace) const {
  return decoder_.forward(z, workspace);
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
  const Matrix<Scalar>& outputs = decoder_.forward(workspace.z, workspace.decoder);
  likelihood_->loss_and_gradient(outputs, x, Scalar(1) / static_cast<Scalar>(x.cols()), workspace.losses,
                                 workspace.d_outputs);
  return ordered_sum(workspace.losses) / static_cast<double>(x.cols());
}

template <typename Scalar>
void Autoencoder<Scalar>::backward(const Matrix<Scalar>& x, AutoencoderWorkspace<Scalar>& workspace) {
  AutoencoderWorkspace<Scalar>& w = workspace;
  decoder_.backward(w.z, w.d_outputs, w.decoder, &w.d_z);
  if (encoder_.layers().empty()) {
    code_.backward(x, w.d_z, nullptr);
    return;
  }
  code_.backward(w.encoder.outputs.back(), w.d_z, &w.d_hidden);
  encoder_.backward(x, w.d_hidden, w.encoder, nullptr);
}

template <typename Scalar>
void Autoencoder<Scalar>::trace(const Matrix<Scalar>& x, const Matrix<Scalar>&, double, LatentPass<Scalar>& pass) {
  pass.reconstruction = loss(x, workspace_);
  backward(x, workspace_);
  pass.mu = pass.z = workspace_.z;
  pass.outputs = workspace_.decoder.outputs.back();
  pass.d_mu = pass.d_z = workspace_.d_z;
  pass.log_var.resize(0, x.cols());
  pass.d_log_var.resize(0, x.cols());
  pass.kl.resize(0, x.cols());
}

template <typename Scalar>
LossTerms Autoencoder<Scalar>::loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective,
                                                 const BatchNoise&) {
  expect_elbo(objective, config_.model);
  const LossTerms terms{loss(x, workspace_), 0.0};
  backward(x, workspace_);
  return terms;
}

template class Autoencoder<float>;
template class Autoencoder<double>;

}  // namespace latentpad
