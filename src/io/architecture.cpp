#include "io/architecture.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace latentpad {
namespace {

const Tensor& weight_of(const std::map<std::string, Tensor>& tensors, const std::string& layer) {
  const std::string name = layer + ".weight";
  const auto found = tensors.find(name);
  if (found == tensors.end()) throw FormatError(ErrorCode::weights_missing_tensor, {{"tensor", quote(name)}});
  if (found->second.shape.size() != 2) {
    throw FormatError(ErrorCode::weights_not_two_dimensions,
                      {{"tensor", quote(name)}, {"got", list_text(found->second.shape)}});
  }
  return found->second;
}

Index size_from(const std::string& layer, std::uint64_t size) {
  if (size < 1 || size > static_cast<std::uint64_t>(kMaxLayerSize)) {
    throw FormatError(ErrorCode::weights_layer_size, {{"layer", layer}, {"most", kMaxLayerSize}, {"got", size}});
  }
  return static_cast<Index>(size);
}

std::vector<Index> hidden_sizes(const std::map<std::string, Tensor>& tensors, const std::string& name) {
  std::vector<Index> sizes;
  for (Index i = 0; i <= kMaxHiddenLayers; ++i) {
    const std::string layer = name + "." + std::to_string(i);
    if (tensors.count(layer + ".weight") == 0) break;
    sizes.push_back(size_from(layer, weight_of(tensors, layer).shape[0]));
  }
  return sizes;
}

}  // namespace

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
  ModelConfig config;
  const bool autoregressive = tensors.count("direct.weight") > 0;
  config.hidden = hidden_sizes(tensors, autoregressive ? "hidden" : "encoder");
  if (autoregressive) {
    config.model = config.hidden.empty() ? "fvbn" : "made";
    config.input_dim = size_from("direct", weight_of(tensors, "direct").shape[0]);
    config.latent_dim = 0;
  } else {
    config.model = tensors.count("code.weight") > 0 ? "ae" : "vae";
    const std::string head = config.model == "ae" ? "code" : "mu";
    config.latent_dim = size_from(head, weight_of(tensors, head).shape[0]);
    const std::string first = config.hidden.empty() ? head : "encoder.0";
    const std::uint64_t inputs = weight_of(tensors, first).shape[1];
    const auto decoder = tensors.find("decoder.0.weight");
    // The label stands beside the code, and beside the pixels.
    const bool told = config.model == "vae" && decoder != tensors.end() && decoder->second.shape.size() == 2 &&
                      decoder->second.shape[1] == static_cast<std::uint64_t>(config.latent_dim + kLabels);
    if (told) config.model = "cvae";
    if (told && inputs <= static_cast<std::uint64_t>(kLabels)) {
      throw FormatError(ErrorCode::weights_label_inputs, {{"layer", first}, {"labels", kLabels}, {"got", inputs}});
    }
    config.input_dim = size_from(first, told ? inputs - static_cast<std::uint64_t>(kLabels) : inputs);
  }
  in_format(ErrorCode::in_weights, {}, [&] { validate(config); });
  return config;
}

void expect_enough_numbers(const ModelConfig& config, const std::map<std::string, Tensor>& tensors) {
  std::uint64_t wanted = 0, held = 0;
  std::vector<Index> sizes = {config.input_dim};
  sizes.insert(sizes.end(), config.hidden.begin(), config.hidden.end());
  const auto product = [](Index a, Index b) { return static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b); };
  const bool autoregressive = config.latent_dim == 0;
  // An encoder's layers come twice, mirrored in the decoder; those of a MADE once.
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) wanted += (autoregressive ? 1 : 2) * product(sizes[i], sizes[i + 1]);
  wanted += autoregressive ? product(config.input_dim, config.input_dim) : 2 * product(sizes.back(), config.latent_dim);
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
