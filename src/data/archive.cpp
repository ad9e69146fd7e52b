#include "data/archive.h"

#include <zip.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "data/data_error.h"
#include "data/text.h"
#include "io/digits.h"
#include "io/files.h"

namespace latentpad::data {
namespace {

struct CloseZip {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
using ZipArchive = std::unique_ptr<zip_t, CloseZip>;

[[noreturn]] void throw_damaged(const std::string& name, const std::string& detail) {
  throw DataError(name + ": this ZIP file cannot be unpacked: " + detail + "; download it again");
}

ZipArchive open_zip(const NamedFile& file) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(file.bytes.data(), file.bytes.size(), 0, &error);
  zip_t* archive = source != nullptr ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
  const std::string detail = archive == nullptr ? zip_error_strerror(&error) : "";
  if (archive == nullptr && source != nullptr) zip_source_free(source);
  zip_error_fini(&error);
  if (archive == nullptr) throw_damaged(file.name, detail);
  return ZipArchive(archive);
}

struct Entry {
  zip_uint64_t index;
  std::string name;
  std::uint64_t size;
};

/// The entries to be unpacked, after checks of their names and sizes.
std::vector<Entry> entries_of(const NamedFile& file, zip_t* archive, Allowance& left, const CheckNames& check_names) {
  std::vector<Entry> entries;
  std::vector<std::string> names;
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(std::max<zip_int64_t>(count, 0)); ++i) {
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_stat_index(archive, i, 0, &status) != 0 || (status.valid & ZIP_STAT_NAME) == 0 ||
        (status.valid & ZIP_STAT_SIZE) == 0) {
      throw_damaged(file.name, zip_strerror(archive));
    }
    if (is_unused(status.name)) continue;
    if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && status.encryption_method != ZIP_EM_NONE) {
      throw DataError(file.name + ": this ZIP file is encrypted; unpack it and give the folder");
    }
    left.spend(file.name, status.size);
    names.push_back(file.name + "/" + status.name);
    entries.push_back({i, names.back(), status.size});
  }
  check_names(names);
  return entries;
}

std::vector<std::uint8_t> content_of(zip_t* archive, const Entry& entry) {
  const std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen_index(archive, entry.index, 0));
  if (!file) throw_damaged(entry.name, zip_strerror(archive));
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(entry.size));
  std::size_t size = 0;
  // One more read at the end: with it, libzip compares the checksum.
  for (;;) {
    std::uint8_t beyond = 0;
    const bool is_full = size == bytes.size();
    const zip_int64_t got =
        zip_fread(file.get(), is_full ? &beyond : bytes.data() + size, is_full ? 1 : bytes.size() - size);
    if (got < 0) throw_damaged(entry.name, zip_file_strerror(file.get()));
    if (got == 0 && !is_full) throw_damaged(entry.name, "it is shorter than the archive says");
    if (got > 0 && is_full) throw_damaged(entry.name, "it is longer than the archive says");
    if (got == 0) return bytes;
    size += static_cast<std::size_t>(got);
  }
}

/// The size by the header of an IDX or packed file, if it is one.
std::optional<std::uint64_t> announced_size(std::span<const std::uint8_t> head) {
  try {
    return digits_file_size(head);
  } catch (const FormatError&) {
    return std::nullopt;
  }
}

std::vector<std::uint8_t> gunzip_within(const NamedFile& file, Allowance& left) {
  bool is_announced = false;
  const std::uint64_t most = left.bytes;
  const auto limit = [&](std::span<const std::uint8_t> head) {
    const std::optional<std::uint64_t> size = announced_size(head);
    is_announced = size && (*size <= most || left.is_single);
    return is_announced ? *size : most;
  };
  try {
    std::vector<std::uint8_t> content = gunzip(file.bytes, limit);
    if (is_announced) left.bytes = std::max<std::uint64_t>(left.bytes, content.size());
    left.spend(file.name, content.size());
    return content;
  } catch (const FormatError& error) {
    if (error.code() == ErrorCode::gzip_too_long && !is_announced) {
      throw DataError(file.name + ": its content is larger than the " + std::to_string(kMaxBytes >> 20) +
                      " MiB that are unpacked; use fewer images");
    }
    throw DataError(file.name + ": " + error.what());
  }
}

std::string without_gz(std::string name) {
  for (const std::string_view suffix : {".gz", ".tgz"}) {
    if (!lower(name).ends_with(suffix)) continue;
    name.resize(name.size() - suffix.size());
    break;
  }
  return name;
}

void unpack_into(std::vector<NamedFile>& files, NamedFile file, Allowance& left, const CheckNames& check_names,
                 int depth) {
  const bool is_gz = is_gzip(file.bytes);
  if (!is_gz && !is_zip(file.bytes)) {
    files.push_back(std::move(file));
    return;
  }
  if (depth == kMaxNesting) {
    throw DataError(file.name + ": archives are nested more than " + std::to_string(kMaxNesting) +
                    " deep; unpack them and give the folder");
  }
  if (is_gz) {
    std::vector<std::uint8_t> content = gunzip_within(file, left);
    return unpack_into(files, {without_gz(std::move(file.name)), std::move(content)}, left, check_names, depth + 1);
  }
  const ZipArchive archive = open_zip(file);
  for (const Entry& entry : entries_of(file, archive.get(), left, check_names)) {
    unpack_into(files, {entry.name, content_of(archive.get(), entry)}, left, check_names, depth + 1);
  }
}

}  // namespace

void Allowance::spend(const std::string& name, std::uint64_t size) {
  if (size > bytes) {
    throw DataError(name + ": more than the " + std::to_string(kMaxBytes >> 20) +
                    " MiB that are read, unpacked; use fewer images");
  }
  if (files == 0) {
    throw DataError(name + ": more than the " + std::to_string(kMaxFiles) + " files that are read; use fewer images");
  }
  bytes -= size;
  --files;
}

bool is_zip(std::span<const std::uint8_t> bytes) {
  return bytes.size() > 3 && bytes[0] == 'P' && bytes[1] == 'K' && (bytes[2] == 3 || bytes[2] == 5);
}

bool is_unused(std::string_view name) {
  if (name.ends_with('/')) return true;
  for (;;) {
    const std::size_t slash = name.find('/');
    const std::string_view part = name.substr(0, slash);
    if (part.starts_with('.')) return true;
    if (slash == std::string_view::npos) return part == "Thumbs.db" || part == "desktop.ini";
    if (part == "__MACOSX") return true;
    name.remove_prefix(slash + 1);
  }
}

std::vector<NamedFile> unpack(NamedFile file, Allowance& left, const CheckNames& check_names) {
  std::vector<NamedFile> files;
  unpack_into(files, std::move(file), left, check_names, 0);
  return files;
}

}  // namespace latentpad::data
