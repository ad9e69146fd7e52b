// The architecture of a model: everything that fixes the shapes of its parameters.
#pragma once

#include <string>
#include <vector>

#include "math/matrix.h"
#include "nn/activation.h"

namespace latentpad {

struct ModelConfig {
  /// "vae", "cvae", "ae", "fvbn" or "made".
  std::string model = "vae";
  Index input_dim = 784;
  /// Hidden sizes of the encoder, from the pixels inwards; the decoder mirrors them. Of made, its masked layers.
  std::vector<Index> hidden = {400};
  /// 0 for fvbn and made, which have no code.
  Index latent_dim = 20;
  Activation activation = Activation::relu;

  bool operator==(const ModelConfig&) const = default;
};

constexpr Index kMaxHiddenLayers = 8;
constexpr Index kMaxLayerSize = 4096;
constexpr Index kMaxLatentDim = 512;

/// Whether models of that kind have a code: vae, cvae and ae.
inline bool has_code(const std::string& model) { return model == "vae" || model == "cvae" || model == "ae"; }

/// Labels that a conditional model is told: the ten digits.
constexpr Index kLabels = 10;

/// Rows of the one-hot label y: kLabels for cvae, 0 for the others.
inline Index label_dim(const ModelConfig& config) { return config.model == "cvae" ? kLabels : 0; }

/// Rows of an example: the pixels and, beneath them, the label.
inline Index example_dim(const ModelConfig& config) { return config.input_dim + label_dim(config); }

/// Throws std::invalid_argument with what was expected and what came, unless the model is known, input_dim is
/// 1 … 4096 and there are at most 8 hidden layers of 1 … 4096 units. latent_dim is 1 … 512 for vae, cvae and ae, 0 for fvbn
/// and made; fvbn has no hidden layer, made at least one.
void validate(const ModelConfig& config);

}  // namespace latentpad
