// encode and decode for those who show or print the result: what is not finite is an error, not a number.
#pragma once

#include "models/model.h"

namespace latentpad {

/// model.encode(x), x in [0, 1] (example_dim x batch). Throws ArgumentError (weights_give_non_finite), naming
/// `function`, when a code is not finite: finite weights can still be so large that sums of them overflow.
void encode_finite(const char* function, const Model<float>& model, const Matrix<float>& x, Matrix<float>& mu,
                   Matrix<float>& log_var);

/// σ of model.decode(z), the probabilities of ink (input_dim x batch). Throws ArgumentError (code_gives_non_finite),
/// naming `function`, when a logit is not finite.
void decode_finite(const char* function, const Model<float>& model, const Matrix<float>& z,
                   Matrix<float>& probabilities);

/// Throws ArgumentError (weights_give_non_finite), naming `function` and `result`, unless the value is finite.
void expect_finite(const char* function, const char* result, double value);
void expect_finite(const char* function, const char* result, const Matrix<float>& values);

}  // namespace latentpad
