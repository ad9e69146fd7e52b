// What the core knows and JavaScript would otherwise have to repeat: kinds of models with their traits, settings with
// their limits and defaults.
#pragma once

#include "models/model_kind.h"
#include "wasm/border.h"

namespace latentpad::wasm {

/// {code, posterior, conditional, exactLikelihood, bound, generates}
val traits_out(const ModelTraits& traits);

/// {kinds: [{name, traits, leastHidden, mostHidden, usualUnits, likelihoods}], settings: {name as in files: {least, most,
/// usual, isWhole, isAboveLeast}}, likelihoods: [name], layers: [type]}
val describe_core();

}  // namespace latentpad::wasm
