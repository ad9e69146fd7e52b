// Evaluation treats models alike, told a label or not: x is example_dim x examples, z is latent_dim x examples.
#pragma once

#include "models/model.h"

namespace latentpad {

/// The pixels of examples: without their labels, where they carry any.
Matrix<float> pixels_of(const Model<float>& model, const Matrix<float>& x);

/// decode of z, for a conditional model of [z; y] with the labels of the examples x: as many as z has columns, or one
/// for all.
void decode_for(const LatentModel<float>& model, const Matrix<float>& z, const Matrix<float>& x, Matrix<float>& outputs);

}  // namespace latentpad
