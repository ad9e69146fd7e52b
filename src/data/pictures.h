// Picture files as grey values: PNG by libpng, JPEG, BMP and GIF (the first picture) by stb_image.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/scale.h"

namespace latentpad::data {

struct GreyPicture {
  Size size;
  std::vector<std::uint8_t> grey;  ///< 0 black, 255 white
};

/// PNG, JPEG, GIF, BMP or WebP, by the first bytes.
bool is_picture(std::span<const std::uint8_t> bytes);

/// Width and height by the header, without decoding. Throws like decode_picture.
Size picture_size(const std::string& name, std::span<const std::uint8_t> bytes);

/// Luma (77 R + 150 G + 29 B) >> 8 of each pixel, over white where it is transparent. Throws DataError naming the file
/// if it is damaged, a WebP, or wider or higher than kMaxPictureSide.
GreyPicture decode_picture(const std::string& name, std::span<const std::uint8_t> bytes);

/// The sum and the number of the grey values at the edges of pictures.
struct Edges {
  std::uint64_t sum = 0, count = 0;

  void add(const GreyPicture& picture);
  /// Whether the pictures show dark ink on bright paper: the mean is above half of 255.
  bool are_bright() const { return 2 * sum > 255 * count; }
};

/// The class of a picture: its folder, or what precedes "_" or "-" in its name. Both may be empty.
struct PicturePlace {
  std::string folder, prefix;
};
PicturePlace class_of_picture(std::string_view name);

}  // namespace latentpad::data
