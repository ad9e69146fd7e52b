#include "data/pictures.h"

#include <png.h>

#include <algorithm>
#include <cstring>
#include <memory>

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_ONLY_GIF
#define STBI_NO_STDIO
#define STBI_NO_HDR
#define STBI_NO_LINEAR
#define STBI_MAX_DIMENSIONS 4096
#include <stb/stb_image.h>

#include "data/data_error.h"
#include "data/limits.h"
#include "data/test_sets.h"
#include "data/text.h"

namespace latentpad::data {
namespace {

static_assert(kMaxPictureSide == STBI_MAX_DIMENSIONS);

using namespace std::string_view_literals;

bool starts_with(std::span<const std::uint8_t> bytes, std::string_view magic) {
  return bytes.size() >= magic.size() && std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
}

bool is_png(std::span<const std::uint8_t> bytes) { return starts_with(bytes, "\x89PNG"sv); }

[[noreturn]] void throw_unreadable(const std::string& name, const std::string& detail) {
  throw DataError(name + ": this picture cannot be decoded (" + detail + "); save it again as PNG");
}

void expect_readable(const std::string& name, std::span<const std::uint8_t> bytes) {
  if (starts_with(bytes, "RIFF"sv)) throw DataError(name + ": WebP pictures are not read; convert them to PNG");
}

Size checked(const std::string& name, std::uint64_t width, std::uint64_t height) {
  if (width == 0 || height == 0) throw_unreadable(name, "it has no pixels");
  if (width > kMaxPictureSide || height > kMaxPictureSide) {
    throw DataError(name + ": expected a picture of at most " + std::to_string(kMaxPictureSide) +
                    " pixels a side, got " + std::to_string(width) + " x " + std::to_string(height) +
                    "; scale it down");
  }
  return {static_cast<std::size_t>(width), static_cast<std::size_t>(height)};
}

/// A PNG whose header is read. libpng reads only the rows that there are, so that no content is larger than its header
/// says.
class Png {
 public:
  Png(const std::string& name, std::span<const std::uint8_t> bytes) : name_(name) {
    image_.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image_, bytes.data(), bytes.size()) == 0) fail();
    // As browsers: 16-bit numbers without a colour space are sRGB too.
    image_.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  }
  ~Png() { png_image_free(&image_); }
  Png(const Png&) = delete;
  Png& operator=(const Png&) = delete;

  Size size() const { return checked(name_, image_.width, image_.height); }

  std::vector<std::uint8_t> rgba() {
    image_.format = PNG_FORMAT_RGBA;
    std::vector<std::uint8_t> pixels(PNG_IMAGE_SIZE(image_));
    if (png_image_finish_read(&image_, nullptr, pixels.data(), 0, nullptr) == 0) fail();
    return pixels;
  }

 private:
  [[noreturn]] void fail() {
    const std::string detail = image_.message;
    png_image_free(&image_);
    throw_unreadable(name_, detail);
  }

  const std::string& name_;
  png_image image_ = {};
};

std::vector<std::uint8_t> stb_rgba(const std::string& name, std::span<const std::uint8_t> bytes, Size size) {
  int width = 0, height = 0, channels = 0;
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()), &width, &height, &channels, 4),
      stbi_image_free);
  if (!pixels) throw_unreadable(name, stbi_failure_reason());
  if (!(checked(name, std::uint64_t(width), std::uint64_t(height)) == size)) {
    throw_unreadable(name, "its size differs from its header");
  }
  return {pixels.get(), pixels.get() + 4 * size.width * size.height};
}

}  // namespace

bool is_picture(std::span<const std::uint8_t> bytes) {
  if (bytes.size() <= 16) return false;
  const bool is_webp = bytes[0] == 'R' && bytes[1] == 'I' && bytes[8] == 'W' && bytes[9] == 'E';
  return is_webp || is_png(bytes) || starts_with(bytes, "\xff\xd8\xff"sv) || starts_with(bytes, "GIF8"sv) ||
         starts_with(bytes, "BM"sv);
}

Size picture_size(const std::string& name, std::span<const std::uint8_t> bytes) {
  expect_readable(name, bytes);
  if (is_png(bytes)) return Png(name, bytes).size();
  int width = 0, height = 0, channels = 0;
  if (bytes.size() > kMaxBytes ||
      stbi_info_from_memory(bytes.data(), static_cast<int>(bytes.size()), &width, &height, &channels) == 0) {
    throw_unreadable(name, stbi_failure_reason());
  }
  return checked(name, std::uint64_t(std::max(0, width)), std::uint64_t(std::max(0, height)));
}

GreyPicture decode_picture(const std::string& name, std::span<const std::uint8_t> bytes) {
  const Size size = picture_size(name, bytes);
  const std::vector<std::uint8_t> rgba = is_png(bytes) ? Png(name, bytes).rgba() : stb_rgba(name, bytes, size);
  GreyPicture picture{size, {}};
  picture.grey.reserve(size.width * size.height);
  for (std::size_t i = 0; i < rgba.size(); i += 4) {
    const unsigned alpha = rgba[i + 3];
    const auto over_white = [&](std::size_t c) { return (rgba[i + c] * alpha + 255 * (255 - alpha) + 127) / 255; };
    // Integers whose sum is 256: a grey pixel keeps its value.
    picture.grey.push_back(
        static_cast<std::uint8_t>((77 * over_white(0) + 150 * over_white(1) + 29 * over_white(2)) >> 8));
  }
  return picture;
}

void Edges::add(const GreyPicture& picture) {
  const auto [width, height] = picture.size;
  const auto& grey = picture.grey;
  for (std::size_t x = 0; x < width; ++x) sum += std::uint64_t(grey[x]) + grey[(height - 1) * width + x];
  for (std::size_t y = 0; y < height; ++y) sum += std::uint64_t(grey[y * width]) + grey[y * width + width - 1];
  count += 2 * (width + height);
}

PicturePlace class_of_picture(std::string_view name) {
  PicturePlace place;
  const std::string_view file = file_part(name);
  const std::size_t end = file.find_first_of("_-");
  if (end != std::string_view::npos) place.prefix = file.substr(0, end);
  if (file.size() < name.size()) {
    const std::string_view folder = file_part(name.substr(0, name.size() - file.size() - 1));
    // The folders of a split are no classes: train/7_1.png and test/7_2.png.
    const std::string word = lower(folder);
    if (word != "train" && word != "training" && !is_test(word + "/")) place.folder = folder;
  }
  return place;
}

}  // namespace latentpad::data
