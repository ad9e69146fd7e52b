// Mutations that know the formats: random bytes hardly ever get past a header's length or a checksum.
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

/// A safetensors file changed in its header, its data, or, where it can be parsed, in a tensor or a piece of metadata,
/// and written anew with a header length that fits, most of the time.
Bytes mutated_safetensors(const Bytes& file, std::size_t max_size, Random& random);

/// For LLVMFuzzerCustomMutator: puts the bytes back, cut to max_size.
std::size_t give_back(const Bytes& bytes, std::uint8_t* data, std::size_t max_size);

}  // namespace latentpad::test
