#include "io/classifier_file.h"

#include <cmath>
#include <string>

#include "io/safetensors.h"

namespace latentpad {
namespace {

constexpr std::size_t kMaxLayers = 9;
constexpr std::uint64_t kMaxSize = 4096;

}  // namespace

std::vector<std::uint8_t> save_classifier(Classifier<float>& classifier, bool half) {
  Safetensors content;
  content.metadata["format"] = "pt";
  for (const Parameter<float>* p : classifier.parameters()) {
    const std::span<const float> values(p->value.data(), static_cast<std::size_t>(p->value.size()));
    Tensor& tensor = content.tensors[p->name] = tensor_from_floats(values, p->shape(), half);
    // As stored: the maximum of F16 is 65504.
    const std::vector<float> stored = tensor_to_floats(p->name, tensor);
    for (std::size_t i = 0; i < stored.size(); ++i) {
      if (std::isfinite(stored[i])) continue;
      throw ArgumentError(ErrorCode::classifier_not_finite, {{"tensor", p->name}, {"position", i}, {"got", stored[i]}});
    }
  }
  return serialize_safetensors(content);
}

Classifier<float> load_classifier(std::span<const std::uint8_t> file) {
  const Safetensors content = parse_safetensors(file);
  std::vector<Index> hidden;
  Index input_dim = 0;
  for (std::size_t i = 0; i < kMaxLayers; ++i) {
    const auto found = content.tensors.find("classifier." + std::to_string(i) + ".weight");
    if (found == content.tensors.end()) break;
    const auto& shape = found->second.shape;
    if (shape.size() != 2 || shape[0] < 1 || shape[0] > kMaxSize || shape[1] < 1 || shape[1] > kMaxSize) {
      throw FormatError(ErrorCode::classifier_layer,
                        {{"tensor", found->first}, {"most", kMaxSize}, {"got", list_text(shape)}});
    }
    if (i == 0) input_dim = static_cast<Index>(shape[1]);
    // Before anything of that size is allocated: a small file must not cause the allocation of a gigabyte.
    if (i > 0 && static_cast<Index>(shape[1]) != hidden.back()) {
      throw FormatError(ErrorCode::classifier_inputs,
                        {{"tensor", found->first}, {"expected", hidden.back()}, {"got", shape[1]}});
    }
    hidden.push_back(static_cast<Index>(shape[0]));
  }
  if (hidden.empty() || hidden.back() != Classifier<float>::kClasses) {
    throw FormatError(ErrorCode::classifier_outputs, {{"got", hidden.empty() ? Index{0} : hidden.back()}});
  }
  hidden.pop_back();
  Classifier<float> classifier(input_dim, hidden);
  const ParameterList<float> parameters = classifier.parameters();
  if (content.tensors.size() != parameters.size()) {
    throw FormatError(ErrorCode::classifier_tensors,
                      {{"expected", parameters.size()}, {"got", content.tensors.size()}});
  }
  for (Parameter<float>* p : parameters) {
    const auto found = content.tensors.find(p->name);
    if (found == content.tensors.end() || found->second.shape != p->shape()) {
      throw FormatError(ErrorCode::classifier_tensor, {{"tensor", p->name}});
    }
    const std::vector<float> values = tensor_to_floats(p->name, found->second);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (std::isfinite(values[i])) continue;
      throw FormatError(ErrorCode::classifier_not_finite, {{"tensor", p->name}, {"position", i}, {"got", values[i]}});
    }
    p->value = Eigen::Map<const WeightMatrix<float>>(values.data(), p->value.rows(), p->value.cols());
  }
  return classifier;
}

}  // namespace latentpad
