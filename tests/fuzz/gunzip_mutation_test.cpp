// Damaged gzip files, like mutation_test.cpp; a separate file because only the native program decompresses files.
#include "io/digits.h"
#include "io/files.h"
#include "support/catch.h"
#include "support/mutate.h"

namespace latentpad::test::gunzip_mutation_test {

TEST_CASE("Damaged gzip files are decompressed to the original content, or rejected") {
  // `gzip -9n` of the bytes 00 00 08 01 00 00 00 64 (IDX labels, 100 of them) and 0 … 9, ten times.
  const Bytes packed = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x63, 0x60, 0xe0, 0x60,
                        0x64, 0x60, 0x60, 0x48, 0x61, 0x60, 0x64, 0x62, 0x66, 0x61, 0x65, 0x63, 0xe7, 0xe0,
                        0xa4, 0x1d, 0x0b, 0x00, 0xf4, 0xc6, 0xb3, 0xe5, 0x6c, 0x00, 0x00, 0x00};
  Bytes content = {0, 0, 8, 1, 0, 0, 0, 100};
  for (int i = 0; i < 100; ++i) content.push_back(static_cast<std::uint8_t>(i % 10));
  REQUIRE(gunzip(packed, digits_file_size) == content);
  int refused = 0;
  for (std::uint64_t copy = 0; copy < 20'000; ++copy) {
    try {
      // The checksum of the content detects errors that the format does not.
      if (gunzip(damaged(packed, 9, copy), digits_file_size) != content) FAIL("unpacked to something else: " << copy);
    } catch (const FormatError&) {
      ++refused;
    }
  }
  CHECK(refused > 10'000);
}

}  // namespace latentpad::test::gunzip_mutation_test
