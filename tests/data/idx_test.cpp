#include "data/idx.h"

#include "data/data_error.h"
#include "support/catch.h"
#include "support/data_files.h"

namespace latentpad::test::data_idx_test {

using data::DataError;

TEST_CASE("IDX values of each type are read, big-endian and with their sign") {
  const Bytes pixels = counting(32, 7);
  const Bytes file = idx_file(0x08, {2, 4, 4}, pixels);
  REQUIRE(data::is_idx(file));
  const data::NamedArray array = data::read_idx("a", file);
  CHECK(array.shape == std::vector<std::uint64_t>{2, 4, 4});
  CHECK(std::get<Bytes>(array.values) == pixels);
  const auto numbers = [](std::uint8_t type, const Bytes& values) {
    const Bytes one = idx_file(type, {2}, values);
    return std::get<std::vector<double>>(data::read_idx("a", one).values);
  };
  CHECK(numbers(0x09, {1, 255}) == std::vector<double>{1.0, -1.0});
  CHECK(numbers(0x0b, {1, 2, 255, 254}) == std::vector<double>{258.0, -2.0});
  CHECK(numbers(0x0c, {0, 1, 0, 0, 255, 255, 255, 255}) == std::vector<double>{65536.0, -1.0});
  CHECK(numbers(0x0d, big_endian(0x3f800000) + big_endian(0xc0000000)) == std::vector<double>{1.0, -2.0});
  CHECK(numbers(0x0e, big_endian(0x3ff00000) + Bytes(4) + big_endian(0x40300000) + Bytes(4)) ==
        std::vector<double>{1.0, 16.0});
}

TEST_CASE("Other files are no IDX") {
  CHECK(!data::is_idx(Bytes(8)));
  CHECK(!data::is_idx(idx_file(0x0a, {1}, {1})));
  CHECK(!data::is_idx(idx_file(0x08, {1, 1, 1, 1, 1}, {1})));
  CHECK(!data::is_idx(Bytes{0, 0, 8, 1}));
}

TEST_CASE("An IDX file of another length than its header is rejected, at every length") {
  Bytes file = idx_file(0x0b, {3, 4, 4}, Bytes(96));
  file.push_back(0);
  CHECK_THAT(message_of<DataError>([&] { data::read_idx("a.idx", file); }),
             contains("a.idx: an IDX file with 113 bytes, but its header says 112"));
  for (std::size_t size = 8; size < 112; ++size) {
    const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK_THAT(message_of<DataError>([&] { data::read_idx("a.idx", cut); }), contains("cut off or damaged"));
  }
}

TEST_CASE("An IDX header with more values than any file has is rejected") {
  const Bytes file = idx_file(0x0e, {0xffffffff, 0xffffffff, 0xffffffff}, Bytes(8));
  CHECK_THAT(message_of<DataError>([&] { data::read_idx("a", file); }), contains("million"));
}

}  // namespace latentpad::test::data_idx_test
