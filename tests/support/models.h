// Helpers for models and likelihoods in tests.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "models/bernoulli.h"
#include "models/model.h"

namespace latentpad::test {

/// Creates a model with a code.
template <typename Scalar>
std::unique_ptr<LatentModel<Scalar>> make_latent_model(const ModelConfig& config) {
  std::unique_ptr<Model<Scalar>> model = make_model<Scalar>(config);
  LatentModel<Scalar>* latent = &latent_model(*model, "make_latent_model");
  model.release();
  return std::unique_ptr<LatentModel<Scalar>>(latent);
}

/// Casts a model to a model with a code.
template <typename Scalar>
const LatentModel<Scalar>& latent(const Model<Scalar>& model) {
  return latent_model(model, "test");
}

/// A hierarchical model with one stochastic layer of `lower` below the code.
inline ModelConfig hierarchical(Index pixels, StochasticLayer lower, std::vector<LayerSpec> hidden, Index latent_dim,
                                InferenceKind inference = InferenceKind::bottom_up) {
  ModelConfig config{"hvae", pixels, std::move(hidden), latent_dim, Activation::relu};
  config.lower_layers = {std::move(lower)};
  config.inference = inference;
  return config;
}

inline ModelConfig with_prior(ModelConfig config, const char* prior, Index components) {
  config.prior = {prior, components};
  return config;
}

inline ModelConfig with_orderings(ModelConfig config, Index orderings) {
  config.orderings = orderings;
  return config;
}

/// Makes the posterior of a hierarchical model wider than the true one, so that importance weights have few outliers.
template <typename Scalar>
void widen_posterior(const ParameterList<Scalar>& parameters) {
  for (Parameter<Scalar>* p : parameters) {
    const bool of_posterior = p->name.starts_with("encoder.") || p->name.starts_with("ladder.");
    if (of_posterior && p->name.ends_with("log_var.bias")) p->value.setConstant(Scalar(1));
  }
}

inline bool has_code(const std::string& kind) { return kind_of(kind).traits.code; }

/// −log p(x) of each example, from logits.
template <typename Scalar>
Vector<double> bernoulli_loss(const Matrix<Scalar>& logits, const Matrix<Scalar>& x) {
  return Bernoulli<Scalar>().loss(logits, x);
}

/// σ(logits).
template <typename Scalar>
void bernoulli_mean(const Matrix<Scalar>& logits, Matrix<Scalar>& mean) {
  Bernoulli<Scalar>().mean(logits, mean);
}

}  // namespace latentpad::test
