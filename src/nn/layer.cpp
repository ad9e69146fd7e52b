#include "nn/layer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/error.h"
#include "nn/conv2d.h"
#include "nn/linear.h"

namespace latentpad {
namespace {

constexpr std::string_view kConv2d = "conv2d", kConvTranspose2d = "conv_transpose2d", kConvolutionText = "conv";

Index output_side(const LayerSpec& layer, Index side) {
  return (side + 2 * layer.padding - layer.kernel) / layer.stride + 1;
}

/// The number at the beginning of `text`, from which it is removed; at most nine digits.
std::optional<Index> take_number(std::string_view& text) {
  Index number = 0;
  const std::string_view digits = text.substr(0, 10);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const auto length = static_cast<std::size_t>(end - digits.data());
  if (error != std::errc() || digits[0] == '-' || length > 9) return {};
  text.remove_prefix(length);
  return number;
}

}  // namespace

LayerSpec conv2d(Index channels, Index kernel, Index stride, Index padding) {
  LayerSpec layer(channels);
  layer.type = kConv2d;
  layer.kernel = kernel;
  layer.stride = stride;
  layer.padding = padding;
  return layer;
}

bool is_convolution(const LayerSpec& layer) { return layer.type == kConv2d; }

std::string layer_text(const LayerSpec& layer) {
  const std::string units = std::to_string(layer.units);
  if (layer.type == LayerSpec{}.type) return units;
  if (!is_convolution(layer)) return layer.type + " " + units;
  return std::string(kConvolutionText) + units + "k" + std::to_string(layer.kernel) +
         (layer.stride == 1 ? "" : "s" + std::to_string(layer.stride)) +
         (layer.padding == 0 ? "" : "p" + std::to_string(layer.padding));
}

std::optional<LayerSpec> layer_from_text(std::string_view text) {
  const bool is_conv = text.starts_with(kConvolutionText);
  if (is_conv) text.remove_prefix(kConvolutionText.size());
  const std::optional<Index> units = take_number(text);
  if (!units) return {};
  if (!is_conv) return text.empty() ? std::optional<LayerSpec>(*units) : std::nullopt;
  LayerSpec layer = conv2d(*units, 0);
  for (const auto& [letter, number] :
       {std::pair('k', &layer.kernel), std::pair('s', &layer.stride), std::pair('p', &layer.padding)}) {
    if (!text.starts_with(letter)) {
      if (letter == 'k') return {};
      continue;
    }
    text.remove_prefix(1);
    const std::optional<Index> value = take_number(text);
    if (!value) return {};
    *number = *value;
  }
  return text.empty() ? std::optional<LayerSpec>(layer) : std::nullopt;
}

std::string layers_text(const std::vector<LayerSpec>& layers) {
  std::string text = "[";
  for (const LayerSpec& layer : layers) text += (text.size() > 1 ? ", " : "") + layer_text(layer);
  return text + "]";
}

std::vector<std::string_view> layer_types() { return {"linear", kConv2d}; }

void expect_layer_type(std::string_view type) {
  const std::vector<std::string_view> known = layer_types();
  if (std::find(known.begin(), known.end(), type) == known.end()) throw_unknown_name("layer", known, type);
}

Shape output_shape(const LayerSpec& layer, const Shape& input) {
  if (layer.type == kConvTranspose2d) {
    const auto side = [&](Index size) { return (size - 1) * layer.stride - 2 * layer.padding + layer.kernel; };
    return {layer.units, side(input.height) + layer.output_padding_height,
            side(input.width) + layer.output_padding_width};
  }
  if (!is_convolution(layer)) return {layer.units};
  const Index height = input.height + 2 * layer.padding, width = input.width + 2 * layer.padding;
  if (layer.kernel > height || layer.kernel > width) {
    throw ArgumentError(ErrorCode::kernel_too_large,
                        {{"layer", layer_text(layer)}, {"kernel", layer.kernel}, {"width", width}, {"height", height}});
  }
  return {layer.units, output_side(layer, input.height), output_side(layer, input.width)};
}

Index weight_count(const LayerSpec& layer, const Shape& input) {
  return is_convolution(layer) ? layer.units * input.channels * layer.kernel * layer.kernel
                               : layer.units * input.size();
}

Index multiply_adds(const LayerSpec& layer, const Shape& input) {
  const Shape output = output_shape(layer, input);
  return weight_count(layer, input) * output.height * output.width;
}

LayerSpec mirrored(const LayerSpec& layer, const Shape& input, Index channels) {
  if (!is_convolution(layer)) return channels * input.height * input.width;
  LayerSpec mirror = layer;
  mirror.type = kConvTranspose2d;
  mirror.units = channels;
  const auto rest = [&](Index side) { return (side + 2 * layer.padding - layer.kernel) % layer.stride; };
  mirror.output_padding_height = rest(input.height);
  mirror.output_padding_width = rest(input.width);
  return mirror;
}

template <typename Scalar>
std::unique_ptr<Layer<Scalar>> make_layer(const LayerSpec& spec, const std::string& name, const Shape& input,
                                          InputKind kind, std::optional<Activation> activation) {
  if (is_convolution(spec)) return std::make_unique<Conv2d<Scalar>>(name, spec, input, activation);
  if (spec.type == kConvTranspose2d) return std::make_unique<ConvTranspose2d<Scalar>>(name, spec, input, activation);
  expect_layer_type(spec.type);
  return std::make_unique<Linear<Scalar>>(name, input.size(), spec.units, kind, activation);
}

template std::unique_ptr<Layer<float>> make_layer(const LayerSpec&, const std::string&, const Shape&, InputKind,
                                                  std::optional<Activation>);
template std::unique_ptr<Layer<double>> make_layer(const LayerSpec&, const std::string&, const Shape&, InputKind,
                                                   std::optional<Activation>);

}  // namespace latentpad
