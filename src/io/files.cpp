#include "io/files.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace latentpad {
namespace {

[[noreturn]] void throw_unusable(const std::string& path, const std::string& detail) {
  throw ResourceError(ErrorCode::file_unusable, {{"path", path}, {"detail", detail}});
}

}  // namespace

bool is_gzip(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

std::vector<std::uint8_t> gunzip(std::span<const std::uint8_t> packed, const SizeFromHead& size_from_head) {
  constexpr std::size_t kHead = 32;
  constexpr std::size_t kChunk = 1 << 20;
  z_stream stream = {};
  constexpr int kGzipOnly = 16 + MAX_WBITS;
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) throw ResourceError(ErrorCode::out_of_memory, {});
  struct Guard {
    z_stream* stream;
    ~Guard() { inflateEnd(stream); }
  } guard{&stream};

  std::vector<std::uint8_t> out;
  std::uint64_t limit = kHead;
  bool head_seen = false;
  stream.next_in = const_cast<Bytef*>(packed.data());
  std::size_t left = packed.size();
  for (;;) {
    if (out.size() >= limit) {
      if (head_seen) throw FormatError(ErrorCode::gzip_too_long, {{"expected", limit - 1}});
      limit = size_from_head(out) + 1;
      head_seen = true;
      if (out.size() >= limit) throw FormatError(ErrorCode::gzip_too_long, {{"expected", limit - 1}});
    }
    const std::size_t old_size = out.size();
    const std::size_t room = static_cast<std::size_t>(std::min<std::uint64_t>(kChunk, limit - old_size));
    out.resize(old_size + room);
    if (stream.avail_in == 0) {
      stream.avail_in = static_cast<uInt>(std::min<std::size_t>(left, 1u << 30));
      left -= stream.avail_in;
    }
    stream.next_out = out.data() + old_size;
    stream.avail_out = static_cast<uInt>(room);
    const int status = inflate(&stream, Z_NO_FLUSH);
    out.resize(old_size + room - stream.avail_out);
    if (status == Z_STREAM_END) {
      const bool ends = stream.avail_in == 0 && left == 0;
      // The magic may lie across what zlib has been given so far and what is left.
      const std::span<const std::uint8_t> rest = packed.last(left + stream.avail_in);
      if (ends || !is_gzip(rest)) break;
      // Another member: its content follows that of the one before (RFC 1952, section 2.2).
      if (inflateReset(&stream) != Z_OK) throw FormatError(ErrorCode::gzip_damaged, {{"detail", "zlib"}});
      continue;
    }
    if (status == Z_BUF_ERROR || (status == Z_OK && stream.avail_out != 0 && stream.avail_in == 0 && left == 0)) {
      throw FormatError(ErrorCode::gzip_cut_off, {});
    }
    if (status != Z_OK) {
      throw FormatError(ErrorCode::gzip_damaged, {{"detail", stream.msg != nullptr ? stream.msg : "zlib"}});
    }
  }
  if (head_seen && out.size() >= limit) throw FormatError(ErrorCode::gzip_too_long, {{"expected", limit - 1}});
  if (stream.avail_in != 0 || left != 0) throw FormatError(ErrorCode::gzip_trailing, {});
  return out;
}

std::vector<std::uint8_t> read_file(const std::string& path) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) throw_unusable(path, "is a folder, expected a file");
  std::ifstream stream(path, std::ios::binary | std::ios::ate);
  if (!stream) throw_unusable(path, std::strerror(errno));
  const std::streamoff size = stream.tellg();
  if (size < 0) throw_unusable(path, "has no size; expected a file, not a pipe");
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
  stream.seekg(0);
  if (!bytes.empty()) stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!stream) throw_unusable(path, "could not be read to its end");
  return bytes;
}

void write_file(const std::string& path, std::span<const std::uint8_t> bytes) {
  const std::string temporary = path + ".part";
  {
    std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
    if (!stream) throw_unusable(temporary, std::strerror(errno));
    stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    stream.flush();
    if (!stream) {
      std::remove(temporary.c_str());
      throw_unusable(temporary, "could not be written (disk full?)");
    }
  }
  std::error_code failed;
  std::filesystem::rename(temporary, path, failed);
  if (failed) {
    std::remove(temporary.c_str());
    throw_unusable(path, failed.message());
  }
}

}  // namespace latentpad
