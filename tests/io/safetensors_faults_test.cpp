// Malicious and damaged safetensors files. Error names are those of the reference implementation.
#include <sstream>

#include "io/safetensors.h"
#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::safetensors_faults_test {

namespace {

std::string fault(const Bytes& file) {
  return message_of<FormatError>([&file] { parse_safetensors(file); });
}

std::string header_fault(const std::string& header, std::size_t data_bytes = 0) {
  return fault(safetensors_file(header, data_bytes));
}

/// The error for a file with one tensor of 16 bytes, with these JSON values.
std::string tensor_fault(const std::string& dtype, const std::string& shape, const std::string& offsets) {
  return header_fault(R"({"test":{"dtype":)" + dtype + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}",
                      16);
}

const std::string kValid = R"({"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}})";

}  // namespace

TEST_CASE("Files of 0 to 7 bytes are too small") {
  CHECK_THAT(fault({}), contains("the file is empty"));
  for (std::size_t size = 1; size < 8; ++size) CHECK_THAT(fault(Bytes(size)), contains("HeaderTooSmall"));
}

TEST_CASE("Invalid header lengths are rejected before anything is allocated") {
  CHECK_THAT(fault(little_endian(~0ull, 8)), contains("HeaderTooLarge"));
  CHECK_THAT(fault({0x3c, 0, 0, 0, 0, 0xff, 0xff, 0xff}), contains("HeaderTooLarge"));
  CHECK_THAT(fault(little_endian(100'000'001, 8)), contains("HeaderTooLarge"));
  CHECK_THAT(fault(little_endian(kMaxHeaderBytes + 1, 8)), contains("HeaderTooLarge"));
  // 60 bytes in a size_t of 32 bits.
  CHECK_THAT(fault(little_endian((1ull << 32) + 60, 8) + bytes_of(kValid) + Bytes(16)), contains("HeaderTooLarge"));
  CHECK_THAT(fault(little_endian(kMaxHeaderBytes, 8)), contains("InvalidHeaderLength"));
  CHECK_THAT(fault(little_endian(3, 8) + bytes_of("{}")), contains("InvalidHeaderLength"));
  CHECK_THAT(fault(little_endian(1, 8)), contains("InvalidHeaderLength"));
}

TEST_CASE("A header that is not a JSON object is rejected") {
  CHECK_THAT(header_fault(""), contains("InvalidHeaderStart"));
  CHECK_THAT(header_fault("   "), contains("InvalidHeaderStart"));
  for (const char* other : {"[]", "null", "1", "\"{}\"", "NaN", "\xff", "\xef\xbb\xbf{}"}) {
    CHECK_THAT(header_fault(other), contains("InvalidHeaderStart"));
  }
  for (const char* broken : {"{", "{}x", "{} {}", "{\"a\":NaN}", "{\"\xff\":{}}"}) {
    CHECK_THAT(header_fault(broken), contains("InvalidHeaderDeserialization"));
  }
}

TEST_CASE("Deeply nested and large headers are rejected") {
  CHECK_THAT(header_fault("{\"a\":" + std::string(100'000, '[')), contains("InvalidHeaderDeserialization"));
  std::ostringstream crowd;
  crowd << "{\"__metadata__\":{\"x\":\"y\"}";
  for (int i = 0; i < 20'000; ++i)
    crowd << ",\"tensor" << i << R"(":{"dtype":"F32","shape":[4],"data_offsets":[0,16]})";
  crowd << "}";
  CHECK_THAT(header_fault(crowd.str(), 16), contains("InvalidOffset"));
  CHECK_THAT(header_fault("{\"__metadata__\":{\"x\":\"" + std::string(3'000'000, 'y') + "\"}}"),
             contains("HeaderTooLarge"));
}

TEST_CASE("Duplicate keys are rejected, also with different escapes") {
  const std::string entry = R"({"dtype":"F32","shape":[4],"data_offsets":[0,16]})";
  CHECK_THAT(header_fault("{\"a\":" + entry + ",\"a\":" + entry + "}", 16), contains("duplicate key \"a\""));
  CHECK_THAT(header_fault("{\"a\":" + entry + ",\"\\u0061\":" + entry + "}", 16), contains("duplicate key \"a\""));
  CHECK_THAT(header_fault(R"({"a":{"dtype":"I32","dtype":"F32","shape":[4],"data_offsets":[0,16]}})", 16),
             contains("duplicate key \"dtype\""));
  CHECK_THAT(header_fault(R"({"__metadata__":{"k":"1","k":"2"}})"), contains("duplicate key \"k\""));
}

TEST_CASE("Tensors must be described by the right keys and types") {
  CHECK_THAT(header_fault(R"({"test":[]})"), contains("InvalidHeaderDeserialization: tensor \"test\""));
  CHECK_THAT(header_fault(R"({"test":{"shape":[],"data_offsets":[0,0]}})"), contains("expected the key \"dtype\""));
  CHECK_THAT(header_fault(R"({"test":{"dtype":"F32","data_offsets":[0,0]}})"), contains("expected the key \"shape\""));
  CHECK_THAT(header_fault(R"({"test":{"dtype":"F32","shape":[]}})"), contains("expected the key \"data_offsets\""));
  for (const char* dtype : {"\"f32\"", "\"F33\"", "\"\"", "32", "null", "[\"F32\"]"}) {
    CHECK_THAT(tensor_fault(dtype, "[4]", "[0,16]"), contains("unknown dtype"));
  }
  for (const char* shape : {"4", "null", "{}", "\"[4]\"", "[1,1,1,1,1,1,1,1,4]"}) {
    CHECK_THAT(tensor_fault("\"F32\"", shape, "[0,16]"), contains("expected a shape"));
  }
  for (const char* size : {"-4", "4.0", "\"4\"", "null", "1e300", "true", "18446744073709551616"}) {
    const std::string list = std::string("[0,") + size + "]";
    CHECK_THAT(tensor_fault("\"F32\"", list, "[0,16]"), contains("expected a whole number"));
    CHECK_THAT(tensor_fault("\"F32\"", "[4]", list), contains("expected a whole number"));
  }
  for (const char* offsets : {"[]", "[0]", "[0,8,16]", "16", "{\"0\":0}", "null"}) {
    CHECK_THAT(tensor_fault("\"F32\"", "[4]", offsets), contains("expected two data_offsets"));
  }
}

TEST_CASE("Metadata must be a map of strings") {
  CHECK_THAT(header_fault(R"({"__metadata__":[]})"), contains("__metadata__: expected an object"));
  CHECK_THAT(header_fault(R"({"__metadata__":{"step":3}})"), contains("__metadata__.\"step\": expected a string"));
}

TEST_CASE("Tensors must cover the data without overlaps, gaps or reversed offsets") {
  CHECK_THAT(tensor_fault("\"I32\"", "[2,2]", "[16,0]"), contains("InvalidOffset"));
  CHECK_THAT(tensor_fault("\"I32\"", "[2,2]", "[4,20]"), contains("InvalidOffset"));
  std::string overlapping = R"({"t":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]})";
  for (int i = 0; i < 9; ++i) {
    overlapping += ",\"t" + std::to_string(i) + R"(":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]})";
  }
  CHECK_THAT(header_fault(overlapping + "}", 16), contains("InvalidOffset"));
  CHECK_THAT(header_fault(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},)"
                          R"("b":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}})",
                          9),
             contains("InvalidOffset: tensor \"b\" lies at 5"));
}

TEST_CASE("The size of a tensor's bytes must match its shape and type") {
  CHECK_THAT(tensor_fault("\"I32\"", "[2,2]", "[0,4]"), contains("TensorInvalidInfo: tensor \"test\" has 4 bytes"));
  CHECK_THAT(tensor_fault("\"I64\"", "[2,2]", "[0,16]"), contains("expected 32"));
  CHECK_THAT(tensor_fault("\"I32\"", "[0]", "[0,16]"), contains("TensorInvalidInfo"));
  // A nonempty shape without bytes, at the end of the data.
  CHECK_THAT(header_fault(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,0]}})"), contains("TensorInvalidInfo"));
}

TEST_CASE("Shapes whose size exceeds 64 bits are rejected") {
  for (const char* shape : {"[2,18446744073709551614]", "[2,9223372036854775807]", "[2147483648,2147483648,4]",
                            "[4611686018427387904]", "[18446744073709551615,18446744073709551615]"}) {
    CHECK_THAT(tensor_fault("\"I32\"", shape, "[0,16]"), contains("ValidationOverflow"));
  }
}

TEST_CASE("A truncated file and one with extra data are rejected") {
  const Bytes file = safetensors_file(kValid, 16);
  CHECK_NOTHROW(parse_safetensors(file));
  for (const std::ptrdiff_t missing : {1, 2, 15, 16}) {
    CHECK_THAT(fault(Bytes(file.begin(), file.end() - missing)), contains("MetadataIncompleteBuffer"));
    CHECK_THAT(fault(Bytes(file.begin(), file.end() - missing)), contains("cut off"));
  }
  CHECK_THAT(fault(file + bytes_of("x")), contains("MetadataIncompleteBuffer"));
  CHECK_THAT(fault(file + bytes_of("PK\x05\x06 a ZIP archive begins at its end")),
             contains("MetadataIncompleteBuffer"));
  CHECK_THAT(fault(safetensors_file("{}", 1)), contains("MetadataIncompleteBuffer"));
}

TEST_CASE("Every truncation of a valid file is rejected") {
  const Bytes file = safetensors_file(kValid, 16);
  for (std::size_t size = 0; size < file.size(); ++size) {
    CHECK_THROWS_AS(parse_safetensors(std::span(file).first(size)), FormatError);
  }
}

TEST_CASE("Files of other formats are rejected with their format") {
  const std::string rest(100, '\x7f');
  CHECK_THAT(fault(bytes_of("PK\x03\x04" + rest)), contains("this is a ZIP archive"));
  CHECK_THAT(fault(bytes_of("\x80\x02}q" + rest)), contains("Python pickle"));
  CHECK_THAT(fault(bytes_of("GGUF" + rest)), contains("GGUF"));
  CHECK_THAT(fault(bytes_of("\xff\xd8\xff\xe0" + rest)), contains("picture (JPEG)"));
  CHECK_THAT(fault(bytes_of("\x89PNG\r\n" + rest)), contains("picture"));
  CHECK_THAT(fault(bytes_of("<!DOCTYPE html><html>Not found</html>")), contains("HTML"));
  CHECK_THAT(fault(bytes_of("\x1f\x8b\x08" + rest)), contains("this is a gzip archive"));
  CHECK_THAT(fault(bytes_of("PK\x03\x04")), contains("ZIP archive"));
}

TEST_CASE("A valid file whose header length equals the code of '<' is not detected as HTML") {
  // The file of the reference implementation: a header of 60 bytes makes the first byte '<'.
  const Bytes file = safetensors_file(kValid, 14);
  REQUIRE(file[0] == '<');
  CHECK_THAT(fault(file), !contains("HTML"));
}

}  // namespace latentpad::test::safetensors_faults_test
