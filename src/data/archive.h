// Files within files: ZIP and gzip.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/limits.h"

namespace latentpad::data {

struct NamedFile {
  std::string name;  ///< with its path in a folder or an archive
  std::vector<std::uint8_t> bytes;
};

/// What may still be unpacked.
struct Allowance {
  std::uint64_t bytes = kMaxBytes;
  std::size_t files = kMaxFiles;
  /// Whether a gzipped IDX or packed file may be as large as its header says, up to kMaxDigitBytes: for a file that is
  /// not one of many.
  bool is_single = false;

  /// Subtracts a file of that many bytes. Throws DataError naming the file if that is more than is left.
  void spend(const std::string& name, std::uint64_t size);
};

/// Throws an error unless an archive with these names is worth unpacking.
using CheckNames = std::function<void(const std::vector<std::string>&)>;

bool is_zip(std::span<const std::uint8_t> bytes);

/// Whether the name is that of a hidden file, of a folder, or of a file that macOS and Windows write beside the data.
bool is_unused(std::string_view name);

/// The data in a file: itself, the content of a gzip file, or the files of a ZIP file, also nested. Sizes are checked
/// before an archive is unpacked, and no more bytes are unpacked than `left` and its directory allow. `check_names`
/// gets the names in each archive, and may throw. Throws DataError naming the file if it is damaged, encrypted, too
/// large, has too many files or is nested too deeply.
std::vector<NamedFile> unpack(NamedFile file, Allowance& left, const CheckNames& check_names);

}  // namespace latentpad::data
