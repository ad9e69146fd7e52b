#include "models/recognize.h"

#include <utility>

#include "base/format_error.h"

namespace latentpad {
namespace {

bool has(const TensorShapes& tensors, const std::string& layer) { return tensors.count(layer + ".weight") > 0; }

/// Shape of a layer's weight: outputs and inputs.
const std::vector<std::uint64_t>& weight_of(const TensorShapes& tensors, const std::string& layer) {
  const std::string name = layer + ".weight";
  const auto found = tensors.find(name);
  if (found == tensors.end()) throw FormatError(ErrorCode::weights_missing_tensor, {{"tensor", quote(name)}});
  if (found->second.size() == 4) {
    throw FormatError(ErrorCode::weights_of_convolution, {{"tensor", quote(name)}});
  }
  if (found->second.size() != 2) {
    throw FormatError(ErrorCode::weights_not_two_dimensions,
                      {{"tensor", quote(name)}, {"got", list_text(found->second)}});
  }
  return found->second;
}

Index size_from(const std::string& layer, std::uint64_t size) {
  if (size < 1 || size > static_cast<std::uint64_t>(kMaxLayerSize)) {
    throw FormatError(ErrorCode::weights_layer_size, {{"layer", layer}, {"most", kMaxLayerSize}, {"got", size}});
  }
  return static_cast<Index>(size);
}

std::vector<LayerSpec> hidden_layers(const TensorShapes& tensors, const std::string& name) {
  std::vector<LayerSpec> layers;
  for (Index i = 0; i <= kMaxHiddenLayers; ++i) {
    const std::string layer = name + "." + std::to_string(i);
    if (!has(tensors, layer)) break;
    layers.emplace_back(size_from(layer, weight_of(tensors, layer)[0]));
  }
  return layers;
}

PriorSpec prior_of(const TensorShapes& tensors) {
  for (const auto& [tensor, prior] : {std::pair{"prior.means", "mixture"}, {"prior.pseudo_inputs", "vamp"}}) {
    const auto found = tensors.find(tensor);
    if (found == tensors.end()) continue;
    if (found->second.size() != 2) {
      throw FormatError(ErrorCode::weights_not_two_dimensions,
                        {{"tensor", quote(tensor)}, {"got", list_text(found->second)}});
    }
    return {prior, size_from(tensor, found->second[0])};
  }
  return {};
}

/// Two outputs per pixel are mean and variance. `hidden` are the layers that the decoder mirrors.
void recognize_likelihood(const TensorShapes& tensors, const std::vector<LayerSpec>& hidden, ModelConfig& config) {
  const auto output = tensors.find("decoder." + std::to_string(hidden.size()) + ".bias");
  const bool is_double = output != tensors.end() && output->second.size() == 1 &&
                         output->second[0] == 2 * static_cast<std::uint64_t>(config.input_dim);
  if (is_double) config.likelihood.name = "gaussian";
}

/// A model with a code whose head is the layer `head`, with `labels` labels.
ModelConfig coded(const TensorShapes& tensors, const std::string& head, Index labels) {
  ModelConfig config;
  config.hidden = hidden_layers(tensors, "encoder");
  config.latent_dim = size_from(head, weight_of(tensors, head)[0]);
  const std::string first = config.hidden.empty() ? head : "encoder.0";
  const std::uint64_t inputs = weight_of(tensors, first)[1], told = static_cast<std::uint64_t>(labels);
  if (labels > 0 && inputs <= told) {
    throw FormatError(ErrorCode::weights_label_inputs, {{"layer", first}, {"labels", labels}, {"got", inputs}});
  }
  config.input_dim = size_from(first, inputs - told);
  config.labels = labels;
  recognize_likelihood(tensors, config.hidden, config);
  config.prior = prior_of(tensors);
  return config;
}

/// How many labels the decoder of a VAE reads with the code: its further inputs, if they can be labels; otherwise 0.
Index labels_of(const TensorShapes& tensors) {
  const auto decoder = tensors.find("decoder.0.weight");
  if (decoder == tensors.end() || decoder->second.size() != 2) return 0;
  const std::uint64_t inputs = decoder->second[1], code = weight_of(tensors, "mu")[0];
  const std::uint64_t further = inputs > code ? inputs - code : 0;
  const auto least = static_cast<std::uint64_t>(kLabelsSetting.min), most = static_cast<std::uint64_t>(kMaxLabels);
  return further >= least && further <= most ? static_cast<Index>(further) : 0;
}

std::optional<ModelConfig> autoregressive(const TensorShapes& tensors, bool is_hidden) {
  if (!has(tensors, "direct") || has(tensors, "hidden.0") != is_hidden) return {};
  ModelConfig config;
  config.hidden = hidden_layers(tensors, "hidden");
  config.input_dim = size_from("direct", weight_of(tensors, "direct")[0]);
  config.latent_dim = 0;
  return config;
}

}  // namespace

std::optional<ModelConfig> recognize_vae(const TensorShapes& tensors) {
  if (!has(tensors, "mu") || labels_of(tensors) > 0) return {};
  return coded(tensors, "mu", 0);
}

std::optional<ModelConfig> recognize_cvae(const TensorShapes& tensors) {
  if (!has(tensors, "mu") || labels_of(tensors) == 0) return {};
  return coded(tensors, "mu", labels_of(tensors));
}

std::optional<ModelConfig> recognize_hvae(const TensorShapes& tensors) {
  const bool top_down = has(tensors, "ladder.0.mu");
  if (!top_down && !has(tensors, "encoder.0.mu")) return {};
  ModelConfig config;
  config.inference = top_down ? InferenceKind::top_down : InferenceKind::bottom_up;
  // One more than is valid, so that validate() reports it.
  for (Index i = 0; i <= kMaxStochasticLayers; ++i) {
    const std::string name = (top_down ? "ladder." : "encoder.") + std::to_string(i);
    if (!has(tensors, name + ".mu")) break;
    const std::vector<LayerSpec> hidden = hidden_layers(tensors, name + ".hidden");
    const std::string first = hidden.empty() ? name + ".mu" : name + ".hidden.0";
    if (i == 0) config.input_dim = size_from(first, weight_of(tensors, first)[1]);
    config.lower_layers.push_back({hidden, size_from(name + ".mu", weight_of(tensors, name + ".mu")[0])});
  }
  recognize_likelihood(tensors, config.lower_layers.front().hidden, config);
  config.hidden = config.lower_layers.back().hidden;
  config.latent_dim = config.lower_layers.back().latent_dim;
  config.lower_layers.pop_back();
  return config;
}

std::optional<ModelConfig> recognize_autoencoder(const TensorShapes& tensors) {
  if (!has(tensors, "code")) return {};
  return coded(tensors, "code", 0);
}

std::optional<ModelConfig> recognize_fvbn(const TensorShapes& tensors) { return autoregressive(tensors, false); }

std::optional<ModelConfig> recognize_made(const TensorShapes& tensors) { return autoregressive(tensors, true); }

}  // namespace latentpad
