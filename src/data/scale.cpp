#include "data/scale.h"

#include <algorithm>
#include <cmath>

#include "data/pixels.h"

namespace latentpad::data {
namespace {

struct Part {
  std::size_t at;
  double share;
};

/// The pixels of the image that each pixel of the box covers, with their shares of its area, along one axis.
std::vector<std::vector<Part>> covered(std::size_t box, double offset, double scale, std::size_t length) {
  std::vector<std::vector<Part>> parts(box);
  for (std::size_t pixel = 0; pixel < box; ++pixel) {
    const auto place = static_cast<double>(pixel);
    const double from = std::max(0.0, (place - offset) / scale);
    const double to = std::min(static_cast<double>(length), (place + 1.0 - offset) / scale);
    for (double at = std::floor(from); at < to; at += 1.0) {
      const double share = (std::min(at + 1.0, to) - std::max(at, from)) * scale;
      if (share > 0.0) parts[pixel].push_back({static_cast<std::size_t>(at), share});
    }
  }
  return parts;
}

}  // namespace

std::vector<std::uint8_t> scale_into(std::span<const std::uint8_t> image, Size size, Size box) {
  const auto number = [](std::size_t length) { return static_cast<double>(length); };
  const double scale = std::min(number(box.width) / number(size.width), number(box.height) / number(size.height));
  const double left = (number(box.width) - number(size.width) * scale) / 2.0;
  const double top = (number(box.height) - number(size.height) * scale) / 2.0;
  const auto columns = covered(box.width, left, scale, size.width), rows = covered(box.height, top, scale, size.height);
  std::vector<std::uint8_t> out;
  out.reserve(box.width * box.height);
  for (const auto& row_parts : rows) {
    for (const auto& column_parts : columns) {
      double sum = 0.0;
      for (const Part& row : row_parts) {
        for (const Part& column : column_parts) {
          sum += row.share * column.share * image[row.at * size.width + column.at];
        }
      }
      out.push_back(static_cast<std::uint8_t>(round_half_up(sum)));
    }
  }
  return out;
}

}  // namespace latentpad::data
