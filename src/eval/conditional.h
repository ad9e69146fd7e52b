// Helpers for conditional and unconditional models: x is example_dim x examples, z is latent_dim x examples.
#pragma once

#include "models/model.h"

namespace latentpad {

/// The pixels of the examples, without their labels, if any.
Matrix<float> pixels_of(const Model<float>& model, const Matrix<float>& x);

/// The decoder's input: z or, for a conditional model, [z; y] with the labels of the examples x, written to `labelled`.
/// Each example is that of z.cols() / x.cols() columns of z in a row, a whole number.
const Matrix<float>& decoder_input(const LatentModel<float>& model, const Matrix<float>& z, const Matrix<float>& x,
                                   Matrix<float>& labelled);

/// The outputs of the decoder for decoder_input.
void decode_for(const LatentModel<float>& model, const Matrix<float>& z, const Matrix<float>& x,
                Matrix<float>& outputs);

}  // namespace latentpad
