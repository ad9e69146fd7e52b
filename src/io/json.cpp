#include "io/json.h"

#include <array>
#include <atomic>
#include <new>

namespace latentpad::detail {
namespace {

/// A growing vector needs its old and its new memory; more than two concurrent destructors requires threads.
constexpr std::size_t kBlocks = 4;

struct Block {
  alignas(std::max_align_t) std::array<std::byte, kJsonReserveBlock> bytes;
};

Block blocks[kBlocks];
std::array<std::atomic<bool>, kBlocks> taken = {};

}  // namespace

void* allocate_json(std::size_t bytes) {
  if (void* memory = ::operator new(bytes, std::nothrow)) return memory;
  for (std::size_t i = 0; bytes <= kJsonReserveBlock && i < kBlocks; ++i) {
    if (!taken[i].exchange(true)) return blocks[i].bytes.data();
  }
  throw std::bad_alloc();
}

void release_json(void* memory) noexcept {
  for (std::size_t i = 0; i < kBlocks; ++i) {
    if (memory != blocks[i].bytes.data()) continue;
    taken[i] = false;
    return;
  }
  ::operator delete(memory);
}

}  // namespace latentpad::detail
