// Arrays of IDX, NumPy and CSV files, and how many images of which size they hold.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace latentpad::data {

/// Values in row-major order. Bytes are kept as they are, since most data sets consist of them.
using Values =
    std::variant<std::vector<std::uint8_t>, std::vector<float>, std::vector<double>, std::vector<std::string>>;

struct NamedArray {
  std::string name;  ///< of its file, with its path in a folder or an archive
  std::vector<std::uint64_t> shape;
  Values values;
};

struct ImageShape {
  std::size_t count = 0, width = 0, height = 0, channels = 1;
};

/// Π shape. Throws DataError naming the array if it exceeds kMaxDigitBytes, which no array of a readable file does.
std::uint64_t value_count(const std::string& name, const std::vector<std::uint64_t>& shape);

/// Whether that many pixels are a square of kMinImageSide to kMaxImageSide.
bool is_square(std::uint64_t pixels);

/// Whether it has one value for each image: [n] or [n][1].
bool are_labels(const NamedArray& array);

/// Images are [n][height][width], with one or three channels after or one before these, or [n][pixels] of a square.
/// Throws DataError for another shape, or sides outside kMinImageSide … kMaxImageSide.
ImageShape image_shape(const NamedArray& array);

}  // namespace latentpad::data
