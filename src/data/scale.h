// Images scaled to another size.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace latentpad::data {

struct Size {
  std::size_t width = 0, height = 0;
  bool operator==(const Size&) const = default;
};

/// The image, width · height bytes, scaled as a whole into a box and centred; each pixel of the box is the mean of the
/// area that it covers, rounded half up, and 0 beside the image.
std::vector<std::uint8_t> scale_into(std::span<const std::uint8_t> image, Size size, Size box);

}  // namespace latentpad::data
