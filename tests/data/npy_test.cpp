#include "data/npy.h"

#include <algorithm>
#include <array>
#include <bit>

#include "data/data_error.h"
#include "support/catch.h"
#include "support/data_files.h"

namespace latentpad::test::data_npy_test {

using data::DataError;

namespace {

/// The bytes of numbers in either order.
template <typename Number>
Bytes encoded(const std::vector<double>& values, bool is_little) {
  Bytes bytes;
  for (const double value : values) {
    const auto one = std::bit_cast<std::array<std::uint8_t, sizeof(Number)>>(static_cast<Number>(value));
    Bytes ordered(one.begin(), one.end());
    if (!is_little) std::reverse(ordered.begin(), ordered.end());
    bytes = bytes + ordered;
  }
  return bytes;
}

template <typename Number>
void check_type(const std::string& kind, const std::vector<double>& values) {
  INFO(kind);
  for (const bool is_little : {true, false}) {
    const Bytes file = npy_file((is_little ? "<" : ">") + kind, {2, 2}, encoded<Number>(values, is_little));
    const data::NamedArray array = data::read_npy("a", file);
    CHECK(std::get<std::vector<double>>(array.values) == values);
  }
}

std::string fault(const Bytes& file) {
  return message_of<DataError>([&] { data::read_npy("a.npy", file); });
}

}  // namespace

TEST_CASE("NumPy numbers of each type are read in both byte orders") {
  check_type<std::int8_t>("i1", {0, 1, -1, -128});
  check_type<std::uint16_t>("u2", {0, 1, 256, 65535});
  check_type<std::int16_t>("i2", {0, 1, -2, -32768});
  check_type<std::uint32_t>("u4", {0, 1, 65536, 4294967295.0});
  check_type<std::int32_t>("i4", {0, 1, -3, -2147483648.0});
  check_type<std::uint64_t>("u8", {0, 1, 4294967296.0, 9007199254740992.0});
  check_type<std::int64_t>("i8", {0, 1, -4, -9007199254740992.0});
  check_type<float>("f4", {0, 0.5, -1.25, 255});
  check_type<double>("f8", {0, 0.1, -1e300, 255});
  const Bytes pixels = counting(16);
  CHECK(std::get<Bytes>(data::read_npy("a", npy_file("|u1", {4, 4}, pixels)).values) == pixels);
  CHECK(std::get<Bytes>(data::read_npy("a", npy_file("|b1", {2}, {0, 1})).values) == Bytes{0, 1});
}

TEST_CASE("NumPy arrays in column-major order become row-major") {
  // a[i][j][k] = 100 i + 10 j + k of shape 2 x 3 x 4; the first axis varies fastest in the file.
  Bytes column_major, row_major;
  for (std::uint8_t k = 0; k < 4; ++k)
    for (std::uint8_t j = 0; j < 3; ++j)
      for (std::uint8_t i = 0; i < 2; ++i) column_major.push_back(static_cast<std::uint8_t>(100 * i + 10 * j + k));
  for (std::uint8_t i = 0; i < 2; ++i)
    for (std::uint8_t j = 0; j < 3; ++j)
      for (std::uint8_t k = 0; k < 4; ++k) row_major.push_back(static_cast<std::uint8_t>(100 * i + 10 * j + k));
  const auto values = [&](bool is_fortran, const std::vector<std::uint32_t>& shape) {
    return std::get<Bytes>(data::read_npy("a", npy_file("|u1", shape, column_major, is_fortran)).values);
  };
  CHECK(values(true, {2, 3, 4}) == row_major);
  CHECK(values(false, {2, 3, 4}) == column_major);
  CHECK(values(true, {24}) == column_major);
}

TEST_CASE("NumPy texts of fixed length are read in both byte orders") {
  Bytes little, big;
  for (const std::uint32_t point : {0x61u, 0u, 0u, 0xe9u, 0x1d4b3u, 0x7au}) {
    little = little + little_endian(point, 4);
    big = big + big_endian(point);
  }
  CHECK(std::get<std::vector<std::string>>(data::read_npy("a", npy_file("<U3", {2}, little)).values)[0] == "a");
  CHECK(std::get<std::vector<std::string>>(data::read_npy("a", npy_file("<U3", {2}, little)).values)[1] ==
        "\xc3\xa9\xf0\x9d\x92\xb3z");
  CHECK(std::get<std::vector<std::string>>(data::read_npy("a", npy_file(">U3", {2}, big)).values)[1] ==
        "\xc3\xa9\xf0\x9d\x92\xb3z");
}

TEST_CASE("A NumPy file cut off at any length is rejected") {
  const Bytes file = npy_file("<f4", {2, 4, 4}, Bytes(128));
  for (std::size_t size = 6; size < file.size(); ++size) {
    const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK_THAT(fault(cut), contains("a.npy: "));
  }
  CHECK_THAT(fault(file + Bytes(1)), contains("cut off or damaged"));
}

TEST_CASE("NumPy files of other types and with other headers are rejected") {
  CHECK_THAT(fault(npy_file("<f2", {1}, Bytes(2))), contains("got the type \"f2\"; write it with array.astype"));
  CHECK_THAT(fault(npy_file("|O", {1}, Bytes(8))), contains("expected a NumPy header"));
  CHECK_THAT(fault(npy_file("|S4", {1}, Bytes(4))), contains("got the type \"S4\""));
  CHECK_THAT(fault(npy_file("<c8", {1}, Bytes(8))), contains("got the type \"c8\""));
  CHECK_THAT(fault(npy_file("<U0", {0xffffffff}, {})), contains("got the type \"U0\""));
  CHECK_THAT(fault(npy_file("<f99999999999999999999", {1}, {})), contains("got the type"));
  CHECK_THAT(fault(npy_file("|u1", {0xffffffff, 0xffffffff, 4}, {})), contains("million"));
  CHECK_THAT(fault(bytes_of(std::string("\x93NUMPY\x01\0\x04\0{}  ", 14))), contains("expected a NumPy header"));
  CHECK(!data::is_npy(bytes_of("NUMPY")));
}

}  // namespace latentpad::test::data_npy_test
