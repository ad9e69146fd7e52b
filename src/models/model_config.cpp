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
    return std::tie(c.model, c.input_dim, c.hidden, c.latent_dim, c.activation, c.likelihood, c.orderings);
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

Index label_dim(const ModelConfig& config) {
  if (!traits_of(config).conditional) return 0;
  return config.labels == 0 ? static_cast<Index>(kLabelsSetting.default_value) : config.labels;
}

void validate(const ModelConfig& config) {
  const ModelKind& kind = kind_of(config);
  expect_range("input_dim", config.input_dim, 1, kMaxLayerSize);
  if (config.image_width != 0 || config.image_height != 0) {
    expect_range("width", config.image_width, 1, kMaxLayerSize);
    expect_range("height", config.image_height, 1, kMaxLayerSize);
    if (image_size(config).pixels() != config.input_dim) {
      throw_invalid_argument("config", "width x height to be input_dim, " + std::to_string(config.input_dim),
                             std::to_string(config.image_width) + " x " + std::to_string(config.image_height));
    }
  }
  expect_range("number of hidden layers", static_cast<Index>(config.hidden.size()), kind.min_hidden, kind.max_hidden);
  for (const LayerSpec& layer : config.hidden) {
    expect_layer_type(layer.type);
    expect_range("hidden size", layer.units, 1, kMaxLayerSize);
  }
  expect_range("latent_dim", config.latent_dim, kind.traits.code ? 1 : 0, kind.traits.code ? kMaxLatentDim : 0);
  if (!kind.traits.conditional) {
    expect_range("labels", config.labels, 0, 0);
  } else if (config.labels != 0) {
    expect_within(kLabelsSetting, static_cast<double>(config.labels));
  }
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
}

}  // namespace latentpad
