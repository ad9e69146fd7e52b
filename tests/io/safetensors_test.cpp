#include "io/safetensors.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::safetensors_test {

namespace {

std::string header_of(const Bytes& file) {
  std::uint64_t size = 0;
  std::memcpy(&size, file.data(), 8);
  return {file.begin() + 8, file.begin() + 8 + static_cast<std::ptrdiff_t>(size)};
}

/// The bits of a float after conversion to an F16 tensor.
std::uint16_t half_bits(float value) {
  const Tensor tensor = tensor_from_floats({&value, 1}, {1}, true);
  return static_cast<std::uint16_t>(tensor.bytes[0] | tensor.bytes[1] << 8);
}

float from_half_bits(std::uint16_t bits) { return tensor_to_floats("t", {"F16", {1}, little_endian(bits, 2)})[0]; }

}  // namespace

TEST_CASE("Files of the reference implementation are parsed") {
  // From its unit tests: the empty file, and the one with a header of 60 bytes.
  CHECK(parse_safetensors(safetensors_file("{}      ")).tensors.empty());
  const Safetensors content =
      parse_safetensors(safetensors_file(R"({"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}} )", 16));
  REQUIRE(content.tensors.size() == 1);
  const Tensor& tensor = content.tensors.at("test");
  CHECK(tensor.dtype == "I32");
  CHECK(tensor.shape == std::vector<std::uint64_t>{2, 2});
  CHECK(tensor.bytes == Bytes{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
  CHECK(content.metadata.empty());
}

TEST_CASE("Everything that the format allows is supported") {
  // Whitespace around the header, an unaligned header, unknown keys, and tensors in any order.
  CHECK(parse_safetensors(safetensors_file("\n\t {} \r\n")).tensors.empty());
  const Safetensors content = parse_safetensors(safetensors_file(
      R"({"b":{"extra":[],"data_offsets":[2,6],"shape":[1],"dtype":"F32"},)"
      R"("__metadata__":{"format":"pt","":"<img onerror=x>"},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})",
      6));
  CHECK(content.tensors.at("a").bytes == Bytes{0, 1});
  CHECK(content.tensors.at("b").bytes == Bytes{2, 3, 4, 5});
  CHECK(content.metadata.at("format") == "pt");
  CHECK(content.metadata.at("") == "<img onerror=x>");
}

TEST_CASE("Scalars and empty tensors are supported") {
  const Safetensors content =
      parse_safetensors(safetensors_file(R"({"none":{"dtype":"F32","shape":[0,7],"data_offsets":[0,0]},)"
                                         R"("one":{"dtype":"F32","shape":[],"data_offsets":[0,4]},)"
                                         R"("void":{"dtype":"F64","shape":[3,0],"data_offsets":[4,4]}})",
                                         4));
  CHECK(content.tensors.at("none").bytes.empty());
  CHECK(content.tensors.at("one").bytes.size() == 4);
  CHECK(content.tensors.at("void").shape == std::vector<std::uint64_t>{3, 0});
}

TEST_CASE("Any name is allowed") {
  for (const std::string name : {"__proto__", "constructor", "", "a/../b", "\\u0000", "ü€𝄞"}) {
    const Safetensors content =
        parse_safetensors(safetensors_file("{\"" + name + R"(":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", 1));
    REQUIRE(content.tensors.size() == 1);
    const std::string expected = name == "\\u0000" ? std::string(1, '\0') : name;
    CHECK(content.tensors.begin()->first == expected);
  }
}

TEST_CASE("The types' sizes agree with the format") {
  for (const char* one : {"BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3"}) CHECK(dtype_bytes(one) == 1);
  for (const char* two : {"I16", "U16", "F16", "BF16"}) CHECK(dtype_bytes(two) == 2);
  for (const char* four : {"I32", "U32", "F32"}) CHECK(dtype_bytes(four) == 4);
  for (const char* eight : {"I64", "U64", "F64", "C64"}) CHECK(dtype_bytes(eight) == 8);
  for (const char* unknown : {"", "f32", "F4", "FLOAT"}) CHECK(dtype_bytes(unknown) == 0);
}

TEST_CASE("A file is written by descending alignment, then by name, its header padded to 8 bytes") {
  Safetensors content;
  content.tensors["b"] = {"F32", {1}, {1, 2, 3, 4}};
  content.tensors["a"] = {"F32", {1}, {5, 6, 7, 8}};
  content.tensors["half"] = {"F16", {1}, {9, 10}};
  content.tensors["wide"] = {"F64", {}, {11, 12, 13, 14, 15, 16, 17, 18}};
  content.metadata["format"] = "pt";
  const Bytes file = serialize_safetensors(content);
  const std::string header = header_of(file);
  CHECK(header.size() % 8 == 0);
  CHECK(
      header.substr(0, header.find_last_not_of(' ') + 1) ==
      R"({"__metadata__":{"format":"pt"},"wide":{"dtype":"F64","shape":[],"data_offsets":[0,8]},)"
      R"("a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]},)"
      R"("half":{"dtype":"F16","shape":[1],"data_offsets":[16,18]}})");
  CHECK(Bytes(file.end() - 18, file.end()) == Bytes{11, 12, 13, 14, 15, 16, 17, 18, 5, 6, 7, 8, 1, 2, 3, 4, 9, 10});
}

TEST_CASE("Headers of every length are padded with spaces to 8 bytes") {
  Safetensors content;
  for (int i = 0; i < 8; ++i) {
    content.metadata["k"] += "x";
    const std::string header = header_of(serialize_safetensors(content));
    CHECK(header.size() % 8 == 0);
    CHECK(header.size() - header.find_last_of('}') <= 8);
    CHECK(header.find_first_not_of(' ', header.find_last_of('}') + 1) == std::string::npos);
  }
}

TEST_CASE("Serialized files are parsed to equal bytes") {
  Safetensors content;
  content.metadata = {{"quote\"", "line\nbreak"}, {"ü", ""}};
  for (int i = 0; i < 8; ++i) {
    const std::string dtype = std::vector<std::string>{"F64", "F32", "F16", "U8"}[static_cast<std::size_t>(i) % 4];
    const std::vector<std::uint64_t> shape(static_cast<std::size_t>(i), 2);
    Tensor tensor{dtype, shape, Bytes(dtype_bytes(dtype) << i)};
    for (std::size_t j = 0; j < tensor.bytes.size(); ++j) tensor.bytes[j] = static_cast<std::uint8_t>(j * 37);
    content.tensors["tensor " + std::to_string(i)] = tensor;
  }
  content.tensors["empty"] = {"F32", {0, 4}, {}};
  const Safetensors read = parse_safetensors(serialize_safetensors(content));
  CHECK(read.metadata == content.metadata);
  REQUIRE(read.tensors.size() == content.tensors.size());
  for (const auto& [name, tensor] : content.tensors) {
    CAPTURE(name);
    CHECK(read.tensors.at(name).dtype == tensor.dtype);
    CHECK(read.tensors.at(name).shape == tensor.shape);
    CHECK(read.tensors.at(name).bytes == tensor.bytes);
  }
  CHECK(serialize_safetensors(read) == serialize_safetensors(content));
}

TEST_CASE("A tensor whose bytes do not match its shape is rejected") {
  Safetensors content;
  content.tensors["w"] = {"F32", {2, 3}, Bytes(20)};
  CHECK_THAT(message_of<std::invalid_argument>([&content] { serialize_safetensors(content); }),
             contains("tensor \"w\" to have 24 bytes, got 20"));
}

TEST_CASE("Floats are bit-identical through F32") {
  const std::vector<float> values = {0.0f, -0.0f, 1.5f, 1e-45f, std::numeric_limits<float>::infinity(), -3.4e38f};
  const Tensor tensor = tensor_from_floats(values, {2, 3}, false);
  CHECK(tensor.dtype == "F32");
  const std::vector<float> read = tensor_to_floats("t", tensor);
  REQUIRE(read.size() == values.size());
  CHECK(std::memcmp(read.data(), values.data(), 24) == 0);
}

TEST_CASE("Numbers are rounded to F16 to nearest, ties to even") {
  CHECK(half_bits(0.0f) == 0x0000);
  CHECK(half_bits(-0.0f) == 0x8000);
  CHECK(half_bits(1.0f) == 0x3c00);
  CHECK(half_bits(-2.0f) == 0xc000);
  CHECK(half_bits(1.0f / 3) == 0x3555);
  // Halves of the last place: 1 + 2^−11 lies between 0x3c00 and 0x3c01, 1 + 3·2^−11 between 0x3c01 and 0x3c02.
  CHECK(half_bits(1.0f + 0x1p-11f) == 0x3c00);
  CHECK(half_bits(1.0f + 3 * 0x1p-11f) == 0x3c02);
  CHECK(half_bits(1.0f + 0x1p-11f + 0x1p-20f) == 0x3c01);
}

TEST_CASE("F16 has subnormal, minimum and maximum numbers") {
  CHECK(half_bits(0x1p-14f) == 0x0400);
  CHECK(half_bits(0x1p-24f) == 0x0001);
  CHECK(half_bits(0x1.8p-24f) == 0x0002);
  CHECK(half_bits(0x1p-25f) == 0x0000);
  CHECK(half_bits(0x1.000002p-25f) == 0x0001);
  CHECK(half_bits(1023 * 0x1p-24f) == 0x03ff);
  CHECK(half_bits(65504.0f) == 0x7bff);
  CHECK(half_bits(65519.0f) == 0x7bff);
  CHECK(half_bits(65520.0f) == 0x7c00);
  CHECK(half_bits(-std::numeric_limits<float>::infinity()) == 0xfc00);
  CHECK((half_bits(std::numeric_limits<float>::quiet_NaN()) & 0x7fff) > 0x7c00);
}

TEST_CASE("Every F16 number is converted to an equal float and back") {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    const int exponent = (half >> 10) & 31, fraction = half & 1023;
    const float value = from_half_bits(half);
    if (exponent == 31) {
      if (fraction == 0 ? !std::isinf(value) : !std::isnan(value)) FAIL("read wrongly: " << bits);
      continue;
    }
    const double magnitude = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    if (static_cast<double>(value) != ((half & 0x8000) != 0 ? -magnitude : magnitude)) FAIL("read wrongly: " << bits);
    if (half_bits(value) != half) FAIL("written wrongly: " << bits);
    if (round_to_half(value) != value) FAIL("rounded wrongly: " << bits);
  }
  SUCCEED();
}

TEST_CASE("Only F32, F16, BF16 and F64 are converted to numbers") {
  for (const char* dtype : {"U8", "I64", "I32"}) {
    CHECK_THAT(message_of<FormatError>([dtype] { tensor_to_floats("fc1", {dtype, {0}, {}}); }),
               contains(std::string("tensor \"fc1\": expected dtype F32, F16, BF16 or F64, got ") + dtype));
  }
}

}  // namespace latentpad::test::safetensors_test
