// Interoperability of safetensors files: interop.mjs wrote interop.safetensors, and checks the file written here.
#include "io/safetensors.h"
#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::interop_test {

namespace {

/// The content of interop.mjs, by the same formula.
Safetensors expected_content() {
  Safetensors content;
  content.metadata = {{"format", "pt"}, {"quote \" and \\", "line\nbreak, é"}};
  std::uint32_t position = 0;
  const auto add = [&](const std::string& name, const std::string& dtype, std::vector<std::uint64_t> shape) {
    std::size_t count = dtype_bytes(dtype);
    for (const std::uint64_t size : shape) count *= static_cast<std::size_t>(size);
    Tensor tensor{dtype, std::move(shape), {}};
    for (std::uint32_t j = 0; j < count; ++j) {
      tensor.bytes.push_back(static_cast<std::uint8_t>(((j + 1) * 2654435761u + position * 40503u) >> 24));
    }
    content.tensors[name] = tensor;
    ++position;
  };
  add("bytes", "U8", {2, 3, 4});
  add("fc1.weight", "F32", {3, 5});
  add("ü €\n𝄞", "F16", {7});
  add("scalar", "F64", {});
  add("empty", "F32", {0, 4});
  add("__proto__", "I64", {2});
  add("", "BF16", {1});
  return content;
}

}  // namespace

TEST_CASE("A file of another writer is read exactly") {
  const Safetensors content =
      parse_safetensors(read_test_file(std::string(LATENTPAD_TEST_DATA) + "/golden/interop.safetensors"));
  const Safetensors expected = expected_content();
  CHECK(content.metadata == expected.metadata);
  REQUIRE(content.tensors.size() == expected.tensors.size());
  for (const auto& [name, tensor] : expected.tensors) {
    CAPTURE(name);
    REQUIRE(content.tensors.count(name) == 1);
    CHECK(content.tensors.at(name).dtype == tensor.dtype);
    CHECK(content.tensors.at(name).shape == tensor.shape);
    CHECK(content.tensors.at(name).bytes == tensor.bytes);
  }
}

TEST_CASE("A file is written for another reader") {
  // The reader is interop.mjs, which ctest runs afterwards.
  const std::string path = std::string(LATENTPAD_TEST_OUTPUT) + "/interop.safetensors";
  const Bytes file = serialize_safetensors(expected_content());
  write_test_file(path, file);
  CHECK(read_test_file(path) == file);
}

}  // namespace latentpad::test::interop_test
