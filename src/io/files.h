// Files, gzipped or not, for the native program (in a page the browser reads and unpacks).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "io/format_error.h"

namespace latentpad {

/// The size that the whole content should have, by its first bytes.
using SizeFromHead = std::function<std::uint64_t(std::span<const std::uint8_t>)>;

/// Unpacks a gzip file (zlib) of one or more members, whose contents follow one another (RFC 1952, section 2.2).
/// `size_from_head` is asked once the first 32 bytes are there; unpacking stops, with an error, one byte beyond what it
/// answers. Throws FormatError when the data is cut off, damaged, followed by anything but a member, or larger than
/// that.
std::vector<std::uint8_t> gunzip(std::span<const std::uint8_t> packed, const SizeFromHead& size_from_head);

bool is_gzip(std::span<const std::uint8_t> bytes);

/// The bytes of a file. Throws std::runtime_error naming the path when it cannot be read.
std::vector<std::uint8_t> read_file(const std::string& path);

/// Writes beside the path first and renames, so that a crash leaves the old file whole. Throws std::runtime_error.
void write_file(const std::string& path, std::span<const std::uint8_t> bytes);

}  // namespace latentpad
