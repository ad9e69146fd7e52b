// Small models and their files, and modified copies of such files.
#pragma once

#include <functional>

#include "io/checkpoint.h"
#include "io/safetensors.h"
#include "support/bytes.h"
#include "support/random_matrix.h"

namespace latentpad::test {

inline const ModelConfig kSmallConfig{"vae", 12, {5}, 2, Activation::relu};

inline std::unique_ptr<Model<float>> random_model(const ModelConfig& config = kSmallConfig, std::uint64_t seed = 1) {
  auto model = make_model<float>(config);
  randomize(model->parameters(), 0.5, seed);
  return model;
}

inline Bytes small_file(const SaveOptions& options = {}) { return save_model(*random_model(), {}, options); }

/// The file after a change of its content.
inline Bytes changed(const Bytes& file, const std::function<void(Safetensors&)>& change) {
  Safetensors content = parse_safetensors(file);
  change(content);
  return serialize_safetensors(content);
}

/// The file's tensors without metadata, as other programs write them.
inline Bytes without_metadata(const Bytes& file) {
  return changed(file, [](Safetensors& content) { content.metadata.clear(); });
}

inline void rename_tensor(Safetensors& content, const std::string& from, const std::string& to) {
  auto node = content.tensors.extract(from);
  node.key() = to;
  content.tensors.insert(std::move(node));
}

/// Sets one number of an F32 tensor.
inline void put(Safetensors& content, const std::string& name, std::size_t position, float value) {
  Tensor& tensor = content.tensors.at(name);
  std::vector<float> values = tensor_to_floats(name, tensor);
  values.at(position) = value;
  tensor = tensor_from_floats(values, tensor.shape, false);
}

}  // namespace latentpad::test
