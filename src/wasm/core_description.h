// Description of the core for JavaScript: kinds of models with their traits, settings with their limits and defaults.
#pragma once

#include "wasm/values.h"

namespace latentpad::wasm {

/// Settings have their names in files as keys.
CoreDescription describe_core();

}  // namespace latentpad::wasm
