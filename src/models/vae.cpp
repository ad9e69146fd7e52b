#include "models/vae.h"

#include <utility>

#include "models/encoder_decoder.h"
#include "models/posterior.h"

namespace latentpad {
template <typename Scalar>
Vae<Scalar>::Vae(const ModelConfig& config)
    : VariationalModel<Scalar>(config),
      encoder_(make_encoder<Scalar>(config)),
      mu_("mu", encoder_.output_shape().size(), config.latent_dim, head_input(config)),
      log_var_("log_var", encoder_.output_shape().size(), config.latent_dim, head_input(config)),
      decoder_(make_decoder<Scalar>(config, likelihood_->outputs_per_pixel())),
      prior_(make_prior<Scalar>(config.prior, config.input_dim, config.latent_dim)) {}

template <typename Scalar>
ParameterList<Scalar> Vae<Scalar>::parameters() {
  ParameterList<Scalar> list;
  encoder_.append_to(list);
  mu_.append_to(list);
  log_var_.append_to(list);
  decoder_.append_to(list);
  if (prior_) prior_->append_to(list);
  return list;
}

template <typename Scalar>
void Vae<Scalar>::initialize(std::uint64_t seed) {
  std::uint64_t index = encoder_.initialize(seed, 0);
  mu_.initialize(seed, index++);
  log_var_.initialize(seed, index++);
  index = decoder_.initialize(seed, index);
  if (prior_) prior_->initialize(seed, index);
}

template <typename Scalar>
void Vae<Scalar>::set_output_bias(const Vector<double>& mean_pixels) {
  set_bias_of_mean(config_, *likelihood_, mean_pixels, *decoder_.layers().back());
  if (prior_) prior_->set_mean_image(mean_pixels);
}

template <typename Scalar>
const Matrix<Scalar>& Vae<Scalar>::encode_into(const Matrix<Scalar>& x, SequentialWorkspace<Scalar>& hidden,
                                               Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const {
  const Matrix<Scalar>& h = encoder_.forward(x, hidden);
  mu_.forward(h, mu);
  log_var_.forward(h, log_var);
  clamp_log_var(log_var);
  return h;
}

template <typename Scalar>
void Vae<Scalar>::encode_batch(const Matrix<Scalar>& x, VaeWorkspace<Scalar>& w) const {
  const Index batch = x.cols(), pseudo_inputs = prior_ ? prior_->pseudo_inputs() : 0;
  if (pseudo_inputs == 0) {
    encode_into(x, w.encoder, w.mu, w.log_var);
  } else {
    w.encoder_x.resize(x.rows(), batch + pseudo_inputs);
    w.encoder_x.leftCols(batch) = x;
    prior_->write_pseudo_inputs(w.encoder_x);
    encode_into(w.encoder_x, w.encoder, w.encoder_mu, w.encoder_log_var);
    w.mu = w.encoder_mu.leftCols(batch);
    w.log_var = w.encoder_log_var.leftCols(batch);
  }
  if (prior_) prior_->components(w.encoder_mu, w.encoder_log_var, w.prior);
}

template <typename Scalar>
Matrix<Scalar> Vae<Scalar>::pseudo_inputs() const {
  Matrix<Scalar> x(config_.input_dim, prior_ ? prior_->pseudo_inputs() : 0);
  if (prior_) prior_->write_pseudo_inputs(x);
  return x;
}

template <typename Scalar>
PriorDensity Vae<Scalar>::prior() const {
  if (!prior_) return PriorDensity(config_.latent_dim);
  Matrix<Scalar> mu, log_var;
  if (prior_->pseudo_inputs() > 0) encode(pseudo_inputs(), mu, log_var);
  DiagonalMixture mixture;
  prior_->components(mu, log_var, mixture);
  return PriorDensity(std::move(mixture));
}

template <typename Scalar>
void Vae<Scalar>::encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const {
  expect_rows("encode", x, example_dim(config_));
  SequentialWorkspace<Scalar> hidden;
  encode_into(x, hidden, mu, log_var);
}

template <typename Scalar>
const Matrix<Scalar>& Vae<Scalar>::decode_in(const Matrix<Scalar>& z, SequentialWorkspace<Scalar>& workspace) const {
  expect_rows("decode", z, config_.latent_dim + label_dim(config_));
  return decoder_.forward(z, workspace);
}

template <typename Scalar>
const Matrix<Scalar>& Vae<Scalar>::decoder_input(const Matrix<Scalar>& x, VaeWorkspace<Scalar>& w) const {
  if (!conditional()) return w.z;
  const Index labels = label_dim(config_), codes = w.z.cols() / x.cols();
  w.pixels = x.topRows(config_.input_dim);
  w.labelled_z.resize(config_.latent_dim + labels, w.z.cols());
  w.labelled_z.topRows(config_.latent_dim) = w.z;
  for (Index n = 0; n < w.z.cols(); ++n) w.labelled_z.col(n).tail(labels) = x.col(n / codes).tail(labels);
  return w.labelled_z;
}

template <typename Scalar>
std::vector<Matrix<Scalar>> Vae<Scalar>::encoder_activations(const Matrix<Scalar>& x) const {
  return encoder_.activations(x);
}

template <typename Scalar>
std::vector<Matrix<Scalar>> Vae<Scalar>::decoder_activations(const Matrix<Scalar>& z) const {
  return decoder_.activations(z);
}

template <typename Scalar>
LossTerms Vae<Scalar>::negative_elbo(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon,
                                     VaeWorkspace<Scalar>& workspace) const {
  encode_batch(x, workspace);
  reparameterize(workspace.mu, workspace.log_var, epsilon, workspace.z);
  const Matrix<Scalar>& outputs = decoder_.forward(decoder_input(x, workspace), workspace.decoder);
  const Matrix<Scalar>& pixels = conditional() ? workspace.pixels : x;
  likelihood_->loss_and_gradient(outputs, pixels, Scalar(1) / static_cast<Scalar>(x.cols()),
                                 workspace.reconstruction_losses, workspace.d_outputs);
  if (prior_) {
    workspace.prior.log_densities(workspace.z, workspace.log_prior, workspace.prior_shares);
    sampled_kl(workspace.log_var, epsilon, workspace.log_prior, workspace.kl);
  } else {
    kl_divergence(workspace.mu, workspace.log_var, workspace.kl);
  }
  const auto batch = static_cast<double>(x.cols());
  return {ordered_sum(workspace.reconstruction_losses) / batch, ordered_sum(workspace.kl) / batch};
}

template <typename Scalar>
void Vae<Scalar>::backward(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, double beta,
                           VaeWorkspace<Scalar>& workspace, EstimatorKind estimator) {
  const Scalar scale = Scalar(1) / static_cast<Scalar>(x.cols());
  VaeWorkspace<Scalar>& w = workspace;
  decoder_backward(w);
  const Scalar kl_weight = static_cast<Scalar>(beta) * scale;
  if (prior_) w.prior_weights.setConstant(x.cols(), static_cast<double>(kl_weight));
  const Matrix<Scalar>& score = prior_backward(w);
  if (estimator != EstimatorKind::reparameterized) {
    path_backward(score, w.log_var, epsilon, w.d_z, kl_weight, w.d_mu, w.d_log_var);
  } else if (prior_) {
    sampled_backward(score, w.log_var, epsilon, w.d_z, kl_weight, w.d_mu, w.d_log_var);
  } else {
    gaussian_backward(w.mu, w.log_var, epsilon, w.d_z, kl_weight, w.d_mu, w.d_log_var);
  }
  encoder_backward(x, w);
}

template <typename Scalar>
void Vae<Scalar>::decoder_backward(VaeWorkspace<Scalar>& w) {
  if (!conditional()) return decoder_.backward(w.z, w.d_outputs, w.decoder, &w.d_z);
  decoder_.backward(w.labelled_z, w.d_outputs, w.decoder, &w.d_labelled_z);
  w.d_z = w.d_labelled_z.topRows(config_.latent_dim);
}

template <typename Scalar>
const Matrix<Scalar>& Vae<Scalar>::prior_backward(VaeWorkspace<Scalar>& w) const {
  if (!prior_) return w.z;
  w.prior.scores(w.z, w.prior_shares, w.prior_score);
  w.prior.backward(w.z, w.prior_shares, w.prior_weights, w.d_prior);
  return w.prior_score;
}

template <typename Scalar>
void Vae<Scalar>::encoder_backward(const Matrix<Scalar>& x, VaeWorkspace<Scalar>& w) {
  const bool has_pseudo_inputs = prior_ && prior_->pseudo_inputs() > 0;
  if (has_pseudo_inputs) {
    w.d_encoder_mu.resize(w.encoder_mu.rows(), w.encoder_mu.cols());
    w.d_encoder_log_var.resize(w.encoder_mu.rows(), w.encoder_mu.cols());
    w.d_encoder_mu.leftCols(x.cols()) = w.d_mu;
    w.d_encoder_log_var.leftCols(x.cols()) = w.d_log_var;
  }
  if (prior_) prior_->backward(w.d_prior, w.encoder_log_var, w.d_encoder_mu, w.d_encoder_log_var);
  const Matrix<Scalar>& input = has_pseudo_inputs ? w.encoder_x : x;
  const Matrix<Scalar>& d_mu = has_pseudo_inputs ? w.d_encoder_mu : w.d_mu;
  const Matrix<Scalar>& d_log_var = has_pseudo_inputs ? w.d_encoder_log_var : w.d_log_var;
  Matrix<Scalar>* d_input = has_pseudo_inputs ? &w.d_encoder_x : nullptr;
  if (encoder_.layers().empty()) {
    mu_.backward(input, d_mu, d_input);
    log_var_.backward(input, d_log_var, has_pseudo_inputs ? &w.d_second_x : nullptr);
    if (has_pseudo_inputs) w.d_encoder_x += w.d_second_x;
  } else {
    const Matrix<Scalar>& hidden = w.encoder.outputs.back();
    mu_.backward(hidden, d_mu, &w.d_hidden);
    log_var_.backward(hidden, d_log_var, &w.d_hidden_log_var);
    w.d_hidden += w.d_hidden_log_var;
    encoder_.backward(input, w.d_hidden, w.encoder, d_input);
  }
  if (has_pseudo_inputs) prior_->input_backward(w.d_encoder_x);
}

template <typename Scalar>
void Vae<Scalar>::trace(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, double beta, LatentPass<Scalar>& pass) {
  pass.reconstruction = negative_elbo(x, epsilon, workspace_).reconstruction;
  backward(x, epsilon, beta, workspace_);
  const VaeWorkspace<Scalar>& w = workspace_;
  pass.mu = w.mu;
  pass.log_var = w.log_var;
  pass.z = w.z;
  pass.outputs = w.decoder.outputs.back();
  pass.kl = w.kl;
  pass.d_z = w.d_z;
  pass.d_mu = w.d_mu;
  pass.d_log_var = w.d_log_var;
}

template <typename Scalar>
LossTerms Vae<Scalar>::loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective, const BatchNoise& noise) {
  expect_estimator_of(objective.kind, objective.estimator);
  const bool iwae = objective.kind == ObjectiveKind::iwae;
  draw_epsilon(noise, config_.latent_dim, x.cols(), iwae ? objective.importance_samples : 1, epsilon_);
  LossTerms terms;
  if (iwae) {
    importance_weighted_loss(x, epsilon_, workspace_, terms);
    importance_weighted_backward(x, epsilon_, workspace_, objective.estimator);
  } else {
    terms = negative_elbo(x, epsilon_, workspace_);
    backward(x, epsilon_, objective.beta, workspace_, objective.estimator);
  }
  return terms;
}

template class Vae<float>;
template class Vae<double>;

}  // namespace latentpad
