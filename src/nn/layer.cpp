#include "nn/layer.h"

#include <algorithm>

#include "base/error.h"
#include "nn/linear.h"

namespace latentpad {

std::string layers_text(const std::vector<LayerSpec>& layers) {
  std::string text = "[";
  for (const LayerSpec& layer : layers) {
    text += (text.size() > 1 ? ", " : "") + (layer.type == LayerSpec{}.type ? "" : layer.type + " ") +
            std::to_string(layer.units);
  }
  return text + "]";
}

std::vector<std::string_view> layer_types() { return {"linear"}; }

void expect_layer_type(std::string_view type) {
  const std::vector<std::string_view> known = layer_types();
  if (std::find(known.begin(), known.end(), type) == known.end()) throw_unknown_name("layer", known, type);
}

template <typename Scalar>
std::unique_ptr<Layer<Scalar>> make_layer(const LayerSpec& spec, const std::string& name, const Shape& input,
                                          InputKind kind, std::optional<Activation> activation) {
  expect_layer_type(spec.type);
  return std::make_unique<Linear<Scalar>>(name, input.size(), spec.units, kind, activation);
}

template std::unique_ptr<Layer<float>> make_layer(const LayerSpec&, const std::string&, const Shape&, InputKind,
                                                  std::optional<Activation>);
template std::unique_ptr<Layer<double>> make_layer(const LayerSpec&, const std::string&, const Shape&, InputKind,
                                                   std::optional<Activation>);

}  // namespace latentpad
