#include "models/pixels.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "base/error.h"

namespace latentpad {

std::string_view pixel_mode_name(PixelMode mode) {
  switch (mode) {
    case PixelMode::binarized:
      return "binarized";
    case PixelMode::thresholded:
      return "thresholded";
    case PixelMode::grey:
      break;
  }
  return "grey";
}

PixelMode pixel_mode_from_name(std::string_view name) {
  for (const PixelMode mode : kPixelModes) {
    if (name == pixel_mode_name(mode)) return mode;
  }
  throw_unknown_name("pixels", {"binarized", "thresholded", "grey"}, name);
}

namespace {

/// Pixels that are tested together for ink: four fifths of a digit are 0, most of them in its margins.
constexpr std::size_t kRun = 16;

bool is_blank(const std::uint8_t* pixels) {
  std::uint64_t halves[2];
  std::memcpy(halves, pixels, sizeof halves);
  return (halves[0] | halves[1]) == 0;
}

template <typename Scalar>
void binarize(std::span<const std::uint8_t> image, const NoiseStream& noise, std::uint64_t first_word, Scalar* out) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < image.size(); i += count) {
    // Pixels of 0 and 255 need no random number. Random numbers are addressed by index, so this does not affect other
    // pixels.
    if (image.size() - i >= kRun && is_blank(image.data() + i)) {
      count = kRun;
      std::fill_n(out + i, kRun, Scalar(0));
      continue;
    }
    count = std::min<std::size_t>(4, image.size() - i);
    bool certain = true;
    for (std::size_t j = 0; j < count; ++j) certain &= image[i + j] == 0 || image[i + j] == 255;
    const PhiloxCounter words =
        certain ? PhiloxCounter{} : noise.block(static_cast<std::uint32_t>((first_word + i) / 4));
    for (std::size_t j = 0; j < count; ++j) {
      // floor(255 u) < grey has probability grey / 255.
      const auto draw = static_cast<std::uint32_t>((static_cast<std::uint64_t>(words[j]) * 255) >> 32);
      out[i + j] = draw < image[i + j] ? Scalar(1) : Scalar(0);
    }
  }
}

}  // namespace

template <typename Scalar>
void present_pixels(std::span<const std::uint8_t> image, PixelMode mode, const NoiseStream& noise,
                    std::uint64_t first_word, Scalar* out) {
  switch (mode) {
    case PixelMode::binarized:
      binarize(image, noise, first_word, out);
      return;
    case PixelMode::thresholded:
      for (std::size_t i = 0; i < image.size(); ++i) out[i] = image[i] > 127 ? Scalar(1) : Scalar(0);
      return;
    case PixelMode::grey:
      for (std::size_t i = 0; i < image.size(); ++i) out[i] = static_cast<Scalar>(image[i]) / Scalar(255);
      return;
  }
}

template <typename Scalar>
void present_example(std::span<const std::uint8_t> example, std::size_t pixels, PixelMode mode,
                     const NoiseStream& noise, std::uint64_t index, Scalar* out) {
  present_pixels(example.first(pixels), mode, noise, index * noise_words_per_image(pixels), out);
  for (std::size_t i = pixels; i < example.size(); ++i) out[i] = static_cast<Scalar>(example[i]) / Scalar(255);
}

#define LATENTPAD_INSTANTIATE(Scalar)                                                                                 \
  template void present_pixels(std::span<const std::uint8_t>, PixelMode, const NoiseStream&, std::uint64_t, Scalar*); \
  template void present_example(std::span<const std::uint8_t>, std::size_t, PixelMode, const NoiseStream&,            \
                                std::uint64_t, Scalar*);
LATENTPAD_INSTANTIATE(float)
LATENTPAD_INSTANTIATE(double)
#undef LATENTPAD_INSTANTIATE

}  // namespace latentpad
