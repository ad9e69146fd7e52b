#include "data/archive.h"

#include "data/data_error.h"
#include "io/files.h"
#include "support/catch.h"
#include "support/data_files.h"

namespace latentpad::test::data_archive_test {

using data::Allowance;
using data::DataError;

namespace {

std::vector<data::NamedFile> unpacked(const Bytes& file, Allowance left = {}) {
  return data::unpack({"a", file}, left, [](const std::vector<std::string>&) {});
}

std::string fault(const Bytes& file, Allowance left = {}) {
  return message_of<DataError>([&] { unpacked(file, left); });
}

}  // namespace

TEST_CASE("ZIP and gzip files are unpacked, also nested, without hidden files") {
  const Bytes content = counting(5000, 3);
  const Bytes inner = zip_file({{"b/c.bin", content}, {"d.gz", gzip(content)}});
  const Bytes outer = zip_file({{"inner.zip", inner},
                                {"__MACOSX/x", {1}},
                                {".hidden", {1}},
                                {"e/.f/g", {1}},
                                {"h/", {}},
                                {"i/Thumbs.db", {1}},
                                {"top", {7}}});
  const auto files = unpacked(gzip(outer));
  REQUIRE(files.size() == 3);
  CHECK(files[0].name == "a/inner.zip/b/c.bin");
  CHECK(files[0].bytes == content);
  CHECK(files[1].name == "a/inner.zip/d");
  CHECK(files[1].bytes == content);
  CHECK(files[2].name == "a/top");
  CHECK(unpacked({1, 2, 3})[0].bytes == Bytes{1, 2, 3});
  CHECK(unpacked(zip_file({})).empty());
}

TEST_CASE("Archives larger than the limits are rejected before they are unpacked") {
  Allowance left;
  left.bytes = 10'000;
  CHECK_THAT(fault(zip_file({{"a", Bytes(6'000)}, {"b", Bytes(6'000)}}), left), contains("a: more than the 512 MiB"));
  CHECK_THAT(fault(zip_file({{"x.zip", zip_file({{"b", Bytes(9'990)}})}}), left), contains("more than the 512 MiB"));
  CHECK_THAT(fault(gzip(Bytes(10'001)), left), contains("larger than the 512 MiB"));
  CHECK(unpacked(gzip(Bytes(10'000)), left)[0].bytes.size() == 10'000);
  Allowance few;
  few.files = 2;
  CHECK_THAT(fault(zip_file({{"a", {}}, {"b", {}}, {"c", {}}}), few), contains("100000 files"));
}

TEST_CASE("A ZIP bomb of overlapping or understated entries is rejected") {
  // The directory says 10 bytes, the entry unpacks to 5000.
  Bytes file = zip_file({{"a", Bytes(5'000)}});
  const Bytes size = little_endian(5'000, 4), less = little_endian(10, 4);
  for (std::size_t i = 0; i + 4 <= file.size(); ++i) {
    if (std::equal(size.begin(), size.end(), file.begin() + static_cast<std::ptrdiff_t>(i)))
      std::copy(less.begin(), less.end(), file.begin() + static_cast<std::ptrdiff_t>(i));
  }
  CHECK_THAT(fault(file), contains("cannot be unpacked"));
  // Half a gigabyte in half a megabyte, twice: the second exceeds what is left.
  Allowance left;
  left.bytes = 64'000'000;
  const Bytes zeros = zip_file({{"z", Bytes(40'000'000)}});
  CHECK_THAT(fault(zip_file({{"1.zip", zeros}, {"2.zip", zeros}}), left), contains("more than the 512 MiB"));
}

TEST_CASE("Archives nested too deeply are rejected") {
  Bytes file = {1};
  for (int depth = 0; depth < 8; ++depth) file = depth % 2 == 0 ? gzip(file) : zip_file({{"a", file}});
  CHECK(unpacked(file).size() == 1);
  CHECK_THAT(fault(gzip(file)), contains("nested more than 8 deep"));
}

TEST_CASE("A ZIP or gzip file cut off at any length or with a wrong checksum is rejected") {
  const Bytes content = counting(300, 7);
  const Bytes zip = zip_file({{"a", content}, {"b", content}}), gz = gzip(content);
  for (std::size_t size = 4; size < zip.size(); ++size) {
    CHECK_THAT(fault({zip.begin(), zip.begin() + static_cast<std::ptrdiff_t>(size)}), contains("cannot be unpacked"));
  }
  for (std::size_t size = 2; size < gz.size(); ++size) {
    CHECK_THAT(fault({gz.begin(), gz.begin() + static_cast<std::ptrdiff_t>(size)}), contains("gzip"));
  }
  Bytes damaged = zip;
  damaged[60] ^= 1;
  CHECK_THAT(fault(damaged), contains("cannot be unpacked"));
}

TEST_CASE("Hidden files, folders and files of systems are unused") {
  for (const char* name : {".a", "a/.b/c", "a/", "__MACOSX/a", "a/__MACOSX/b", "Thumbs.db", "a/desktop.ini"}) {
    CHECK(data::is_unused(name));
  }
  for (const char* name : {"a", "a.b/c.d", "__MACOSX", "Thumbs.db/a", "aThumbs.db"}) CHECK(!data::is_unused(name));
}

}  // namespace latentpad::test::data_archive_test
