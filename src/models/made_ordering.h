// Orderings of the pixels with masks of the hidden layers, for a MADE that is trained on several of them (Germain,
// Gregor, Murray & Larochelle, "MADE", ICML 2015, sections 4.1 and 4.2: order-agnostic and connectivity-agnostic
// training).
#pragma once

#include <vector>

#include "models/model_config.h"

namespace latentpad {

struct MadeOrdering {
  std::vector<Index> pixels;  ///< the pixel at each position: it depends on those at earlier positions
  /// For each hidden layer its units, sorted by degree, and their degrees: a unit of degree m depends on the pixels at
  /// positions 0 … m − 1.
  std::vector<std::vector<Index>> units, degrees;
};

/// Ordering 0 is the raster order with the degrees of made_degrees; each other is a random permutation with degrees
/// uniform on [the least of the layer below, input_dim − 1], from (config.ordering_seed, ordering) alone.
MadeOrdering made_ordering(const ModelConfig& config, Index ordering);

}  // namespace latentpad
