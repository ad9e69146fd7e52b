#include "eval/encode_decode.h"

#include <cmath>

#include "base/error.h"

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

void decode_finite(const char* function, const Model<float>& model, const Matrix<float>& z,
                   Matrix<float>& mean) {
  Matrix<float> outputs;
  latent_model(model, function).decode(z, outputs);
  if (!outputs.allFinite()) throw ArgumentError(ErrorCode::code_gives_non_finite, {{"function", function}});
  model.likelihood().mean(outputs, mean);
}

}  // namespace latentpad
