// Conversion of the bytes of a digit to a model's input.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "math/matrix.h"
#include "math/noise.h"

namespace latentpad {

/// How grey digits are presented. Scores of different modes are not comparable.
enum class PixelMode {
  binarized,    ///< sampled from Bernoulli(grey / 255) at each presentation (Burda et al. 2016, section 5)
  thresholded,  ///< 1 where grey / 255 > ½
  grey,         ///< grey / 255; a Bernoulli loss is then not a likelihood of binary data
};
inline constexpr std::array kPixelModes = {PixelMode::binarized, PixelMode::thresholded, PixelMode::grey};

/// "binarized", "thresholded" or "grey".
std::string_view pixel_mode_name(PixelMode mode);

/// The mode of that name; throws ArgumentError listing the valid names.
PixelMode pixel_mode_from_name(std::string_view name);

/// Writes one image (bytes, 255 = ink) to `out` (the same number of values in [0, 1]).
/// Binarization uses words first_word, first_word + 1, … of the noise; first_word must be a multiple of 4.
template <typename Scalar>
void present_pixels(std::span<const std::uint8_t> image, PixelMode mode, const NoiseStream& noise,
                    std::uint64_t first_word, Scalar* out);

/// Words of noise reserved for an image of `pixels` pixels: rounded up to a multiple of 4.
constexpr std::uint64_t noise_words_per_image(std::uint64_t pixels) { return (pixels + 3) / 4 * 4; }

/// Writes one example (bytes: `pixels` of the image, then its label, 255 = 1) to `out`, which has the same size. The
/// image is binarized with the noise of image `index`; the label is not binarized. Noise is reserved for the pixels
/// only, so that an image is the same with and without a label.
template <typename Scalar>
void present_example(std::span<const std::uint8_t> example, std::size_t pixels, PixelMode mode,
                     const NoiseStream& noise, std::uint64_t index, Scalar* out);

}  // namespace latentpad
