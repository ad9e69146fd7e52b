// IDX files, MNIST's format, with values of any type: two zero bytes, a type, the number of dimensions, each dimension
// as a big-endian 32-bit number, then the values in big-endian row-major order (yann.lecun.com/exdb/mnist).
#pragma once

#include <span>

#include "data/array.h"

namespace latentpad::data {

/// Whether it begins like an IDX file of one to four dimensions.
bool is_idx(std::span<const std::uint8_t> bytes);

/// Parses a file for which is_idx() is true. Throws DataError naming it unless its length is that of its header.
NamedArray read_idx(const std::string& name, std::span<const std::uint8_t> bytes);

}  // namespace latentpad::data
