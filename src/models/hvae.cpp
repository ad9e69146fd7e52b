#include "models/hvae.h"

#include <utility>

#include "base/error.h"
#include "math/thread_team.h"
#include "math/vec_math.h"
#include "models/encoder_decoder.h"
#include "models/importance_weights.h"
#include "models/posterior.h"

namespace latentpad {
namespace {

/// e^x, computed in Scalar.
template <typename Scalar>
double exp_of(Scalar x) {
  return static_cast<double>(portable::exp(x));
}

std::vector<LayerSpec> reversed(const std::vector<LayerSpec>& layers) { return {layers.rbegin(), layers.rend()}; }

/// p(x | z_0): the networks of a VAE whose code is the lowest layer.
template <typename Scalar>
Sequential<Scalar> make_lowest_decoder(const ModelConfig& config, Index outputs_per_pixel) {
  ModelConfig lowest = config;
  lowest.hidden = config.lower_layers.front().hidden;
  lowest.latent_dim = config.lower_layers.front().latent_dim;
  return make_decoder<Scalar>(lowest, outputs_per_pixel);
}

}  // namespace

template <typename Scalar>
Hvae<Scalar>::Hvae(const ModelConfig& config)
    : VariationalModel<Scalar>(config),
      decoder_(make_lowest_decoder<Scalar>(config, likelihood_->outputs_per_pixel())) {
  const std::vector<StochasticLayer> layers = stochastic_layers(config);
  const std::string name = top_down() ? "ladder." : "encoder.";
  encoders_.reserve(layers.size());
  priors_.reserve(layers.size() - 1);
  Index inputs = example_dim(config), row = 0;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    encoders_.emplace_back(name + std::to_string(i), inputs, layers[i].hidden, config.activation, layers[i].latent_dim,
                           i == 0 ? InputKind::sparse : InputKind::dense);
    inputs = top_down() ? encoders_[i].hidden_size() : layers[i].latent_dim;
    rows_.push_back(row);
    row += layers[i].latent_dim;
    if (i + 1 == layers.size()) break;
    priors_.emplace_back("prior." + std::to_string(i), layers[i + 1].latent_dim, reversed(layers[i + 1].hidden),
                         config.activation, layers[i].latent_dim, InputKind::dense);
  }
  for (std::size_t i = priors_.size(); i-- > 0;) {
    for (const auto& layer : priors_[i].hidden().layers()) mean_path_.push_back(layer.get());
    mean_path_.push_back(&priors_[i].mu());
  }
  for (const auto& layer : decoder_.layers()) mean_path_.push_back(layer.get());
}

template <typename Scalar>
ParameterList<Scalar> Hvae<Scalar>::parameters() {
  ParameterList<Scalar> list;
  for (ConditionalGaussian<Scalar>& encoder : encoders_) encoder.append_to(list);
  for (std::size_t i = priors_.size(); i-- > 0;) priors_[i].append_to(list);
  decoder_.append_to(list);
  return list;
}

template <typename Scalar>
void Hvae<Scalar>::initialize(std::uint64_t seed) {
  std::uint64_t index = 0;
  for (ConditionalGaussian<Scalar>& encoder : encoders_) index = encoder.initialize(seed, index);
  for (std::size_t i = priors_.size(); i-- > 0;) index = priors_[i].initialize(seed, index);
  decoder_.initialize(seed, index);
}

template <typename Scalar>
void Hvae<Scalar>::set_output_bias(const Vector<double>& mean_pixels) {
  set_bias_of_mean(config_, *likelihood_, mean_pixels, *decoder_.layers().back());
}

template <typename Scalar>
void Hvae<Scalar>::encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const {
  expect_rows("encode", x, example_dim(config_));
  Workspace w;
  encode_examples(x, w);
  code_of_examples(w, mu, log_var);
}

template <typename Scalar>
void Hvae<Scalar>::code_of_examples(const Workspace& w, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const {
  const std::size_t encoded = encoders_of_examples();
  mu = w.encoders[encoded - 1].mu;
  log_var = w.encoders[encoded - 1].log_var;
  for (std::size_t i = encoded; i < layers(); ++i) {
    ConditionalGaussianWorkspace<Scalar> above;
    encoders_[i].forward(mu, above);
    mu = std::move(above.mu);
    log_var = std::move(above.log_var);
  }
}

template <typename Scalar>
const Matrix<Scalar>& Hvae<Scalar>::decode_in(const Matrix<Scalar>& z, SequentialWorkspace<Scalar>& workspace) const {
  expect_rows("decode", z, config_.latent_dim);
  workspace.outputs.resize(mean_path_.size());
  const Matrix<Scalar>* input = &z;
  for (std::size_t i = 0; i < mean_path_.size(); ++i) {
    mean_path_[i]->forward(*input, workspace.outputs[i]);
    input = &workspace.outputs[i];
  }
  return *input;
}

template <typename Scalar>
void Hvae<Scalar>::generate(const Matrix<Scalar>& epsilon, Matrix<Scalar>& outputs) const {
  expect_rows("generate", epsilon, noise_dim(config_));
  Matrix<Scalar> z = epsilon.bottomRows(config_.latent_dim);
  for (std::size_t i = priors_.size(); i-- > 0;) {
    ConditionalGaussianWorkspace<Scalar> w;
    priors_[i].forward(z, w);
    const Matrix<Scalar> noise = epsilon.middleRows(row_of(i), w.mu.rows());
    reparameterize(w.mu, w.log_var, noise, z);
  }
  SequentialWorkspace<Scalar> workspace;
  outputs = decoder_.forward(z, workspace);
}

template <typename Scalar>
std::vector<Matrix<Scalar>> Hvae<Scalar>::encoder_activations(const Matrix<Scalar>& x) const {
  std::vector<Matrix<Scalar>> activations;
  Matrix<Scalar> input = x;
  for (const ConditionalGaussian<Scalar>& encoder : encoders_) {
    ConditionalGaussianWorkspace<Scalar> w;
    const Matrix<Scalar>& h = encoder.forward(input, w);
    const Matrix<Scalar> next = top_down() ? h : w.mu;
    for (Matrix<Scalar>& output : w.hidden.outputs) activations.push_back(std::move(output));
    input = next;
  }
  return activations;
}

template <typename Scalar>
std::vector<Matrix<Scalar>> Hvae<Scalar>::decoder_activations(const Matrix<Scalar>& z) const {
  SequentialWorkspace<Scalar> workspace;
  decode_in(z, workspace);
  std::vector<Matrix<Scalar>> activations;
  for (std::size_t i = 0; i < mean_path_.size(); ++i) {
    if (mean_path_[i]->activation()) activations.push_back(std::move(workspace.outputs[i]));
  }
  return activations;
}

template <typename Scalar>
void Hvae<Scalar>::trace(const Matrix<Scalar>&, const Matrix<Scalar>&, double, LatentPass<Scalar>&) {
  expect_trait(*this, "trace", &ModelTraits::closed_form);
}

template <typename Scalar>
void Hvae<Scalar>::encode_examples(const Matrix<Scalar>& x, Workspace& w) const {
  w.encoders.resize(layers());
  w.encoder_inputs.resize(layers());
  const Matrix<Scalar>* input = &x;
  for (std::size_t i = 0; i < encoders_of_examples(); ++i) {
    w.encoder_inputs[i] = input;
    input = &encoders_[i].forward(*input, w.encoders[i]);
  }
}

template <typename Scalar>
const Matrix<Scalar>& Hvae<Scalar>::draw(const Matrix<Scalar>& epsilon, Workspace& w) const {
  expect_rows("draw", epsilon, noise_dim(config_));
  w.priors.resize(priors_.size());
  for (std::vector<Matrix<Scalar>>* list : {&w.mu, &w.log_var, &w.z}) list->resize(layers());
  if (top_down()) {
    sample(layers() - 1, epsilon, w);
    for (std::size_t i = priors_.size(); i-- > 0;) {
      priors_[i].forward(w.z[i + 1], w.priors[i]);
      combine(i, epsilon, w);
    }
  } else {
    sample(0, epsilon, w);
    for (std::size_t i = 1; i < layers(); ++i) {
      w.encoder_inputs[i] = &w.z[i - 1];
      encoders_[i].forward(w.z[i - 1], w.encoders[i]);
      sample(i, epsilon, w);
      priors_[i - 1].forward(w.z[i], w.priors[i - 1]);
    }
  }
  return decoder_.forward(w.z[0], w.decoder);
}

template <typename Scalar>
void Hvae<Scalar>::sample(std::size_t layer, const Matrix<Scalar>& epsilon, Workspace& w) const {
  const ConditionalGaussianWorkspace<Scalar>& q = w.encoders[layer];
  const Index rows = q.mu.rows(), columns = epsilon.cols(), k = columns / q.mu.cols(), row = row_of(layer);
  for (std::vector<Matrix<Scalar>>* list : {&w.mu, &w.log_var, &w.z}) (*list)[layer].resize(rows, columns);
  for_each_column(columns, rows, [&, rows, k, row](Index n) {
    for (Index d = 0; d < rows; ++d) {
      const Scalar mu = q.mu(d, n / k), log_var = q.log_var(d, n / k);
      w.mu[layer](d, n) = mu;
      w.log_var[layer](d, n) = log_var;
      w.z[layer](d, n) = mu + portable::exp(log_var * Scalar(0.5)) * epsilon(row + d, n);
    }
  });
}

template <typename Scalar>
void Hvae<Scalar>::combine(std::size_t layer, const Matrix<Scalar>& epsilon, Workspace& w) const {
  const ConditionalGaussianWorkspace<Scalar>&q = w.encoders[layer], &p = w.priors[layer];
  const Index rows = q.mu.rows(), columns = epsilon.cols(), k = columns / q.mu.cols(), row = row_of(layer);
  for (std::vector<Matrix<Scalar>>* list : {&w.mu, &w.log_var, &w.z}) (*list)[layer].resize(rows, columns);
  for_each_column(columns, rows, [&, rows, k, row](Index n) {
    for (Index d = 0; d < rows; ++d) {
      // The precisions, at most e^30 each, add.
      const Scalar of_x = portable::exp(-q.log_var(d, n / k)), precision = of_x + portable::exp(-p.log_var(d, n));
      const Scalar share = of_x / precision, log_var = -portable::log(precision);
      const Scalar mu = p.mu(d, n) + share * (q.mu(d, n / k) - p.mu(d, n));
      w.mu[layer](d, n) = mu;
      w.log_var[layer](d, n) = log_var;
      w.z[layer](d, n) = mu + portable::exp(log_var * Scalar(0.5)) * epsilon(row + d, n);
    }
  });
}

template <typename Scalar>
void Hvae<Scalar>::divergences(Workspace& w) const {
  const Index columns = w.z[0].cols();
  w.kl.resize(noise_dim(config_), columns);
  for (std::size_t i = 0; i < layers(); ++i) {
    const bool closed = is_closed(i), has_prior = i < priors_.size();
    const Index rows = w.z[i].rows(), row = row_of(i);
    for_each_column(columns, rows, [&, i, closed, has_prior, rows, row](Index n) {
      for (Index d = 0; d < rows; ++d) {
        const Scalar prior_log_var = has_prior ? w.priors[i].log_var(d, n) : Scalar(0);
        const double prior_mu = has_prior ? static_cast<double>(w.priors[i].mu(d, n)) : 0.0;
        const double distance = static_cast<double>(closed ? w.mu[i](d, n) : w.z[i](d, n)) - prior_mu;
        const double variance = closed ? exp_of(w.log_var[i](d, n)) : 0.0;
        w.kl(row + d, n) = 0.5 * (static_cast<double>(prior_log_var) - static_cast<double>(w.log_var[i](d, n)) +
                                  (distance * distance + variance) * exp_of(-prior_log_var) - 1.0);
      }
    });
  }
}

template <typename Scalar>
void Hvae<Scalar>::log_weights(const Matrix<Scalar>& epsilon, Workspace& w, Vector<double>& log_weights) const {
  log_weights.resize(epsilon.cols());
  for_each_column(epsilon.cols(), epsilon.rows(), [&](Index n) {
    // Σ log p(z_i | z_{i+1}) − log q(z_i | …), of which the normalizing constants cancel, and log p(x | z_0).
    double sum = -w.reconstruction_losses[n];
    for (std::size_t i = 0; i < layers(); ++i) {
      const bool has_prior = i < priors_.size();
      for (Index d = 0; d < w.z[i].rows(); ++d) {
        const Scalar prior_log_var = has_prior ? w.priors[i].log_var(d, n) : Scalar(0);
        const double prior_mu = has_prior ? static_cast<double>(w.priors[i].mu(d, n)) : 0.0;
        const double distance = static_cast<double>(w.z[i](d, n)) - prior_mu;
        const auto e = static_cast<double>(epsilon(row_of(i) + d, n));
        sum += 0.5 * (e * e + static_cast<double>(w.log_var[i](d, n)) - static_cast<double>(prior_log_var) -
                      distance * distance * exp_of(-prior_log_var));
      }
    }
    log_weights[n] = sum;
  });
}

template <typename Scalar>
LossTerms Hvae<Scalar>::negative_elbo(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, Workspace& w) const {
  encode_examples(x, w);
  likelihood_->loss_and_gradient(draw(epsilon, w), x, Scalar(1) / static_cast<Scalar>(x.cols()),
                                 w.reconstruction_losses, w.d_outputs);
  divergences(w);
  const auto batch = static_cast<double>(x.cols());
  return {ordered_sum(w.reconstruction_losses) / batch, ordered_sum(w.kl) / batch};
}

template <typename Scalar>
double Hvae<Scalar>::importance_weighted_loss(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, Workspace& w,
                                              LossTerms& terms) const {
  const Index k = samples_each(x, epsilon);
  encode_examples(x, w);
  likelihood_->repeated_loss(draw(epsilon, w), x, w.reconstruction_losses);
  log_weights(epsilon, w, w.sample_weights);
  const double total = normalize_weights(k, w.sample_weights);
  divergences(w);
  const auto draws = static_cast<double>(epsilon.cols());
  terms.reconstruction = ordered_sum(w.reconstruction_losses) / draws;
  terms.kl = ordered_sum(w.kl) / draws;
  return -total / static_cast<double>(x.cols());
}

template <typename Scalar>
LossTerms Hvae<Scalar>::loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective,
                                          const BatchNoise& noise) {
  expect_reparameterized(objective, config_.model);
  const bool iwae = objective.kind == ObjectiveKind::iwae;
  draw_epsilon(noise, noise_dim(config_), x.cols(), iwae ? objective.importance_samples : 1, epsilon_);
  LossTerms terms;
  if (iwae) {
    importance_weighted_loss(x, epsilon_, workspace_, terms);
    importance_weighted_backward(x, epsilon_, workspace_);
  } else {
    terms = negative_elbo(x, epsilon_, workspace_);
    backward(x, epsilon_, objective.beta, workspace_);
  }
  return terms;
}

template class Hvae<float>;
template class Hvae<double>;

}  // namespace latentpad
