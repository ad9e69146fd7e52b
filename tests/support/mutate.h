// Reproducibly damaged copies of files.
#pragma once

#include <array>
#include <string_view>

#include "math/noise.h"
#include "support/bytes.h"

namespace latentpad::test {

/// Random numbers for one damaged copy.
class Chance {
 public:
  Chance(std::uint64_t seed, std::uint64_t copy) : noise_(seed, NoisePurpose::prior_sample, copy) {}

  /// A number from 0 to bound − 1.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(noise_.word(next_++)) % bound; }

 private:
  NoiseStream noise_;
  std::uint64_t next_ = 0;
};

/// The file after one to four of: a flipped bit, a byte of an extreme value, a cut, an extension, a part repeated, a
/// part removed, and a fragment of header text. Most positions are at the beginning of the file, where headers are.
inline Bytes damaged(const Bytes& file, std::uint64_t seed, std::uint64_t copy) {
  static constexpr std::array<std::string_view, 16> kPieces = {
      "-1",  "0",   "1e300", "18446744073709551615", "[", "]", "{", "}", ",", "\"", "null", "\\u0000", "\xff",
      "F16", "4.0", ":"};
  static constexpr std::array<std::uint8_t, 6> kExtremes = {0x00, 0x01, 0x7f, 0x80, 0xff, 0x20};
  Chance chance(seed, copy);
  Bytes bytes = file;
  for (std::size_t changes = 1 + chance.below(4); changes > 0; --changes) {
    const std::size_t reach = chance.below(3) == 0 ? bytes.size() : std::min<std::size_t>(bytes.size(), 600);
    const std::size_t position = reach == 0 ? 0 : chance.below(reach);
    const auto at = bytes.begin() + static_cast<std::ptrdiff_t>(position);
    const auto length = static_cast<std::ptrdiff_t>(std::min(chance.below(40), bytes.size() - position));
    const std::size_t kind = chance.below(8);
    if (kind == 0) {
      bytes.resize(position);
    } else if (kind == 1) {
      bytes.resize(bytes.size() + chance.below(20), 0x41);
    } else if (kind == 2) {
      const Bytes part(at, at + length);
      bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(position), part.begin(), part.end());
    } else if (kind == 3) {
      bytes.erase(at, at + length);
    } else if (kind == 4) {
      const std::string_view piece = kPieces[chance.below(kPieces.size())];
      bytes.insert(at, piece.begin(), piece.end());
    } else if (position < bytes.size()) {
      if (kind == 5) {
        *at = kExtremes[chance.below(kExtremes.size())];
      } else {
        *at = static_cast<std::uint8_t>(*at ^ (1u << chance.below(8)));
      }
    }
  }
  return bytes;
}

}  // namespace latentpad::test
