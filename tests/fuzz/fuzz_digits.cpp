// A libFuzzer target for files of digits, gzipped or not. The first byte is the number of bytes of IDX labels at the
// end (0: the packed format); the file is in between.
#include <zlib.h>

#include <algorithm>
#include <span>

#include "fuzz/support/fuzz.h"
#include "fuzz/support/mutate_file.h"
#include "io/digits.h"
#include "io/files.h"

using namespace latentpad;
using namespace latentpad::test;

namespace {

/// Maximum decompressed size in a fuzzer; zlib compresses at most about 1000 : 1.
constexpr std::size_t kMaxUnpacked = 1 << 20;

void expect_digits(const Digits& digits) {
  expect(!digits.labels.empty() && digits.images.size() == digits.count() * digits.pixels(), "an image for each label");
  expect(std::all_of(digits.labels.begin(), digits.labels.end(), [](int label) { return label <= kMaxLabel; }),
         "labels 0 … 61");
  expect(digits.train_count >= 1 && digits.train_count <= digits.count(), "a digit to train on");
}

/// As in the program: gzip is detected by its magic number.
Bytes unpacked(std::span<const std::uint8_t> file) {
  if (!is_gzip(file)) return {file.begin(), file.end()};
  std::uint64_t announced = 32;  // until the header is complete
  Bytes content = gunzip(file, [&announced](std::span<const std::uint8_t> head) {
    return announced = std::min<std::uint64_t>(digits_file_size(head), kMaxUnpacked);
  });
  expect(content.size() <= announced, "no more bytes than the header announces");
  return content;
}

template <typename Read>
void attempt(const Read& read) {
  try {
    read();
  } catch (const FormatError&) {
    // The expected error of an invalid file.
  }
}

/// gzip -9 of the bytes.
Bytes packed(const Bytes& content) {
  z_stream stream = {};
  expect(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib starts");
  Bytes out(deflateBound(&stream, content.size()) + 32);
  stream.next_in = const_cast<Bytef*>(content.data());
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  expect(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib packs in one go");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::span<const std::uint8_t> file(data + 1, size - 1);
  const std::size_t label_bytes = std::min<std::size_t>(data[0], file.size());
  attempt([&] { digits_file_size(file); });
  if (label_bytes == 0) {
    attempt([&] {
      const Bytes content = unpacked(file);
      const Digits digits = parse_packed_digits(content);
      expect_digits(digits);
      expect(digits_file_size(std::span(content).first(32)) == content.size(), "the header announces the file's size");
    });
  } else {
    attempt([&] {
      const Bytes images = unpacked(file.first(file.size() - label_bytes)), labels = unpacked(file.last(label_bytes));
      expect_digits(parse_idx_digits(images, labels));
    });
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  Random random(seed);
  const Bytes input(data, data + size);
  // Changes of compressed bytes fail gzip's checksum, so mostly change the content and compress it again.
  if (size < 3 || input[0] != 0 || below(random, 4) == 0) return LLVMFuzzerMutate(data, size, max_size);
  const std::span<const std::uint8_t> file = std::span(input).subspan(1);
  Bytes content(file.begin(), file.end());
  if (is_gzip(file)) {
    try {
      content = gunzip(file, [](std::span<const std::uint8_t>) { return kMaxUnpacked; });
    } catch (const FormatError&) {
      return LLVMFuzzerMutate(data, size, max_size);
    }
  }
  content = mutated(std::move(content), 64);
  const bool pack = is_gzip(file) || below(random, 4) == 0;
  return give_back(Bytes{0} + (pack ? packed(content) : content), data, max_size);
}
