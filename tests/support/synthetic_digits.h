// Small synthetic images that can be learned: bars and blobs, at a position for each class.
#pragma once

#include "io/digits.h"
#include "math/noise.h"

namespace latentpad::test {

/// Images of side x side pixels with two grey bars, whose positions depend on the class and slightly on chance.
inline std::vector<std::uint8_t> synthetic_images(std::size_t count, std::size_t side, std::uint64_t seed) {
  std::vector<std::uint8_t> images(count * side * side, 0);
  const NoiseStream noise(seed, NoisePurpose::prior_sample, 3);
  for (std::size_t n = 0; n < count; ++n) {
    const std::uint32_t word = noise.word(n);
    const std::size_t kind = word % 10, row = (kind * side) / 10, column = ((kind * 3) % 10 * side) / 10;
    std::uint8_t* image = images.data() + n * side * side;
    for (std::size_t i = 1; i + 1 < side; ++i) {
      image[row * side + i] = static_cast<std::uint8_t>(255 - (word >> 8) % 40);
      image[i * side + column] = static_cast<std::uint8_t>(255 - (word >> 16) % 120);
    }
  }
  return images;
}

/// Such images of 28 x 28 as digits, the last `held_out` of them held out.
inline Digits synthetic_digits(std::size_t count, std::size_t held_out, std::uint64_t seed) {
  return {"bars", synthetic_images(count, kDigitSide, seed), std::vector<std::uint8_t>(count, 0), count - held_out};
}

}  // namespace latentpad::test
