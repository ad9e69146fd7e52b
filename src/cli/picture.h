// Digits as PNG (libpng).
#pragma once

#include <string>
#include <vector>

#include "math/matrix.h"
#include "models/model_config.h"

namespace latentpad::cli {

/// Writes images of that size (pixels x count, ink = 1 shown black on white, beyond [0, 1] as the nearest) as a grid of
/// `columns`, each pixel as `scale` x `scale`. Throws std::runtime_error naming the path (an existing file is then
/// unchanged), and ArgumentError for images of another size.
void write_png_grid(const std::string& path, const Matrix<float>& images, const ImageSize& size, Index columns,
                    Index scale);

/// Reads a 28 x 28 image as one column of 784 numbers in [0, 1], white = 1 = ink as in MNIST, or black = ink with
/// `dark_ink`. Throws std::runtime_error naming the path.
Matrix<float> read_png_digit(const std::string& path, bool dark_ink);

/// The number of columns for a nearly square grid.
Index square_columns(Index count);

}  // namespace latentpad::cli
