// Determines the kind of model in a file without a configuration, from the names and shapes of its tensors. One
// function per kind; see ModelKind::recognize.
#pragma once

#include "models/model_kind.h"

namespace latentpad {

/// Has mu; the decoder does not read a label.
std::optional<ModelConfig> recognize_vae(const TensorShapes& tensors);
/// Has mu; the decoder has as many more inputs than the code has dimensions as there are labels, 2 … 62; the encoder
/// reads the label too.
std::optional<ModelConfig> recognize_cvae(const TensorShapes& tensors);
/// Has encoder.0.mu or ladder.0.mu.
std::optional<ModelConfig> recognize_hvae(const TensorShapes& tensors);
/// Has code.
std::optional<ModelConfig> recognize_autoencoder(const TensorShapes& tensors);
/// Has direct, but no hidden layers.
std::optional<ModelConfig> recognize_fvbn(const TensorShapes& tensors);
/// Has direct and hidden layers.
std::optional<ModelConfig> recognize_made(const TensorShapes& tensors);

}  // namespace latentpad
