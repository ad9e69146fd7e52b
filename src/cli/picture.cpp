#include "cli/picture.h"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "base/error.h"
#include "io/digits.h"
#include "io/file_writer.h"
#include "io/files.h"

namespace latentpad::cli {

Index square_columns(Index count) { return static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(count)))); }

void write_png_grid(const std::string& path, const Matrix<float>& images, const ImageSize& size, Index columns,
                    Index scale) {
  constexpr Index kGap = 2;
  if (images.rows() != size.pixels()) {
    throw_invalid_argument("write_png_grid", "images of " + std::to_string(size.pixels()) + " pixels",
                           std::to_string(images.rows()));
  }
  const Index rows = (images.cols() + columns - 1) / columns;
  const Index width = (columns * (size.width + kGap) + kGap) * scale;
  const Index height = (rows * (size.height + kGap) + kGap) * scale;
  std::vector<png_byte> page(static_cast<std::size_t>(width * height), 255);
  for (Index n = 0; n < images.cols(); ++n) {
    const Index left = (kGap + n % columns * (size.width + kGap)) * scale;
    const Index top = (kGap + n / columns * (size.height + kGap)) * scale;
    for (Index y = 0; y < size.height * scale; ++y) {
      for (Index x = 0; x < size.width * scale; ++x) {
        const float ink = std::clamp(images(y / scale * size.width + x / scale, n), 0.0f, 1.0f);
        page[static_cast<std::size_t>((top + y) * width + left + x)] =
            static_cast<png_byte>(std::lround(255.0f * (1.0f - ink)));
      }
    }
  }
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_GRAY;
  png_alloc_size_t bytes = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::vector<std::uint8_t> file(bytes);
  if (png_image_write_to_memory(&image, file.data(), &bytes, 0, page.data(), 0, nullptr) == 0) {
    throw std::runtime_error(path + ": " + image.message);
  }
  file.resize(bytes);
  write_file(path, file);
}

Matrix<float> read_png_digit(const std::string& path, bool dark_ink) {
  const std::vector<std::uint8_t> file = read_file(path, kMaxPictureBytes);
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0)
    throw std::runtime_error(path + ": " + image.message);
  if (image.width != kDigitSide || image.height != kDigitSide) {
    const std::string size = std::to_string(image.width) + " x " + std::to_string(image.height);
    png_image_free(&image);
    throw std::runtime_error(path + ": expected a picture of 28 x 28, got " + size);
  }
  image.format = PNG_FORMAT_GRAY;
  std::vector<png_byte> pixels(kDigitPixels);
  // Transparent pixels are background.
  const png_color paper = dark_ink ? png_color{255, 255, 255} : png_color{0, 0, 0};
  if (png_image_finish_read(&image, &paper, pixels.data(), 0, nullptr) == 0) {
    throw std::runtime_error(path + ": " + image.message);
  }
  Matrix<float> digit(static_cast<Index>(kDigitPixels), 1);
  for (std::size_t i = 0; i < kDigitPixels; ++i) {
    const float white = static_cast<float>(pixels[i]) / 255.0f;
    digit(static_cast<Index>(i), 0) = dark_ink ? 1.0f - white : white;
  }
  return digit;
}

}  // namespace latentpad::cli
