// Presentation of images in evaluations: binarized once, by (seed, example), the same for every model.
#pragma once

#include <cstdint>
#include <span>

#include "math/matrix.h"
#include "models/pixels.h"

namespace latentpad {

/// Number of images of `pixels` bytes. Throws ArgumentError, naming `function`, unless it is a whole number of at least
/// 1.
Index count_images(const char* function, std::span<const std::uint8_t> images, Index pixels);

/// Writes examples first … first + x.cols() − 1 (bytes, x.rows() each) to the columns of x. The first `pixels` rows are
/// the image; the rows after them, a label, are not binarized, 255 = 1. The pixels of an example are the same with and
/// without a label.
void present_images(std::span<const std::uint8_t> examples, Index first, PixelMode mode, std::uint64_t seed,
                    Index pixels, Matrix<float>& x);

}  // namespace latentpad
