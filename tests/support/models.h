// Helpers for models and likelihoods in tests.
#pragma once

#include <memory>

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
