// Which kind of model a file without a configuration holds, by the names and shapes of its tensors. One function for
// each kind; see ModelKind::recognize.
#pragma once

#include "models/model_kind.h"

namespace latentpad {

/// mu; the decoder reads as many numbers as the code has.
std::optional<ModelConfig> recognize_vae(const TensorShapes& tensors);
/// mu; the decoder reads kLabels numbers more than the code has, and so does the encoder.
std::optional<ModelConfig> recognize_cvae(const TensorShapes& tensors);
/// code.
std::optional<ModelConfig> recognize_autoencoder(const TensorShapes& tensors);
/// direct, without hidden layers.
std::optional<ModelConfig> recognize_fvbn(const TensorShapes& tensors);
/// direct and hidden layers.
std::optional<ModelConfig> recognize_made(const TensorShapes& tensors);

}  // namespace latentpad
