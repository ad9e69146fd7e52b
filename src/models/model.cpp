#include "models/model.h"

#include <string>
#include <utility>

#include "base/error.h"
#include "math/noise.h"

namespace latentpad {
namespace {

ErrorCode lack_of(bool ModelTraits::* trait, const ModelTraits& traits) {
  if (trait == &ModelTraits::code) return ErrorCode::needs_code;
  const bool of_one_layer = trait == &ModelTraits::closed_form || trait == &ModelTraits::completes;
  if (of_one_layer && traits.hierarchical) return ErrorCode::needs_one_layer;
  if (trait == &ModelTraits::exact_likelihood) return ErrorCode::needs_exact_likelihood;
  return ErrorCode::needs_posterior;
}

}  // namespace

template <typename Scalar>
Model<Scalar>::Model(const ModelConfig& config)
    : config_(config), likelihood_(make_likelihood<Scalar>(config.likelihood)) {}

template <typename Scalar>
void LatentModel<Scalar>::decode(const Matrix<Scalar>& z, Matrix<Scalar>& outputs) const {
  SequentialWorkspace<Scalar> workspace;
  decode_in(z, workspace);
  outputs = std::move(workspace.outputs.back());
}

template <typename Scalar>
Vector<double> AutoregressiveModel<Scalar>::negative_log_likelihoods(const Matrix<Scalar>& x) const {
  Matrix<Scalar> logits;
  conditional_logits(x, logits);
  return this->likelihood().loss(logits, x);
}

template <typename Scalar>
void LatentModel<Scalar>::generate(const Matrix<Scalar>& epsilon, Matrix<Scalar>& outputs) const {
  decode(epsilon, outputs);
}

template <typename Scalar>
void expect_trait(const Model<Scalar>& model, const char* function, bool ModelTraits::* trait) {
  if (model.traits().*trait) return;
  throw ArgumentError(lack_of(trait, model.traits()),
                      {{"function", function}, {"known", kinds_with(trait)}, {"got", model.config().model}});
}

// The list of kinds guarantees at compile time that a kind with the trait has the class.
template <typename Scalar>
const LatentModel<Scalar>& latent_model(const Model<Scalar>& model, const char* function) {
  expect_trait(model, function, &ModelTraits::code);
  return dynamic_cast<const LatentModel<Scalar>&>(model);
}

template <typename Scalar>
LatentModel<Scalar>& latent_model(Model<Scalar>& model, const char* function) {
  expect_trait(model, function, &ModelTraits::code);
  return dynamic_cast<LatentModel<Scalar>&>(model);
}

template <typename Scalar>
const VariationalModel<Scalar>& variational_model(const Model<Scalar>& model, const char* function) {
  expect_trait(model, function, &ModelTraits::posterior);
  return dynamic_cast<const VariationalModel<Scalar>&>(model);
}

template <typename Scalar>
const AutoregressiveModel<Scalar>& autoregressive_model(const Model<Scalar>& model, const char* function) {
  expect_trait(model, function, &ModelTraits::exact_likelihood);
  return dynamic_cast<const AutoregressiveModel<Scalar>&>(model);
}

template <typename Scalar>
void draw_epsilon(const BatchNoise& noise, Index rows, Index examples, Index samples, Matrix<Scalar>& epsilon) {
  epsilon.resize(rows, examples * samples);
  NoiseStream(noise.seed, NoisePurpose::epsilon, noise.step)
      .standard_normal(noise.first * static_cast<std::uint64_t>(rows * samples),
                       static_cast<std::uint64_t>(epsilon.size()), epsilon.data());
}

#define LATENTPAD_INSTANTIATE(Scalar)                                                            \
  template class Model<Scalar>;                                                                  \
  template class LatentModel<Scalar>;                                                            \
  template class VariationalModel<Scalar>;                                                       \
  template class AutoregressiveModel<Scalar>;                                                    \
  template void expect_trait(const Model<Scalar>&, const char*, bool ModelTraits::*);            \
  template const LatentModel<Scalar>& latent_model(const Model<Scalar>&, const char*);           \
  template LatentModel<Scalar>& latent_model(Model<Scalar>&, const char*);                       \
  template const VariationalModel<Scalar>& variational_model(const Model<Scalar>&, const char*); \
  template void draw_epsilon(const BatchNoise&, Index, Index, Index, Matrix<Scalar>&);           \
  template const AutoregressiveModel<Scalar>& autoregressive_model(const Model<Scalar>&, const char*);
LATENTPAD_INSTANTIATE(float)
LATENTPAD_INSTANTIATE(double)
#undef LATENTPAD_INSTANTIATE

}  // namespace latentpad
