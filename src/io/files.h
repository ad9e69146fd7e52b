// Files, gzipped or not, for the native program (in a page the browser reads and unpacks).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/format_error.h"

namespace latentpad {

/// The size that the whole content should have, by its first bytes.
using SizeFromHead = std::function<std::uint64_t(std::span<const std::uint8_t>)>;

/// Unpacks a gzip file (zlib) of one or more members, whose contents follow one another (RFC 1952, section 2.2).
/// `size_from_head` is asked once the first 32 bytes are there; unpacking stops, with an error, one byte beyond what it
/// answers. Throws FormatError when the data is cut off, damaged, followed by anything but a member, or larger than
/// that.
std::vector<std::uint8_t> gunzip(std::span<const std::uint8_t> packed, const SizeFromHead& size_from_head);

bool is_gzip(std::span<const std::uint8_t> bytes);

/// The most that read_file is asked to hold, in bytes, for each purpose. A checkpoint of the largest net that validate()
/// allows is below the first; the second is what digits_file_size allows.
constexpr std::uint64_t kMaxWeightBytes = std::uint64_t(3) << 30;
constexpr std::uint64_t kMaxClassifierBytes = 64 << 20;
constexpr std::uint64_t kMaxDigitBytes = 1'000'000'000;
constexpr std::uint64_t kMaxPictureBytes = 16 << 20;

/// The bytes of a file, or of a pipe to its end. A file of more than `most` bytes is refused before it is read, a pipe
/// once it has given more than that. Throws ResourceError (file_unusable) naming the path when it cannot be read.
std::vector<std::uint8_t> read_file(const std::string& path, std::uint64_t most);

}  // namespace latentpad
