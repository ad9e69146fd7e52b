// The architecture of a model: everything that fixes the shapes of its parameters.
#pragma once

#include <string>
#include <vector>

#include "math/matrix.h"
#include "models/likelihood.h"
#include "models/settings.h"
#include "nn/activation.h"
#include "nn/layer.h"

namespace latentpad {

/// Of an image, in pixels.
struct ImageSize {
  Index width = 0, height = 0;

  Index pixels() const { return width * height; }
  bool operator==(const ImageSize&) const = default;
};

/// The size of images of `input_dim` pixels of which nothing else is known, as in files without width and height: a
/// square where input_dim is one (784: 28 x 28), else a single row.
ImageSize usual_image_size(Index input_dim);

struct ModelConfig {
  /// The name of a kind; see model_kind.h.
  std::string model = "vae";
  Index input_dim = 784;  ///< image_width · image_height
  /// Hidden layers of the encoder, from the pixels inwards; the decoder mirrors them. Of made, its masked layers.
  std::vector<LayerSpec> hidden = {400};
  /// 0 for models without a code.
  Index latent_dim = static_cast<Index>(kLatentDimSetting.default_value);
  Activation activation = Activation::relu;
  /// In pixels. Both 0 stand for usual_image_size(input_dim); image_size() resolves that.
  Index image_width = 0, image_height = 0;
  /// p(x | z).
  LikelihoodSpec likelihood = {};

  bool operator==(const ModelConfig& other) const;
};

/// Width and height of the images of a model. They are not 0 in a valid config.
ImageSize image_size(const ModelConfig& config);

/// Labels that a conditional model is told: the ten digits.
constexpr Index kLabels = 10;

/// Rows of the one-hot label y: kLabels for conditional models, 0 for the others.
Index label_dim(const ModelConfig& config);

/// Rows of an example: the pixels and, beneath them, the label.
inline Index example_dim(const ModelConfig& config) { return config.input_dim + label_dim(config); }

/// The check wherever a model meets images: throws ArgumentError (image_size_differs) naming `function` and both sizes,
/// unless the images have the model's width and height.
void expect_same_image_size(const char* function, const ModelConfig& config, const ImageSize& images);

/// Throws ArgumentError with what was expected and what came, unless model, layers and likelihood are known, input_dim
/// is 1 … 4096, image_width and image_height are both 0 or have input_dim as their product, and there are as many hidden
/// layers as the kind of model can have (at most 8), of 1 … 4096 units. latent_dim is 1 … 512 for models with a code,
/// else 0.
void validate(const ModelConfig& config);

}  // namespace latentpad
