// Numbers of a file as bytes of ink.
#pragma once

#include "data/array.h"

namespace latentpad::data {

struct Ink {
  std::vector<std::uint8_t> bytes;  ///< 0 … 255, one for each pixel
  int most = 255;                   ///< the largest value that the file's numbers stand for: 1, 16 or 255
};

/// The array's values v as bytes: round(255 v / most), halves up, where `most` is 1 if no value is above 1, 16 if none
/// is above 16 (scikit-learn's and UCI's digits), otherwise 255. Of three channels, v is luma (ITU-R BT.601): 0.299 R +
/// 0.587 G + 0.114 B. Throws DataError naming the array for texts, numbers that are not finite, and numbers outside [0,
/// 255].
Ink to_ink(NamedArray array, std::size_t channels);

/// The nearest whole number, halves up, as Math.round.
double round_half_up(double value);

}  // namespace latentpad::data
