// Settings from JavaScript.
#pragma once

#include "io/config_json.h"
#include "wasm/conversions.h"

namespace latentpad::wasm {

/// Settings from a JavaScript object with camelCase names; config_json.h lists checks and exceptions. Also throws
/// ArgumentError unless it is an object, and FormatError for nesting deeper than kMaxJsonDepth.
ModelConfig model_config_in(const val& settings);
TrainingConfig training_config_in(const val& settings);

}  // namespace latentpad::wasm
