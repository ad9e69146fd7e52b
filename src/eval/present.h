// Images as an evaluation sees them: binarised once, by (seed, example), the same for every model.
#pragma once

#include <cstdint>
#include <span>

#include "math/matrix.h"
#include "models/pixels.h"

namespace latentpad {

/// Number of images of `pixels` bytes. Throws std::invalid_argument, naming `function`, unless that is a whole number
/// of at least 1.
Index count_images(const char* function, std::span<const std::uint8_t> images, Index pixels);

/// Images first … first + x.cols() − 1 of the span into the columns of x.
void present_images(std::span<const std::uint8_t> images, Index first, PixelMode mode, std::uint64_t seed,
                    Matrix<float>& x);

}  // namespace latentpad
