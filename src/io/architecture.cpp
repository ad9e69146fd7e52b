#include "io/architecture.h"

#include <array>
#include <utility>
#include <vector>

namespace latentpad {
namespace {

const Tensor& weight_of(const std::map<std::string, Tensor>& tensors, const std::string& layer) {
  const std::string name = layer + ".weight";
  const auto found = tensors.find(name);
  if (found == tensors.end()) throw FormatError("weights: the tensor " + quote(name) + " is missing");
  if (found->second.shape.size() != 2) throw FormatError("weights: tensor " + quote(name) + ": expected two dimensions");
  return found->second;
}

Index size_from(const std::string& layer, std::uint64_t size) {
  if (size < 1 || size > static_cast<std::uint64_t>(kMaxLayerSize)) {
    throw FormatError("weights: " + layer + ": expected from 1 to " + std::to_string(kMaxLayerSize) + " units, got " +
                      std::to_string(size));
  }
  return static_cast<Index>(size);
}

}  // namespace

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
  config.hidden.clear();
  for (Index i = 0; i <= kMaxHiddenLayers; ++i) {
    const std::string layer = "encoder." + std::to_string(i);
    if (tensors.count(layer + ".weight") == 0) break;
    const Tensor& weight = weight_of(tensors, layer);
    if (i == 0) config.input_dim = size_from(layer, weight.shape[1]);
    config.hidden.push_back(size_from(layer, weight.shape[0]));
  }
  const Tensor& mu = weight_of(tensors, "mu");
  config.latent_dim = size_from("mu", mu.shape[0]);
  if (config.hidden.empty()) config.input_dim = size_from("mu", mu.shape[1]);
  try {
    validate(config);
  } catch (const std::invalid_argument& error) {
    throw FormatError(std::string("weights: ") + error.what());
  }
  return config;
}

void expect_enough_numbers(const ModelConfig& config, const std::map<std::string, Tensor>& tensors) {
  std::uint64_t wanted = 0, held = 0;
  std::vector<Index> sizes = {config.input_dim};
  sizes.insert(sizes.end(), config.hidden.begin(), config.hidden.end());
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) wanted += 2 * static_cast<std::uint64_t>(sizes[i] * sizes[i + 1]);
  wanted += 3 * static_cast<std::uint64_t>(sizes.back() * config.latent_dim);
  for (const auto& [name, tensor] : tensors) {
    std::uint64_t count = 1;
    for (const std::uint64_t size : tensor.shape) count *= size;
    held += count;
  }
  if (held < wanted) {
    throw FormatError("weights: the configuration asks for at least " + std::to_string(wanted) +
                      " numbers, the file holds " + std::to_string(held));
  }
}

}  // namespace latentpad
