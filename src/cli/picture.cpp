#include "cli/picture.h"

#include <png.h>

#include <cmath>
#include <cstring>
#include <stdexcept>

#include "io/digits.h"
#include "io/file_writer.h"
#include "io/files.h"

namespace latentpad::cli {
namespace {

constexpr auto kSide = static_cast<Index>(kDigitSide);

}  // namespace

Index square_columns(Index count) {
  return static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(count))));
}

void write_png_grid(const std::string& path, const Matrix<float>& images, Index columns, Index scale) {
  constexpr Index kGap = 2;
  const Index rows = (images.cols() + columns - 1) / columns;
  const Index width = (columns * (kSide + kGap) + kGap) * scale, height = (rows * (kSide + kGap) + kGap) * scale;
  std::vector<png_byte> page(static_cast<std::size_t>(width * height), 255);
  for (Index n = 0; n < images.cols(); ++n) {
    const Index left = (kGap + n % columns * (kSide + kGap)) * scale, top = (kGap + n / columns * (kSide + kGap)) * scale;
    for (Index y = 0; y < kSide * scale; ++y) {
      for (Index x = 0; x < kSide * scale; ++x) {
        const float ink = images(y / scale * kSide + x / scale, n);
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
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::vector<std::uint8_t> file(size);
  if (png_image_write_to_memory(&image, file.data(), &size, 0, page.data(), 0, nullptr) == 0) {
    throw std::runtime_error(path + ": " + image.message);
  }
  file.resize(size);
  write_file(path, file);
}

void expect_finite_images(const std::string& command, const Matrix<float>& images) {
  for (Index n = 0; n < images.cols(); ++n) {
    if (images.col(n).allFinite()) continue;
    throw std::runtime_error(command + ": expected finite numbers from the model, got an image (of position " +
                             std::to_string(n) + ") that is not; codes of this size are beyond what it can compute with");
  }
}

Matrix<float> read_png_digit(const std::string& path, bool dark_ink) {
  const std::vector<std::uint8_t> file = read_file(path, kMostPictureBytes);
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) throw std::runtime_error(path + ": " + image.message);
  if (image.width != kDigitSide || image.height != kDigitSide) {
    const std::string size = std::to_string(image.width) + " x " + std::to_string(image.height);
    png_image_free(&image);
    throw std::runtime_error(path + ": expected a picture of 28 x 28, got " + size);
  }
  image.format = PNG_FORMAT_GRAY;
  std::vector<png_byte> pixels(kDigitPixels);
  // Where the picture is transparent, it is paper.
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
