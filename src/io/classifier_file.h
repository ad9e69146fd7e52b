// The classifier that evaluates samples as a safetensors file: tensors classifier.<i>.weight and .bias.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/format_error.h"
#include "models/classifier.h"

namespace latentpad {

std::vector<std::uint8_t> save_classifier(Classifier<float>& classifier, bool half);

/// Infers sizes from the tensors. Throws FormatError if one is missing, superfluous, of another shape, or not finite.
Classifier<float> load_classifier(std::span<const std::uint8_t> file);

}  // namespace latentpad
