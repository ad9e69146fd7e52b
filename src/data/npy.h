// NumPy's .npy files: a magic number, the version, the length of a header that is a Python dictionary, then the values
// (numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
#pragma once

#include <span>

#include "data/array.h"

namespace latentpad::data {

bool is_npy(std::span<const std::uint8_t> bytes);

/// Parses a file for which is_npy() is true: booleans, integers of 8 to 64 bits and floating-point numbers of 32 and 64
/// bits in either byte order, and texts of fixed length (<U); in row-major or column-major order. Throws DataError
/// naming the file for another type, or a length that is not that of its header.
NamedArray read_npy(const std::string& name, std::span<const std::uint8_t> bytes);

}  // namespace latentpad::data
