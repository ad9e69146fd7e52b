#include "cli/layer_options.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "cli/command.h"
#include "cli/numbers.h"

namespace latentpad::cli {

std::vector<LayerSpec> parse_layers(const std::string& text) {
  if (text == "none") return {};
  std::vector<LayerSpec> layers;
  for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
    end = text.find(',', begin);
    const std::optional<LayerSpec> layer = layer_from_text(std::string_view(text).substr(begin, end - begin));
    if (!layer || layer->units < 1 || layer->units > kMaxLayerSize) {
      throw UsageError("--hidden: expected sizes from 1 to " + std::to_string(kMaxLayerSize) +
                       " such as 400 or 512,256, convolutions such as conv32k4s2p1 before them, or none; got " +
                       quote(text));
    }
    layers.push_back(*layer);
  }
  return layers;
}

std::vector<StochasticLayer> parse_lower_layers(const std::string& text) {
  std::vector<StochasticLayer> layers;
  std::string_view rest = text;
  for (bool is_last = rest.empty(); !is_last;) {
    const std::string_view one = rest.substr(0, rest.find('/'));
    is_last = one.size() == rest.size();
    const std::size_t colon = one.find(':');
    try {
      layers.push_back(
          {parse_layers(std::string(one.substr(0, colon))),
           parse_number<Index>("--lower-layers", colon == std::string_view::npos ? "" : one.substr(colon + 1), 1,
                               kMaxLatentDim)});
    } catch (const UsageError&) {
      throw UsageError(
          "--lower-layers: expected hidden sizes and a latent size of each layer, such as 200,200:100 or " +
          std::string("400:100/none:50; got ") + quote(text));
    }
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
  }
  return layers;
}

std::string lower_layers_text(const std::vector<StochasticLayer>& layers) {
  std::string text;
  for (const StochasticLayer& layer : layers) {
    if (!text.empty()) text += '/';
    for (std::size_t i = 0; i < layer.hidden.size(); ++i) {
      text += (i == 0 ? "" : ",") + layer_text(layer.hidden[i]);
    }
    text += (layer.hidden.empty() ? "none:" : ":") + std::to_string(layer.latent_dim);
  }
  return text.empty() ? "none" : text;
}

}  // namespace latentpad::cli
