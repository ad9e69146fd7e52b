// The architecture of a model: everything that determines the shapes of its parameters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "math/matrix.h"
#include "models/likelihood.h"
#include "models/prior.h"
#include "models/settings.h"
#include "nn/activation.h"
#include "nn/layer.h"

namespace latentpad {

/// A stochastic layer: a latent variable z_i and the hidden layers between it and what is below it, from below to
/// above.
struct StochasticLayer {
  std::vector<LayerSpec> hidden;
  Index latent_dim = 0;

  bool operator==(const StochasticLayer&) const = default;
};

/// The posterior of several stochastic layers (hvae.h): each layer given the one below, or given the image and the
/// layer above.
enum class InferenceKind { bottom_up, top_down };

/// "bottom_up" or "top_down".
std::string_view inference_name(InferenceKind kind);
std::vector<std::string_view> inference_names();

/// The inference of that name; throws ArgumentError listing the valid names.
InferenceKind inference_from_name(std::string_view name);

/// Image size in pixels.
struct ImageSize {
  Index width = 0, height = 0;

  Index pixels() const { return width * height; }
  bool operator==(const ImageSize&) const = default;
};

/// The default size of images of `input_dim` pixels, for files without width and height: a square if possible
/// (784: 28 x 28), otherwise a single row.
ImageSize usual_image_size(Index input_dim);

struct ModelConfig {
  /// The name of a kind; see model_kind.h.
  std::string model = "vae";
  Index input_dim = 784;  ///< image_width · image_height
  /// Hidden layers of the encoder, from input to output; the decoder has them in reverse order. For made, its masked
  /// layers.
  std::vector<LayerSpec> hidden = {400};
  /// 0 for models without a code.
  Index latent_dim = static_cast<Index>(kLatentDimSetting.default_value);
  Activation activation = Activation::relu;
  /// In pixels. Both 0 mean usual_image_size(input_dim), which image_size() returns.
  Index image_width = 0, image_height = 0;
  /// p(x | z).
  LikelihoodSpec likelihood = {};
  /// Number of labels of a conditional model, 0, 1, … labels − 1: 2 … 62, or 0 for the default of kLabelsSetting, the
  /// ten digits. 0 for other models. label_dim() returns the number.
  Index labels = 0;
  /// Of a made: on how many orderings of the pixels it is trained (ordered_made.h); 1: the raster order.
  Index orderings = static_cast<Index>(kOrderingsSetting.default_value);
  /// Determines the orderings and masks of all orderings but the first; not used if there is one.
  std::uint64_t ordering_seed = static_cast<std::uint64_t>(kSeedSetting.default_value);
  /// p(z).
  PriorSpec prior = {};
  /// Of a model with several stochastic layers: those below the code, from the pixels up. `hidden` and `latent_dim` are
  /// those of the code, the top layer. Empty for other models.
  std::vector<StochasticLayer> lower_layers = {};
  InferenceKind inference = InferenceKind::bottom_up;

  bool operator==(const ModelConfig& other) const;
};

/// Width and height of the model's images, which are not 0 in a valid config.
ImageSize image_size(const ModelConfig& config);

/// The largest label of a data set.
constexpr std::uint8_t kMaxLabel = kMaxLabels - 1;

/// Rows of the one-hot label y: the number of labels 0, 1, … of a conditional model, otherwise 0.
Index label_dim(const ModelConfig& config);

/// The shapes of the images and of the outputs of the hidden layers, one more than the number of layers. Throws
/// ArgumentError if a kernel is larger than its input or a convolution has too many outputs.
std::vector<Shape> hidden_shapes(const ModelConfig& config);

/// Rows of an example: the pixels, followed by the label.
inline Index example_dim(const ModelConfig& config) { return config.input_dim + label_dim(config); }

/// All stochastic layers of a model with a code, from the pixels up; the last one is the code.
std::vector<StochasticLayer> stochastic_layers(const ModelConfig& config);

/// The number of latent variables of all stochastic layers: latent_dim, unless there are lower layers.
Index noise_dim(const ModelConfig& config);

/// Throws ArgumentError (image_size_differs), naming `function` and both sizes, unless the images have the model's
/// width and height.
void expect_same_image_size(const char* function, const ModelConfig& config, const ImageSize& images);

/// Throws ArgumentError with the expected and the actual value unless model, layers and likelihood are known, input_dim
/// is 1 … 4096, image_width and image_height are both 0 or their product is input_dim, the number of hidden layers is
/// valid for the kind of model (at most 8), each linear layer has 1 … 4096 units, and convolutions are before linear
/// layers, in a kind of model that supports them. A convolution has 1 … 512 channels, a kernel of a side of 1 … 16 that
/// fits its input with padding, a stride of 1 … kernel, a padding of 0 … kernel − 1, and at most 65536 outputs.
/// latent_dim is 1 … 512 for models with a code, otherwise 0; labels is 0 or 2 … 62 for conditional models, otherwise
/// 0; orderings is 1 … 256 for made, otherwise 1; the prior is valid and that of the kind. lower_layers are 1 … 7 for
/// hierarchical models, each with at most 8 linear hidden layers and a latent_dim of 1 … 512; others have none, and the
/// inference bottom_up.
void validate(const ModelConfig& config);

/// The part of validate that does not depend on input_dim, image_width and image_height, which are those of the data.
void validate_for_any_size(const ModelConfig& config);

}  // namespace latentpad
