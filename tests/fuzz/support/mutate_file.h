// Format-aware mutations: random bytes rarely have a valid header length or checksum.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>

#include "support/bytes.h"

namespace latentpad::test {

using Random = std::minstd_rand;

/// A whole number from 0 to bound − 1.
inline std::size_t below(Random& random, std::size_t bound) { return bound == 0 ? 0 : random() % bound; }

/// libFuzzer's mutation of the bytes, which may grow by at most `room`.
Bytes mutated(Bytes bytes, std::size_t room);

/// A safetensors file changed in its header, its data or, if it can be parsed, in a tensor or a metadata entry, and
/// written with, in most cases, a matching header length.
Bytes mutated_safetensors(const Bytes& file, std::size_t max_size, Random& random);

/// For LLVMFuzzerCustomMutator: writes the bytes to `data`, cut to max_size.
std::size_t give_back(const Bytes& bytes, std::uint8_t* data, std::size_t max_size);

}  // namespace latentpad::test
