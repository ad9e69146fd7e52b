// Byte-level construction of files for tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace latentpad::test {

using Bytes = std::vector<std::uint8_t>;

inline Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

inline Bytes operator+(Bytes left, const Bytes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

/// A number as `count` bytes, little-endian.
inline Bytes little_endian(std::uint64_t value, std::size_t count) {
  Bytes bytes;
  for (std::size_t i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  return bytes;
}

/// A number as four bytes, big-endian.
inline Bytes big_endian(std::uint32_t value) {
  const Bytes little = little_endian(value, 4);
  return {little.rbegin(), little.rend()};
}

/// A safetensors file with this header, unpadded, and `data_bytes` bytes of data: 0, 1, 2, …
inline Bytes safetensors_file(std::string_view header, std::size_t data_bytes = 0) {
  Bytes file = little_endian(header.size(), 8) + bytes_of(header);
  for (std::size_t i = 0; i < data_bytes; ++i) file.push_back(static_cast<std::uint8_t>(i));
  return file;
}

/// The bytes of a file in tests/, or in the build's folder of test results.
Bytes read_test_file(const std::string& path);
void write_test_file(const std::string& path, const Bytes& bytes);

}  // namespace latentpad::test
