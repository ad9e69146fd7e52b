// From the bytes of a digit to what a model is shown.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "math/matrix.h"
#include "math/noise.h"

namespace latentpad {

/// How a grey digit is presented. Scores of different modes must never be compared.
enum class PixelMode {
  binarized,    ///< drawn from Bernoulli(grey / 255), anew at each presentation (Burda et al. 2016, section 5)
  thresholded,  ///< 1 where grey / 255 > ½
  grey,         ///< grey / 255 as it is; the loss is then no likelihood of binary data
};
inline constexpr std::array kPixelModes = {PixelMode::binarized, PixelMode::thresholded, PixelMode::grey};

/// "binarized", "thresholded" or "grey".
std::string_view pixel_mode_name(PixelMode mode);

/// The mode of that name; throws std::invalid_argument naming the possible ones.
PixelMode pixel_mode_from_name(std::string_view name);

/// Writes one image (bytes, 255 = ink) into `out` (as many numbers in [0, 1]).
/// Binarising uses words first_word, first_word + 1, … of the noise; first_word must be a multiple of 4.
template <typename Scalar>
void present_pixels(std::span<const std::uint8_t> image, PixelMode mode, const NoiseStream& noise,
                    std::uint64_t first_word, Scalar* out);

/// Words of noise to set apart for one image of that many pixels: the next multiple of 4.
constexpr std::uint64_t noise_words_per_image(std::uint64_t pixels) { return (pixels + 3) / 4 * 4; }

/// Writes one example (bytes: `pixels` of the image, then its label, 255 = 1) into `out`, as many numbers. The image is
/// the `index`-th that the noise binarises; the label is taken as it is, in every mode. Noise is set apart for the
/// pixels alone, so that an image is the same with a label and without.
template <typename Scalar>
void present_example(std::span<const std::uint8_t> example, std::size_t pixels, PixelMode mode,
                     const NoiseStream& noise, std::uint64_t index, Scalar* out);

}  // namespace latentpad
