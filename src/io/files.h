// Reads files, gzipped or not, for the native program; in a page the browser does this.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/format_error.h"

namespace latentpad {

/// Returns the size of the whole content from its first bytes.
using SizeFromHead = std::function<std::uint64_t(std::span<const std::uint8_t>)>;

/// Decompresses a gzip file (zlib) of one or more members, whose contents are concatenated (RFC 1952, section 2.2).
/// Calls `size_from_head` with the first 32 bytes. Throws FormatError if the data is truncated, damaged, followed by
/// anything but a member, or larger than that size; decompression stops after one byte too many.
std::vector<std::uint8_t> gunzip(std::span<const std::uint8_t> packed, const SizeFromHead& size_from_head);

/// The bytes as a gzip file of one member without a time, so that the same bytes give the same file. Throws
/// ResourceError (out_of_memory).
std::vector<std::uint8_t> gzip(std::span<const std::uint8_t> bytes);

bool is_gzip(std::span<const std::uint8_t> bytes);

/// Maximum sizes for read_file in bytes, by purpose. A checkpoint of the largest network that validate() allows is
/// below the first; the second is the limit of digits_file_size.
constexpr std::uint64_t kMaxWeightBytes = std::uint64_t(3) << 30;
constexpr std::uint64_t kMaxClassifierBytes = 64 << 20;
constexpr std::uint64_t kMaxDigitBytes = 1'000'000'000;
constexpr std::uint64_t kMaxPictureBytes = 16 << 20;

/// Reads a file, or a pipe to its end. A file of more than `most` bytes is rejected before it is read, a pipe after
/// that many bytes. Throws ResourceError (file_unusable) naming the path if it cannot be read.
std::vector<std::uint8_t> read_file(const std::string& path, std::uint64_t most);

}  // namespace latentpad
