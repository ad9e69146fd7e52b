// Numbers of a file in either byte order.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace latentpad::data {

/// The number in the first sizeof(Number) bytes.
template <typename Number>
Number number_at(std::span<const std::uint8_t> bytes, bool is_little) {
  std::array<std::uint8_t, sizeof(Number)> ordered;
  std::copy_n(bytes.begin(), sizeof(Number), ordered.begin());
  if (is_little != (std::endian::native == std::endian::little)) std::reverse(ordered.begin(), ordered.end());
  return std::bit_cast<Number>(ordered);
}

/// `count` numbers as the nearest double each. The bytes hold at least that many.
template <typename Number>
std::vector<double> doubles(std::span<const std::uint8_t> bytes, std::size_t count, bool is_little) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = static_cast<double>(number_at<Number>(bytes.subspan(i * sizeof(Number)), is_little));
  }
  return values;
}

}  // namespace latentpad::data
