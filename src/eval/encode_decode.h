// encode and decode for display and output: throw if a result is not finite.
#pragma once

#include "models/model.h"

namespace latentpad {

/// encode(x) of a model with a code, x in [0, 1] (example_dim x batch). Throws ArgumentError for a model without one,
/// and ArgumentError (weights_give_non_finite), naming `function`, if a code is not finite: with large finite weights,
/// sums can overflow.
void encode_finite(const char* function, const Model<float>& model, const Matrix<float>& x, Matrix<float>& mu,
                   Matrix<float>& log_var);

/// The likelihood's mean of decode(z), E[x | z] (input_dim x batch). Throws ArgumentError for a model without a code,
/// and ArgumentError (code_gives_non_finite), naming `function`, if an output is not finite.
void decode_finite(const char* function, const Model<float>& model, const Matrix<float>& z, Matrix<float>& mean);

/// −log p(x | z) of each example under the model's likelihood, in nats. x: example_dim x batch, pixels in [0, 1]; z:
/// latent_dim x batch; a conditional model takes the labels from x. Throws ArgumentError for a model without a code,
/// for a hierarchical one, of which p(x | code) is an integral over the layers below, and for a different number of
/// examples, and ArgumentError (code_gives_non_finite) if a loss is not finite.
Vector<double> reconstruction_loss(const Model<float>& model, const Matrix<float>& x, const Matrix<float>& z);

/// Throws ArgumentError (weights_give_non_finite), naming `function` and `result`, unless the value is finite.
void expect_finite(const char* function, const char* result, double value);
void expect_finite(const char* function, const char* result, const Matrix<float>& values);

}  // namespace latentpad
