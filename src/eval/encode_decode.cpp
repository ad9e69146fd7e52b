#include "eval/encode_decode.h"

#include <cmath>
#include <string>

#include "base/error.h"
#include "eval/conditional.h"

namespace latentpad {
namespace {

[[noreturn]] void throw_non_finite(const char* function, const char* result) {
  throw ArgumentError(ErrorCode::weights_give_non_finite, {{"function", function}, {"result", result}});
}

}  // namespace

void expect_finite(const char* function, const char* result, double value) {
  if (!std::isfinite(value)) throw_non_finite(function, result);
}

void expect_finite(const char* function, const char* result, const Matrix<float>& values) {
  if (!values.allFinite()) throw_non_finite(function, result);
}

void encode_finite(const char* function, const Model<float>& model, const Matrix<float>& x, Matrix<float>& mu,
                   Matrix<float>& log_var) {
  latent_model(model, function).encode(x, mu, log_var);
  expect_finite(function, "a code", mu);
  expect_finite(function, "a code", log_var);
}

void decode_finite(const char* function, const Model<float>& model, const Matrix<float>& z, Matrix<float>& mean) {
  Matrix<float> outputs;
  latent_model(model, function).decode(z, outputs);
  if (!outputs.allFinite()) throw ArgumentError(ErrorCode::code_gives_non_finite, {{"function", function}});
  model.likelihood().mean(outputs, mean);
}

Vector<double> reconstruction_loss(const Model<float>& model, const Matrix<float>& x, const Matrix<float>& z) {
  const LatentModel<float>& decoder = latent_model(model, "reconstruction_loss");
  if (model.traits().posterior) expect_trait(model, "reconstruction_loss", &ModelTraits::closed_form);
  if (z.cols() != x.cols() || z.rows() != model.config().latent_dim) {
    throw_invalid_argument(
        "reconstruction_loss",
        std::to_string(model.config().latent_dim) + " x " + std::to_string(x.cols()) + " numbers of z",
        std::to_string(z.rows()) + " x " + std::to_string(z.cols()));
  }
  Matrix<float> outputs;
  decode_for(decoder, z, x, outputs);
  Vector<double> loss = model.likelihood().loss(outputs, pixels_of(model, x));
  if (!loss.allFinite()) throw ArgumentError(ErrorCode::code_gives_non_finite, {{"function", "reconstruction_loss"}});
  return loss;
}

}  // namespace latentpad
