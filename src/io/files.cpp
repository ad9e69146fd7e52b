#include "io/files.h"

#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace latentpad {
namespace {

[[noreturn]] void throw_unreadable(const std::string& path, const std::string& detail) {
  throw ResourceError(ErrorCode::file_unusable, {{"path", path}, {"detail", detail}});
}

}  // namespace

bool is_gzip(std::span<const std::uint8_t> bytes) { return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b; }

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
      // The magic may span the input that zlib has consumed and the rest.
      const std::span<const std::uint8_t> rest = packed.last(left + stream.avail_in);
      if (ends || !is_gzip(rest)) break;
      // Another member: its content is appended (RFC 1952, section 2.2).
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

std::vector<std::uint8_t> gzip(std::span<const std::uint8_t> bytes) {
  z_stream stream = {};
  constexpr int kMemoryLevel = 8;  // zlib's default
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw ResourceError(ErrorCode::out_of_memory, {});
  }
  struct Guard {
    z_stream* stream;
    ~Guard() { deflateEnd(stream); }
  } guard{&stream};
  constexpr std::size_t kChunk = 1 << 20;
  std::vector<std::uint8_t> out;
  stream.next_in = const_cast<Bytef*>(bytes.data());
  std::size_t left = bytes.size();
  for (int status = Z_OK; status != Z_STREAM_END;) {
    if (stream.avail_in == 0) {
      stream.avail_in = static_cast<uInt>(std::min<std::size_t>(left, 1u << 30));
      left -= stream.avail_in;
    }
    const std::size_t old_size = out.size();
    out.resize(old_size + kChunk);
    stream.next_out = out.data() + old_size;
    stream.avail_out = kChunk;
    status = deflate(&stream, left == 0 ? Z_FINISH : Z_NO_FLUSH);
    out.resize(old_size + kChunk - stream.avail_out);
  }
  return out;
}

std::vector<std::uint8_t> read_file(const std::string& path, std::uint64_t most) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(path.c_str(), "rbe"), &std::fclose);
  struct stat status;
  if (!stream || ::fstat(fileno(stream.get()), &status) != 0) throw_unreadable(path, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) throw_unreadable(path, "is a folder, expected a file");
  const auto too_long = [&](const std::string& got) {
    throw_unreadable(path, "expected at most " + std::to_string(most) + " bytes, got " + got);
  };
  const bool regular = S_ISREG(status.st_mode);
  const auto known = regular ? static_cast<std::uint64_t>(status.st_size) : 0;
  if (known > most) too_long(std::to_string(known));
  // One more byte than the known size, to detect the end of the file in one read.
  constexpr std::uint64_t kChunk = 1 << 20;
  std::vector<std::uint8_t> bytes;
  std::size_t size = 0;
  for (;;) {
    if (size == bytes.size())
      bytes.resize(size == 0 && known > 0 ? known + 1 : size + std::max<std::uint64_t>(kChunk, size / 2));
    const std::size_t got = std::fread(bytes.data() + size, 1, bytes.size() - size, stream.get());
    size += got;
    if (size > most) too_long("more");
    if (got > 0) continue;
    if (std::ferror(stream.get()) != 0)
      throw_unreadable(path, std::string("could not be read to its end: ") + std::strerror(errno));
    break;
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace latentpad
