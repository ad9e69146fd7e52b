// Numeric settings: name, limits and default; those of training are in training_config.h. Used by validate(), and by
// the program's options and the page's form and links (describe_core in the WebAssembly module).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "math/matrix.h"

namespace latentpad {

struct NumberSetting {
  std::string_view name;  ///< as in files
  double min, max, default_value;
  bool is_whole = true;
  bool is_above_min = false;  ///< excludes `min`
};

constexpr Index kMaxHiddenLayers = 8;
constexpr Index kMaxLayerSize = 4096;
constexpr Index kMaxLatentDim = 512;
/// Of a convolution: channels, side of the kernels, and numbers of its output.
constexpr Index kMaxChannels = 512, kMaxKernel = 16, kMaxMapNumbers = 65536;
/// Of a hierarchical model, with the code.
constexpr Index kMaxStochasticLayers = 8;
constexpr std::uint64_t kMaxSeed = 0xffffffffu;
/// As many as digits, capital and small letters.
constexpr Index kMaxLabels = 62;
/// Twice as many as the 500 of Tomczak & Welling.
constexpr Index kMaxComponents = 1000;

inline constexpr NumberSetting kHiddenLayersSetting{"hidden_layers", 0, kMaxHiddenLayers, 1},
    kUnitsSetting{"units", 1, kMaxLayerSize, 400}, kLatentDimSetting{"latent_dim", 1, kMaxLatentDim, 20},
    // Of a conditional model; the default is that of the ten digits.
    kLabelsSetting{"labels", 2, kMaxLabels, 10},
    // Of a made.
    kOrderingsSetting{"orderings", 1, 256, 1}, kSigmaSetting{"sigma", 0.01, 10, 0.1, false},
    // Of a learned prior.
    kComponentsSetting{"components", 1, kMaxComponents, 50},
    // For the objective iwae; elbo uses 1.
    kImportanceSamplesSetting{"importance_samples", 2, 1000, 5},
    kSeedSetting{"seed", 0, static_cast<double>(kMaxSeed), 1};

inline constexpr std::array<NumberSetting, 9> kNumberSettings = {
    kHiddenLayersSetting, kUnitsSetting,      kLatentDimSetting,         kLabelsSetting, kOrderingsSetting,
    kSigmaSetting,        kComponentsSetting, kImportanceSamplesSetting, kSeedSetting};

/// Throws ArgumentError, naming the setting and its limits, unless the value is within them; also for NaN.
void expect_within(const NumberSetting& setting, double value);

}  // namespace latentpad
