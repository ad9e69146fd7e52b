// Common code of the libFuzzer targets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed);
/// libFuzzer's own mutation, in place; returns the new size.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace latentpad::test {

/// Aborts, which libFuzzer reports as a finding, unless `holds`.
inline void expect(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "expectation failed: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

}  // namespace latentpad::test
