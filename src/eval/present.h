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

/// Examples first … first + x.cols() − 1 of the span (bytes, x.rows() each) into the columns of x. The first `pixels`
/// rows are the image; what is beneath them, a label, is taken as it is, 255 = 1. The pixels of an example are the same
/// with a label and without.
void present_images(std::span<const std::uint8_t> examples, Index first, PixelMode mode, std::uint64_t seed,
                    Index pixels, Matrix<float>& x);

}  // namespace latentpad
