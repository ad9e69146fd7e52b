#include "io/files.h"

#include <sys/stat.h>
#include <zlib.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::files_test {

namespace {

Bytes gzip(const Bytes& content) {
  z_stream stream = {};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY) == Z_OK);
  Bytes packed(deflateBound(&stream, static_cast<uLong>(content.size())));
  stream.next_in = const_cast<Bytef*>(content.data());
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// Bytes that are not highly compressible.
Bytes content_of(std::size_t size) {
  Bytes content(size);
  for (std::size_t i = 0; i < size; ++i) content[i] = static_cast<std::uint8_t>((i * i) >> 3);
  return content;
}

SizeFromHead always(std::uint64_t size) {
  return [size](std::span<const std::uint8_t>) { return size; };
}

std::string fault(const Bytes& packed, std::uint64_t size) {
  return message_of<FormatError>([&] { gunzip(packed, always(size)); });
}

/// A temporary folder, removed at the end of the test.
struct Folder {
  std::string path = LATENTPAD_TEST_OUTPUT "/files_test";
  Folder() {
    std::filesystem::remove_all(path);
    std::filesystem::create_directory(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("Compressed data is decompressed, for sizes around those of the head and the chunks") {
  for (const std::size_t size : {0u, 1u, 31u, 32u, 33u, 1000u, (1u << 20) + 31u, (1u << 20) + 32u, 3'000'000u}) {
    CAPTURE(size);
    CHECK(gunzip(gzip(content_of(size)), always(size)) == content_of(size));
  }
}

TEST_CASE("The size is requested once, with the first 32 bytes") {
  int asked = 0;
  const auto size = [&asked](std::span<const std::uint8_t> head) {
    ++asked;
    const Bytes expected = content_of(32);
    CHECK(Bytes(head.begin(), head.end()) == expected);
    return std::uint64_t(5000);
  };
  gunzip(gzip(content_of(5000)), size);
  CHECK(asked == 1);
}

TEST_CASE("Content shorter than specified in its header is decompressed, and rejected by the parser") {
  CHECK(gunzip(gzip(content_of(100)), always(1000)) == content_of(100));
}

TEST_CASE("Truncated compressed data is rejected") {
  const Bytes packed = gzip(content_of(5000));
  for (std::size_t size = 0; size < packed.size(); size += 11) {
    CAPTURE(size);
    CHECK_THAT(fault(Bytes(packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(size)), 5000),
               contains("gzip: the file is cut off"));
  }
  CHECK_THAT(fault(Bytes(packed.begin(), packed.end() - 1), 5000), contains("cut off"));
}

TEST_CASE("A wrong checksum, a wrong length and a damaged header are rejected") {
  const Bytes packed = gzip(content_of(5000));
  for (const std::size_t from_end : {1u, 4u, 5u, 8u}) {  // the length, and the checksum before it
    Bytes damaged = packed;
    damaged[damaged.size() - from_end] ^= 1;
    CHECK_THAT(fault(damaged, 5000), contains("gzip: the file is damaged"));
  }
  CHECK_THAT(fault(content_of(100), 100), contains("gzip: the file is damaged"));
}

TEST_CASE("Data after the end is rejected") {
  const Bytes packed = gzip(content_of(5000));
  CHECK_THAT(fault(packed + Bytes{0}, 5000), contains("something follows the end"));
  CHECK_THAT(fault(packed + Bytes{0x1f}, 5000), contains("something follows the end"));
  CHECK_THAT(fault(packed + bytes_of("\r\n"), 5000), contains("something follows the end"));
  CHECK_THAT(fault(packed + gzip(content_of(10)) + Bytes{0}, 5010), contains("something follows the end"));
}

TEST_CASE("Members of any size are concatenated, within the size in the header") {
  const Bytes content = content_of(5000);
  for (const std::size_t cut : {0u, 1u, 31u, 32u, 33u, 2500u, 4999u, 5000u}) {
    const auto middle = content.begin() + static_cast<std::ptrdiff_t>(cut);
    const Bytes packed = gzip(Bytes(content.begin(), middle)) + gzip(Bytes(middle, content.end()));
    CHECK(gunzip(packed, always(5000)) == content);
    CHECK_THAT(fault(packed, 4999), contains("longer than its header says"));
    CHECK_THAT(fault(Bytes(packed.begin(), packed.end() - 1), 5000), contains("cut off"));
  }
  Bytes bytewise;
  for (std::size_t i = 0; i < 300; ++i) bytewise = bytewise + gzip(Bytes{content[i]});
  CHECK(gunzip(bytewise, always(300)) == Bytes(content.begin(), content.begin() + 300));
  CHECK_THAT(fault(gzip(content) + gzip(content_of(10)), 5000), contains("longer than its header says"));
  Bytes damaged = gzip(content) + gzip(content);
  damaged[damaged.size() - 6] ^= 1;
  CHECK_THAT(fault(damaged, 10000), contains("damaged"));
}

TEST_CASE("Decompression stops when content exceeds the size in its header") {
  CHECK_THAT(fault(gzip(content_of(5001)), 5000), contains("longer than its header says"));
  CHECK_THAT(fault(gzip(content_of(5000)), 10), contains("longer than its header says"));
  CHECK_THAT(fault(gzip(content_of(5000)), 0), contains("longer than its header says"));
}

TEST_CASE("Decompression of a zip bomb stops at the size in its header") {
  // 50 MB of zeros in 50 kB.
  const Bytes bomb = gzip(Bytes(50'000'000));
  CHECK(bomb.size() < 100'000);
  // Damage after that point is not detected, which shows that decompression stops early.
  Bytes damaged = bomb;
  for (std::size_t i = bomb.size() / 2; i < bomb.size(); ++i) damaged[i] = 0xff;
  CHECK_THAT(fault(damaged, 10'000), contains("longer than its header says"));
}

TEST_CASE("An error of size_from_head stops decompression at once") {
  const auto refuse = [](std::span<const std::uint8_t>) -> std::uint64_t {
    throw FormatError(ErrorCode::idx_empty, {});
  };
  CHECK_THAT(message_of<FormatError>([&] { gunzip(gzip(content_of(5000)), refuse); }), contains("a size of 0"));
}

TEST_CASE("gzip is recognized by its first two bytes") {
  CHECK(is_gzip(gzip({})));
  CHECK_FALSE(is_gzip(Bytes{0x1f}));
  CHECK_FALSE(is_gzip(Bytes{}));
  CHECK_FALSE(is_gzip(Bytes{0x8b, 0x1f}));
}

TEST_CASE("Unreadable files are reported by name") {
  const Folder folder;
  const auto fault = [](const std::string& path) {
    return message_of<ResourceError>([&path] { read_file(path, 1000); });
  };
  CHECK_THAT(fault(folder.path + "/absent"), contains("/files_test/absent: No such file"));
  CHECK_THAT(fault(folder.path), contains("is a folder"));
}

TEST_CASE("A file is read up to the limit, and rejected beyond it without being read") {
  const Folder folder;
  const std::string path = folder.path + "/digits";
  const auto fault = [&path](std::uint64_t most) { return message_of<ResourceError>([&] { read_file(path, most); }); };
  for (const std::size_t size : {0u, 1u, 1000u, 3'000'000u}) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(content_of(size).data()), static_cast<std::streamsize>(size));
    CHECK(read_file(path, size) == content_of(size));
    if (size > 0)
      CHECK_THAT(fault(size - 1),
                 contains("expected at most " + std::to_string(size - 1) + " bytes, got " + std::to_string(size)));
  }
  // A sparse file, larger than memory.
  std::filesystem::resize_file(path, std::uintmax_t(1) << 42);
  CHECK_THAT(fault(kMaxWeightBytes), contains("got 4398046511104"));
}

TEST_CASE("A pipe is read to its end, and rejected after more bytes than the limit") {
  const Folder folder;
  const std::string path = folder.path + "/pipe";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const auto write = [&path](std::size_t size) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(content_of(size).data()), static_cast<std::streamsize>(size));
  };
  std::thread whole(write, 200'000);
  CHECK(read_file(path, 200'000) == content_of(200'000));
  whole.join();
  std::signal(SIGPIPE, SIG_IGN);
  std::thread longer(write, 9'000'000);
  CHECK_THAT(message_of<ResourceError>([&] { read_file(path, 200'000); }),
             contains("expected at most 200000 bytes, got more"));
  longer.join();
  std::signal(SIGPIPE, SIG_DFL);
}

}  // namespace latentpad::test::files_test
