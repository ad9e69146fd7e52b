#include "io/architecture.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace latentpad {
void remove_common_prefixes(std::map<std::string, Tensor>& tensors) {
  for (;;) {
    std::string_view prefix;
    for (const std::string_view candidate : {"module.", "_orig_mod."}) {
      const bool common = std::all_of(tensors.begin(), tensors.end(),
                                      [candidate](const auto& item) { return item.first.starts_with(candidate); });
      if (!tensors.empty() && common) prefix = candidate;
    }
    if (prefix.empty()) return;
    std::map<std::string, Tensor> renamed;
    while (!tensors.empty()) {
      auto node = tensors.extract(tensors.begin());
      node.key().erase(0, prefix.size());
      renamed.insert(std::move(node));
    }
    tensors = std::move(renamed);
  }
}

void translate_foreign_names(std::map<std::string, Tensor>& tensors) {
  constexpr std::array<std::pair<const char*, const char*>, 5> kLayers = {
      {{"fc1", "encoder.0"}, {"fc21", "mu"}, {"fc22", "log_var"}, {"fc3", "decoder.0"}, {"fc4", "decoder.1"}}};
  for (const auto& [theirs, ours] : kLayers) {
    for (const char* part : {".weight", ".bias"}) {
      if (tensors.count(std::string(theirs) + part) == 0 || tensors.count(std::string(ours) + part) != 0) return;
    }
  }
  for (const auto& [theirs, ours] : kLayers) {
    for (const char* part : {".weight", ".bias"}) {
      auto node = tensors.extract(std::string(theirs) + part);
      node.key() = std::string(ours) + part;
      tensors.insert(std::move(node));
    }
  }
}

ModelConfig infer_config(const std::map<std::string, Tensor>& tensors) {
  TensorShapes shapes;
  for (const auto& [name, tensor] : tensors) shapes[name] = tensor.shape;
  return recognize_model(shapes);
}

void expect_enough_numbers(const ModelConfig& config, const std::map<std::string, Tensor>& tensors) {
  std::uint64_t wanted = 0, held = 0;
  const auto product = [](Index a, Index b) { return static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b); };
  /// Adds the weights of linear layers; returns the size of the last.
  const auto add_layers = [&](Index below, const std::vector<LayerSpec>& layers) {
    for (const LayerSpec& layer : layers) {
      wanted += product(below, layer.units);
      below = layer.units;
    }
    return below;
  };
  if (traits_of(config).hierarchical) {
    // The hidden layers of an encoder, which the decoder or prior mirrors; a head of each.
    Index encoded = config.input_dim, decoded = config.input_dim;
    for (const StochasticLayer& layer : stochastic_layers(config)) {
      encoded = add_layers(encoded, layer.hidden);
      wanted += product(encoded, layer.latent_dim) + product(add_layers(decoded, layer.hidden), layer.latent_dim);
      decoded = layer.latent_dim;
      if (config.inference == InferenceKind::bottom_up) encoded = layer.latent_dim;
    }
  } else if (traits_of(config).code) {
    // An encoder's layers count twice, since the decoder mirrors them.
    const std::vector<Shape> shapes = hidden_shapes(config);
    for (std::size_t i = 0; i < config.hidden.size(); ++i)
      wanted += product(2, weight_count(config.hidden[i], shapes[i]));
    wanted += 2 * product(shapes.back().size(), config.latent_dim);
  } else {
    add_layers(config.input_dim, config.hidden);
    wanted += product(config.input_dim, config.input_dim);
  }
  const Index components = component_count(config.prior);
  wanted +=
      config.prior.name == "vamp" ? product(components, config.input_dim) : 2 * product(components, config.latent_dim);
  for (const auto& [name, tensor] : tensors) {
    std::uint64_t count = 1;
    for (const std::uint64_t size : tensor.shape) count *= size;
    held += count;
  }
  if (held < wanted) {
    throw FormatError(ErrorCode::weights_too_few_numbers, {{"expected", wanted}, {"got", held}});
  }
}

}  // namespace latentpad
