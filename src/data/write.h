// Files of a data set, which every version of the program and the page reads.
#pragma once

#include <string>
#include <vector>

#include "io/digits.h"

namespace latentpad::data {

/// The packed file of parse_packed_digits, not gzipped, of version 2 if the classes have names. `digits` has at least
/// one training image, sides from kMinImageSide to kMaxImageSide and at most 2^32 − 1 images. Throws DataError if the
/// class names take more than kMaxNamesSize bytes.
std::vector<std::uint8_t> packed_file(const Digits& digits);

struct IdxFiles {
  std::vector<std::uint8_t> images, labels;
};

/// MNIST's two files with the images `first` … `first + count − 1`.
IdxFiles idx_files(const Digits& digits, std::size_t first, std::size_t count);

}  // namespace latentpad::data
