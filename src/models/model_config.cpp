#include "models/model_config.h"

#include <cmath>
#include <tuple>

#include "base/error.h"
#include "models/model_kind.h"

namespace latentpad {
namespace {

void expect_range(const char* what, Index value, Index min, Index max) {
  expect_within({.name = what, .min = static_cast<double>(min), .max = static_cast<double>(max), .default_value = 0},
                static_cast<double>(value));
}

}  // namespace

std::string_view inference_name(InferenceKind kind) {
  return kind == InferenceKind::bottom_up ? "bottom_up" : "top_down";
}

std::vector<std::string_view> inference_names() {
  return {inference_name(InferenceKind::bottom_up), inference_name(InferenceKind::top_down)};
}

InferenceKind inference_from_name(std::string_view name) {
  for (const InferenceKind kind : {InferenceKind::bottom_up, InferenceKind::top_down}) {
    if (inference_name(kind) == name) return kind;
  }
  throw_unknown_name("inference", inference_names(), name);
}

ImageSize usual_image_size(Index input_dim) {
  const auto side = static_cast<Index>(std::lround(std::sqrt(static_cast<double>(input_dim))));
  return side * side == input_dim ? ImageSize{side, side} : ImageSize{input_dim, 1};
}

ImageSize image_size(const ModelConfig& config) {
  if (config.image_width == 0 && config.image_height == 0) return usual_image_size(config.input_dim);
  return {config.image_width, config.image_height};
}

bool ModelConfig::operator==(const ModelConfig& other) const {
  const auto rest = [](const ModelConfig& c) {
    return std::tie(c.model, c.input_dim, c.hidden, c.latent_dim, c.activation, c.likelihood, c.orderings, c.prior,
                    c.lower_layers, c.inference);
  };
  const bool same_orderings = orderings == 1 || ordering_seed == other.ordering_seed;
  return rest(*this) == rest(other) && same_orderings && image_size(*this) == image_size(other) &&
         label_dim(*this) == label_dim(other);
}

void expect_same_image_size(const char* function, const ModelConfig& config, const ImageSize& images) {
  const ImageSize own = image_size(config);
  if (own == images) return;
  throw ArgumentError(ErrorCode::image_size_differs, {{"function", function},
                                                      {"width", own.width},
                                                      {"height", own.height},
                                                      {"otherWidth", images.width},
                                                      {"otherHeight", images.height}});
}

namespace {

void validate(const LayerSpec& layer) {
  expect_layer_type(layer.type);
  if (!is_convolution(layer)) return expect_range("hidden size", layer.units, 1, kMaxLayerSize);
  expect_range("channels", layer.units, 1, kMaxChannels);
  expect_range("kernel", layer.kernel, 1, kMaxKernel);
  expect_range("stride", layer.stride, 1, layer.kernel);
  expect_range("padding", layer.padding, 0, layer.kernel - 1);
}

void validate_layers(const ModelConfig& config, const std::vector<LayerSpec>& layers) {
  const LayerSpec* below = nullptr;
  for (const LayerSpec& layer : layers) {
    validate(layer);
    if (is_convolution(layer) && !traits_of(config).convolutional) {
      throw ArgumentError(
          ErrorCode::needs_linear_layers,
          {{"got", layers_text(layers)}, {"model", config.model}, {"known", kinds_with(&ModelTraits::convolutional)}});
    }
    if (is_convolution(layer) && below != nullptr && !is_convolution(*below)) {
      throw ArgumentError(ErrorCode::convolution_after_linear, {{"got", layers_text(layers)}});
    }
    below = &layer;
  }
}

void expect_lower_layers(const ModelConfig& config, bool hierarchical) {
  expect_range("number of lower layers", static_cast<Index>(config.lower_layers.size()), hierarchical ? 1 : 0,
               hierarchical ? kMaxStochasticLayers - 1 : 0);
  for (const StochasticLayer& layer : config.lower_layers) {
    expect_range("number of hidden layers", static_cast<Index>(layer.hidden.size()), 0, kMaxHiddenLayers);
    validate_layers(config, layer.hidden);
    expect_range("latent_dim", layer.latent_dim, 1, kMaxLatentDim);
  }
  if (!hierarchical && config.inference != InferenceKind::bottom_up) {
    throw_unknown_name("inference", {inference_name(InferenceKind::bottom_up)}, inference_name(config.inference));
  }
}

}  // namespace

std::vector<Shape> hidden_shapes(const ModelConfig& config) {
  const ImageSize size = image_size(config);
  std::vector<Shape> shapes = {{1, size.height, size.width}};
  for (const LayerSpec& layer : config.hidden) {
    shapes.push_back(output_shape(layer, shapes.back()));
    if (is_convolution(layer)) expect_range("outputs of a convolution", shapes.back().size(), 1, kMaxMapNumbers);
  }
  return shapes;
}

Index label_dim(const ModelConfig& config) {
  if (!traits_of(config).conditional) return 0;
  return config.labels == 0 ? static_cast<Index>(kLabelsSetting.default_value) : config.labels;
}

std::vector<StochasticLayer> stochastic_layers(const ModelConfig& config) {
  std::vector<StochasticLayer> layers = config.lower_layers;
  layers.push_back({config.hidden, config.latent_dim});
  return layers;
}

Index noise_dim(const ModelConfig& config) {
  Index sum = config.latent_dim;
  for (const StochasticLayer& layer : config.lower_layers) sum += layer.latent_dim;
  return sum;
}

void validate_for_any_size(const ModelConfig& config) {
  const ModelKind& kind = kind_of(config);
  expect_range("number of hidden layers", static_cast<Index>(config.hidden.size()), kind.min_hidden, kind.max_hidden);
  validate_layers(config, config.hidden);
  expect_range("latent_dim", config.latent_dim, kind.traits.code ? 1 : 0, kind.traits.code ? kMaxLatentDim : 0);
  if (!kind.traits.conditional) {
    expect_range("labels", config.labels, 0, 0);
  } else if (config.labels != 0) {
    expect_within(kLabelsSetting, static_cast<double>(config.labels));
  }
  expect_lower_layers(config, kind.traits.hierarchical);
  if (kind.traits.exact_likelihood && kind.max_hidden > 0) {
    expect_within(kOrderingsSetting, static_cast<double>(config.orderings));
    expect_within(kSeedSetting, static_cast<double>(config.ordering_seed));
  } else {
    expect_range("orderings", config.orderings, 1, 1);
  }
  validate(config.likelihood);
  if (!kind.any_likelihood && config.likelihood != LikelihoodSpec{}) {
    throw_unknown_name("likelihood", {LikelihoodSpec{}.name}, config.likelihood.name);
  }
  validate(config.prior);
  if (!kind.any_prior && is_learned(config.prior)) {
    throw ArgumentError(ErrorCode::prior_needs_vae, {{"prior", config.prior.name}, {"got", config.model}});
  }
}

void validate(const ModelConfig& config) {
  validate_for_any_size(config);
  expect_range("input_dim", config.input_dim, 1, kMaxLayerSize);
  if (config.image_width != 0 || config.image_height != 0) {
    expect_range("width", config.image_width, 1, kMaxLayerSize);
    expect_range("height", config.image_height, 1, kMaxLayerSize);
    if (image_size(config).pixels() != config.input_dim) {
      throw_invalid_argument("config", "width x height to be input_dim, " + std::to_string(config.input_dim),
                             std::to_string(config.image_width) + " x " + std::to_string(config.image_height));
    }
  }
  hidden_shapes(config);
}

}  // namespace latentpad
