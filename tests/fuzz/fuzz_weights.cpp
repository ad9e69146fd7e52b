// A libFuzzer target: weight files. See CMakeLists.txt for how to build it.
#include "io/checkpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    latentpad::load_model({data, size});
  } catch (const latentpad::FormatError&) {
    // How a bad file should end.
  }
  return 0;
}
