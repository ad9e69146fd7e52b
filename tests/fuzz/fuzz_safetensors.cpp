// A libFuzzer target for the safetensors format. Valid files are written and read back to the same bytes.
#include <span>

#include "fuzz/support/fuzz.h"
#include "fuzz/support/mutate_file.h"
#include "io/safetensors.h"

using namespace latentpad;
using namespace latentpad::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Safetensors content;
  try {
    content = parse_safetensors({data, size});
  } catch (const FormatError&) {
    return 0;  // the expected error of an invalid file
  }
  std::size_t bytes = 0;
  for (const auto& [name, tensor] : content.tensors) bytes += tensor.bytes.size();
  expect(bytes <= size, "the tensors are no larger than the file");
  const Bytes written = serialize_safetensors(content);
  const Safetensors again = parse_safetensors(written);
  expect(again.metadata == content.metadata, "the metadata survives writing");
  expect(again.tensors.size() == content.tensors.size(), "every tensor survives writing");
  for (const auto& [name, tensor] : content.tensors) {
    const auto found = again.tensors.find(name);
    expect(found != again.tensors.end() && found->second.dtype == tensor.dtype && found->second.shape == tensor.shape &&
               found->second.bytes == tensor.bytes,
           "a tensor survives writing");
    try {
      tensor_to_floats(name, tensor);
    } catch (const FormatError&) {
      // not a type of weights
    }
  }
  expect(serialize_safetensors(again) == written, "what was written is written the same again");
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  Random random(seed);
  return give_back(mutated_safetensors({data, data + size}, max_size, random), data, max_size);
}
