// The layers of a model as options of the program.
#pragma once

#include <string>
#include <vector>

#include "models/model_config.h"

namespace latentpad::cli {

/// Hidden layers, such as 512,256 or conv32k4s2p1,256, or none. Throws UsageError, naming --hidden.
std::vector<LayerSpec> parse_layers(const std::string& text);

/// Stochastic layers from the pixels up, each its hidden sizes and its latent size, such as 400:100/none:50. Throws
/// UsageError, naming --lower-layers.
std::vector<StochasticLayer> parse_lower_layers(const std::string& text);

/// As parse_lower_layers reads it; "none" for no layers.
std::string lower_layers_text(const std::vector<StochasticLayer>& layers);

}  // namespace latentpad::cli
