#include "support/data_files.h"

#include <zlib.h>

#include <stdexcept>

namespace latentpad::test {
namespace {

std::uint32_t checksum(const Bytes& bytes) {
  return static_cast<std::uint32_t>(crc32(0, bytes.data(), static_cast<uInt>(bytes.size())));
}

/// By zlib: `window_bits` is negative for a raw stream.
Bytes deflated(const Bytes& bytes, int window_bits) {
  z_stream stream = {};
  if (deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  Bytes out(deflateBound(&stream, bytes.size()));
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

Bytes png_chunk(const std::string& type, const Bytes& content) {
  const Bytes body = bytes_of(type) + content;
  return big_endian(static_cast<std::uint32_t>(content.size())) + body + big_endian(checksum(body));
}

}  // namespace

Bytes gzip_file(const Bytes& content) { return deflated(content, 16 + MAX_WBITS); }

Bytes idx_file(std::uint8_t type, const std::vector<std::uint32_t>& shape, const Bytes& values) {
  Bytes file = {0, 0, type, static_cast<std::uint8_t>(shape.size())};
  for (const std::uint32_t side : shape) file = file + big_endian(side);
  return file + values;
}

Bytes npy_file(const std::string& descr, const std::vector<std::uint32_t>& shape, const Bytes& values,
               bool is_fortran) {
  std::string header =
      "{'descr': '" + descr + "', 'fortran_order': " + (is_fortran ? "True" : "False") + ", 'shape': (";
  for (const std::uint32_t side : shape) header += std::to_string(side) + ", ";
  header += "), }\n";
  return bytes_of(std::string("\x93NUMPY\x01\0", 8)) + little_endian(header.size(), 2) + bytes_of(header) + values;
}

Bytes zip_file(const std::vector<ZipEntry>& entries) {
  Bytes file, directory;
  for (const ZipEntry& entry : entries) {
    const Bytes packed = deflated(entry.content, -MAX_WBITS);
    const Bytes common = little_endian(20, 2) + little_endian(0x800, 2) + little_endian(8, 2) + Bytes(4) +
                         little_endian(checksum(entry.content), 4) + little_endian(packed.size(), 4) +
                         little_endian(entry.content.size(), 4) + little_endian(entry.name.size(), 2) + Bytes(2);
    directory = directory + bytes_of("PK\x01\x02") + little_endian(20, 2) + common + Bytes(10) +
                little_endian(file.size(), 4) + bytes_of(entry.name);
    file = file + bytes_of("PK\x03\x04") + common + bytes_of(entry.name) + packed;
  }
  const Bytes count = little_endian(entries.size(), 2);
  return file + directory + bytes_of("PK\x05\x06") + Bytes(4) + count + count + little_endian(directory.size(), 4) +
         little_endian(file.size(), 4) + Bytes(2);
}

Bytes png_file(std::uint32_t width, std::uint32_t height, const Bytes& pixels, std::size_t channels) {
  const std::uint8_t type = channels == 1 ? 0 : channels == 3 ? 2 : 6;
  Bytes rows;
  const std::size_t row_bytes = width * channels;
  for (std::size_t y = 0; y < height; ++y) {
    rows.push_back(0);
    const auto row = pixels.begin() + static_cast<std::ptrdiff_t>(y * row_bytes);
    rows.insert(rows.end(), row, row + static_cast<std::ptrdiff_t>(row_bytes));
  }
  return bytes_of("\x89PNG\r\n\x1a\n") +
         png_chunk("IHDR", big_endian(width) + big_endian(height) + Bytes{8, type, 0, 0, 0}) +
         png_chunk("IDAT", deflated(rows, MAX_WBITS)) + png_chunk("IEND", {});
}

Bytes bmp_file(std::uint32_t width, std::uint32_t height, const Bytes& rgb) {
  Bytes rows;
  for (std::size_t y = height; y-- > 0;) {
    for (std::size_t x = 0; x < width; ++x) {
      for (std::size_t c = 3; c-- > 0;) rows.push_back(rgb[3 * (y * width + x) + c]);
    }
    rows.resize((rows.size() + 3) / 4 * 4);
  }
  return bytes_of("BM") + little_endian(54 + rows.size(), 4) + Bytes(4) + little_endian(54, 4) + little_endian(40, 4) +
         little_endian(width, 4) + little_endian(height, 4) + little_endian(1, 2) + little_endian(24, 2) + Bytes(24) +
         rows;
}

Bytes counting(std::size_t count, std::size_t step) {
  Bytes bytes(count);
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(i * step);
  return bytes;
}

}  // namespace latentpad::test
