#include "data/write.h"

#include <string_view>

#include "data/data_error.h"
#include "io/json.h"

namespace latentpad::data {
namespace {

using Bytes = std::vector<std::uint8_t>;

void add_little_endian(Bytes& bytes, std::size_t value) {
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(value >> shift & 0xff));
}

void add_big_endian(Bytes& bytes, std::size_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(value >> shift & 0xff));
}

void add(Bytes& bytes, std::span<const std::uint8_t> more) { bytes.insert(bytes.end(), more.begin(), more.end()); }

}  // namespace

Bytes packed_file(const Digits& digits) {
  Bytes bytes(kPackedMagic.begin(), kPackedMagic.end());
  // Names from file systems may not be UTF-8, which JSON requires.
  const std::string names =
      digits.class_names.empty()
          ? ""
          : nlohmann::json(digits.class_names).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (names.size() > kMaxNamesSize) {
    throw DataError("the class names take " + std::to_string(names.size()) + " bytes, more than the " +
                    std::to_string(kMaxNamesSize) +
                    " of a packed file; shorten them, or write IDX files into a folder");
  }
  for (const std::size_t field : {std::size_t(names.empty() ? 1 : 2), digits.count(), digits.train_count, digits.height,
                                  digits.width, names.size()}) {
    add_little_endian(bytes, field);
  }
  add(bytes, digits.labels);
  add(bytes, digits.images);
  bytes.insert(bytes.end(), names.begin(), names.end());
  return bytes;
}

IdxFiles idx_files(const Digits& digits, std::size_t first, std::size_t count) {
  IdxFiles files;
  add_big_endian(files.images, 0x803);
  for (const std::size_t side : {count, digits.height, digits.width}) add_big_endian(files.images, side);
  add(files.images, std::span(digits.images).subspan(first * digits.pixels(), count * digits.pixels()));
  add_big_endian(files.labels, 0x801);
  add_big_endian(files.labels, count);
  add(files.labels, std::span(digits.labels).subspan(first, count));
  return files;
}

}  // namespace latentpad::data
