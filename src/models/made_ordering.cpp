#include "models/made_ordering.h"

#include <algorithm>
#include <numeric>

#include "math/noise.h"
#include "models/fvbn.h"

namespace latentpad {
namespace {

std::vector<Index> first_numbers(Index count) {
  std::vector<Index> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), Index(0));
  return numbers;
}

}  // namespace

MadeOrdering made_ordering(const ModelConfig& config, Index ordering) {
  MadeOrdering result;
  if (ordering == 0) {
    result.pixels = first_numbers(config.input_dim);
    for (const LayerSpec& layer : config.hidden) {
      result.units.push_back(first_numbers(layer.units));
      result.degrees.push_back(made_degrees(layer.units, config.input_dim));
    }
    return result;
  }
  const NoiseStream noise(config.ordering_seed, NoisePurpose::orderings, static_cast<std::uint64_t>(ordering));
  const auto pixels = static_cast<std::uint32_t>(config.input_dim);
  for (const std::uint32_t pixel : random_permutation(pixels, noise)) {
    result.pixels.push_back(static_cast<Index>(pixel));
  }
  // Words up to this one are of the permutation.
  std::uint64_t word = pixels;
  Index least = 1;
  for (const LayerSpec& layer : config.hidden) {
    const Index most = std::max(least, config.input_dim - 1);
    std::vector<Index> drawn;
    for (Index k = 0; k < layer.units; ++k) {
      const auto range = static_cast<std::uint64_t>(most - least + 1);
      drawn.push_back(least + static_cast<Index>((noise.word(++word) * range) >> 32));
    }
    std::vector<Index> units = first_numbers(layer.units);
    std::stable_sort(units.begin(), units.end(), [&drawn](Index a, Index b) {
      return drawn[static_cast<std::size_t>(a)] < drawn[static_cast<std::size_t>(b)];
    });
    std::sort(drawn.begin(), drawn.end());
    least = drawn.front();
    result.units.push_back(std::move(units));
    result.degrees.push_back(std::move(drawn));
  }
  return result;
}

}  // namespace latentpad
