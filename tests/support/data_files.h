// Files of data sets for tests: IDX, NumPy, ZIP and pictures. Native programs only, since they use zlib.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "support/bytes.h"

namespace latentpad::test {

/// An IDX file with values of that type, which the caller encodes.
Bytes idx_file(std::uint8_t type, const std::vector<std::uint32_t>& shape, const Bytes& values);

/// A NumPy file, version 1, with values of the type `descr`, such as "|u1", which the caller encodes.
Bytes npy_file(const std::string& descr, const std::vector<std::uint32_t>& shape, const Bytes& values,
               bool is_fortran = false);

/// A gzip file of one member.
Bytes gzip_file(const Bytes& content);

struct ZipEntry {
  std::string name;
  Bytes content;
};

/// A ZIP file with deflated entries.
Bytes zip_file(const std::vector<ZipEntry>& entries);

/// A PNG of 8 bits per channel: 1 channel is grey, 3 are RGB, 4 are RGBA.
Bytes png_file(std::uint32_t width, std::uint32_t height, const Bytes& pixels, std::size_t channels = 1);

/// An uncompressed BMP of 24 bits from RGB.
Bytes bmp_file(std::uint32_t width, std::uint32_t height, const Bytes& rgb);

/// The bytes 0, step, 2 · step, … modulo 256.
Bytes counting(std::size_t count, std::size_t step = 1);

}  // namespace latentpad::test
