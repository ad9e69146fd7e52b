// Helpers for conditional and unconditional models: x is example_dim x examples, z is latent_dim x examples.
#pragma once

#include "models/model.h"

namespace latentpad {

/// The pixels of the examples, without their labels, if any.
Matrix<float> pixels_of(const Model<float>& model, const Matrix<float>& x);

/// decode(z), for a conditional model decode([z; y]) with the labels of the examples x: as many as z has columns, or
/// one for all.
void decode_for(const LatentModel<float>& model, const Matrix<float>& z, const Matrix<float>& x,
                Matrix<float>& outputs);

}  // namespace latentpad
