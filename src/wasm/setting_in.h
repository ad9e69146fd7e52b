// Settings from JavaScript.
#pragma once

#include "io/config_json.h"
#include "wasm/conversions.h"

namespace latentpad::wasm {

/// The settings of a JavaScript object, names in camelCase; config_json.h says what is checked and thrown. Besides, throws
/// ArgumentError for anything but an object, FormatError for values nested deeper than kMaxJsonDepth.
ModelConfig model_config_in(const val& settings);
TrainingConfig training_config_in(const val& settings);

}  // namespace latentpad::wasm
