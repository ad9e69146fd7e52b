#include "data/array.h"

#include "data/data_error.h"
#include "io/digits.h"
#include "io/files.h"

namespace latentpad::data {
namespace {

std::string shape_text(const std::vector<std::uint64_t>& shape) {
  std::string text;
  for (const std::uint64_t side : shape) text += (text.empty() ? "" : " x ") + std::to_string(side);
  return text.empty() ? "a single number" : text;
}

bool is_side(std::uint64_t length) { return length >= kMinImageSide && length <= kMaxImageSide; }

std::uint64_t square_side(std::uint64_t pixels) {
  std::uint64_t side = 0;
  while (side <= kMaxImageSide && side * side < pixels) ++side;
  return side;
}

}  // namespace

std::uint64_t value_count(const std::string& name, const std::vector<std::uint64_t>& shape) {
  std::uint64_t count = 1;
  for (const std::uint64_t side : shape) {
    if (side == 0) return 0;
  }
  for (const std::uint64_t side : shape) {
    if (side > kMaxDigitBytes || count * side > kMaxDigitBytes) {
      throw DataError(name + ": its header says " + shape_text(shape) + " values, more than the " +
                      std::to_string(kMaxDigitBytes / 1'000'000) + " million that are read; use fewer images");
    }
    count *= side;
  }
  return count;
}

bool is_square(std::uint64_t pixels) {
  const std::uint64_t side = square_side(pixels);
  return is_side(side) && side * side == pixels;
}

bool are_labels(const NamedArray& array) {
  const auto& shape = array.shape;
  return shape.size() == 1 || (shape.size() == 2 && shape[1] == 1);
}

ImageShape image_shape(const NamedArray& array) {
  std::vector<std::uint64_t> sides = array.shape;
  const std::uint64_t count = sides.empty() ? 0 : sides[0];
  if (!sides.empty()) sides.erase(sides.begin());
  if (sides.size() == 3 && sides[0] == 1) sides.erase(sides.begin());
  if (sides.size() == 1 && is_square(sides[0])) sides.assign(2, square_side(sides[0]));
  const std::uint64_t channels = sides.size() > 2 ? sides[2] : 1;
  if (sides.size() < 2 || sides.size() > 3 || !is_side(sides[0]) || !is_side(sides[1]) ||
      (channels != 1 && channels != 3)) {
    throw DataError(array.name + ": expected images of " + std::to_string(kMinImageSide) + " to " +
                    std::to_string(kMaxImageSide) +
                    " pixels a side, as an array of count x height x width (grey), count x height x width x 3 (colour) "
                    "or count x pixels of a square; got " +
                    shape_text(array.shape));
  }
  return {static_cast<std::size_t>(count), static_cast<std::size_t>(sides[1]), static_cast<std::size_t>(sides[0]),
          static_cast<std::size_t>(channels)};
}

}  // namespace latentpad::data
