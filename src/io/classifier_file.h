// The classifier that judges samples, as a safetensors file: tensors classifier.<i>.weight and .bias.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/format_error.h"
#include "models/classifier.h"

namespace latentpad {

std::vector<std::uint8_t> save_classifier(Classifier<float>& classifier, bool half);

/// Sizes follow from the tensors. Throws FormatError when one is missing, superfluous, of another shape, or not finite.
Classifier<float> load_classifier(std::span<const std::uint8_t> file);

}  // namespace latentpad
