// What the core knows and JavaScript would otherwise have to repeat: kinds of models with their traits, settings with
// their limits and defaults.
#pragma once

#include "wasm/values.h"

namespace latentpad::wasm {

/// The settings are by their names in files.
CoreDescription describe_core();

}  // namespace latentpad::wasm
