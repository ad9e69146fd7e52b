#include "io/file_kind.h"

#include "base/format_error.h"
#include "io/digits.h"
#include "io/safetensors.h"
#include "support/bytes.h"
#include "support/catch.h"
#include "support/weight_files.h"

namespace latentpad::test::file_kind_test {

namespace {

/// A local header of a ZIP archive, of a file with this name.
std::string zip_of(const std::string& name) {
  std::string zip("PK\x03\x04", 4);
  zip.append(22, '\0');
  zip.push_back(static_cast<char>(name.size()));
  zip.append(3, '\0');
  zip.append(name);
  zip.append(40, 'x');
  return zip;
}

struct Sample {
  std::string bytes;
  ErrorCode code;
};

using namespace std::string_literals;

const std::vector<Sample>& others() {
  static const std::string rest(100, '\x7f');
  static const std::vector<Sample> kSamples = {
      {"", ErrorCode::file_is_empty},
      {"<!DOCTYPE html><html><title>404</title></html>", ErrorCode::file_is_web_page},
      {"\xef\xbb\xbf\r\n  <html lang=\"en\">", ErrorCode::file_is_web_page},
      {"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", ErrorCode::file_is_web_page},
      {zip_of("notes.txt"), ErrorCode::file_is_archive},
      {"PK\x05\x06"s + std::string(18, '\0'), ErrorCode::file_is_archive},
      {"\x1f\x8b\x08"s + rest, ErrorCode::file_is_archive},
      // Without a time or a name, as some programs write it: its first 8 bytes are a plausible header length.
      {"\x1f\x8b\x08\0\0\0\0\0\0\x03"s + std::string(600'000, 'x'), ErrorCode::file_is_archive},
      {"BZh9"s + rest, ErrorCode::file_is_archive},
      {"\xfd"
       "7zXZ\0"s +
           rest,
       ErrorCode::file_is_archive},
      {"train-images" + std::string(245, '\0') + "ustar" + rest, ErrorCode::file_is_archive},
      {"\x89PNG\r\n\x1a\n"s + rest, ErrorCode::file_is_picture},
      {"\xff\xd8\xff\xe0"s + rest, ErrorCode::file_is_picture},
      {"GIF89a"s + rest, ErrorCode::file_is_picture},
      {"RIFF\x10\0\0\0WEBPVP8 "s + rest, ErrorCode::file_is_picture},
      {"%PDF-1.7\n"s + rest, ErrorCode::file_is_pdf},
      {"\x89HDF\r\n\x1a\n"s + rest, ErrorCode::file_is_hdf5},
      {"\x08\x08\x12\x07pytorch\x1a\x05"
       "2.1.0:\x80"s +
           rest,
       ErrorCode::file_is_onnx},
      {"\x93NUMPY\x01\0"s + rest, ErrorCode::file_is_numpy},
      {zip_of("x_train.npy"), ErrorCode::file_is_numpy},
      {zip_of("archive/data.pkl"), ErrorCode::file_is_pytorch},
      {"\x80\x02}q"s + rest, ErrorCode::file_is_pytorch},
      {"GGUF\x03\0\0\0"s + rest, ErrorCode::file_is_gguf},
      {"label,1x1,1x2,1x3\r\n5,0,0,0\r\n", ErrorCode::file_is_csv},
      {"5;0;0;0\n", ErrorCode::file_is_csv},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", ErrorCode::file_is_text},
      {"{\"a\": [1, 2, 3], \"b\": 4}", ErrorCode::file_is_text},
      {"파일을 찾을 수 없습니다", ErrorCode::file_is_text},
  };
  return kSamples;
}

template <typename Function>
std::optional<ErrorCode> code_of(Function&& f) {
  try {
    f();
  } catch (const FormatError& error) {
    return error.code();
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("Other file types are reported in place of weights and of digits") {
  for (const auto& [text, code] : others()) {
    const Bytes file = bytes_of(text);
    CAPTURE(text.substr(0, 40), error_code_name(code));
    CHECK(code_of([&] { expect_not_other_than_weights(file); }) == code);
    CHECK(code_of([&] { expect_not_other_than_digits(file); }) == code);
    CHECK(code_of([&] { parse_safetensors(file); }) == code);
    CHECK(code_of([&] { parse_packed_digits(file); }) == code);
    CHECK(code_of([&] { parse_idx_digits(file, file); }) == code);
    CHECK(code_of([&] { digits_file_size(file); }) == code);
  }
}

TEST_CASE("Weights and digits are distinguished") {
  const Bytes weights = small_file();
  const Bytes idx = bytes_of("\0\0\x08\x03\0\0\0\x01\0\0\0\x1c\0\0\0\x1c"s) + Bytes(784);
  const Bytes packed = bytes_of("LPDIGITS") + Bytes(24);
  CHECK_NOTHROW(expect_not_other_than_weights(weights));
  CHECK(code_of([&] { expect_not_other_than_digits(weights); }) == ErrorCode::file_is_weights);
  CHECK(code_of([&] { parse_packed_digits(weights); }) == ErrorCode::file_is_weights);
  for (const Bytes& file : {idx, packed}) {
    CHECK_NOTHROW(expect_not_other_than_digits(file));
    CHECK(code_of([&] { parse_safetensors(file); }) == ErrorCode::file_is_digits);
  }
  CHECK_THAT(message_of<FormatError>([&] { parse_packed_digits(idx); }), contains("one of MNIST's two IDX files"));
}

TEST_CASE("Unknown files are left to the parser") {
  for (const Bytes& file : {Bytes(600), Bytes(600, 200), Bytes{1, 2, 3}, Bytes{0xff}, Bytes(600, 0xe2)}) {
    CHECK_NOTHROW(expect_not_other_than_weights(file));
    CHECK_NOTHROW(expect_not_other_than_digits(file));
  }
  // Text is checked up to the end of the head, which may split a character.
  std::string text(511, 'a');
  CHECK(code_of([&] { expect_not_other_than_weights(bytes_of(text + "ü")); }) == ErrorCode::file_is_text);
}

}  // namespace latentpad::test::file_kind_test
