#include "models/model.h"

#include <string>

#include "base/error.h"
#include "models/autoencoder.h"
#include "models/fvbn.h"
#include "models/vae.h"

namespace latentpad {
namespace {

ErrorCode lack_of(bool Capabilities::*capability) {
  if (capability == &Capabilities::code) return ErrorCode::needs_code;
  if (capability == &Capabilities::posterior) return ErrorCode::needs_posterior;
  return ErrorCode::needs_exact_likelihood;
}

}  // namespace

template <typename Scalar>
void expect_capability(const Model<Scalar>& model, const char* function, bool Capabilities::*capability) {
  if (model.capabilities().*capability) return;
  throw ArgumentError(lack_of(capability), {{"function", function}, {"got", model.config().model}});
}

template <typename Scalar>
void Model<Scalar>::encode(const Matrix<Scalar>&, Matrix<Scalar>&, Matrix<Scalar>&) const {
  expect_capability(*this, "encode", &Capabilities::code);
}

template <typename Scalar>
void Model<Scalar>::decode(const Matrix<Scalar>&, Matrix<Scalar>&) const {
  expect_capability(*this, "decode", &Capabilities::code);
}

template <typename Scalar>
std::vector<Matrix<Scalar>> Model<Scalar>::encoder_activations(const Matrix<Scalar>&) const {
  expect_capability(*this, "encoder_activations", &Capabilities::code);
  return {};
}

template <typename Scalar>
std::vector<Matrix<Scalar>> Model<Scalar>::decoder_activations(const Matrix<Scalar>&) const {
  expect_capability(*this, "decoder_activations", &Capabilities::code);
  return {};
}

template <typename Scalar>
void Model<Scalar>::conditional_logits(const Matrix<Scalar>&, Matrix<Scalar>&) const {
  expect_capability(*this, "conditional_logits", &Capabilities::exact_likelihood);
}

template <typename Scalar>
std::unique_ptr<Model<Scalar>> make_model(const ModelConfig& config) {
  validate(config);
  if (config.model == "ae") return std::make_unique<Autoencoder<Scalar>>(config);
  if (config.model == "vae" || config.model == "cvae") return std::make_unique<Vae<Scalar>>(config);
  return std::make_unique<Fvbn<Scalar>>(config);
}

template class Model<float>;
template class Model<double>;
template void expect_capability(const Model<float>&, const char*, bool Capabilities::*);
template void expect_capability(const Model<double>&, const char*, bool Capabilities::*);
template std::unique_ptr<Model<float>> make_model(const ModelConfig&);
template std::unique_ptr<Model<double>> make_model(const ModelConfig&);

}  // namespace latentpad
