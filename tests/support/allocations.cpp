#include "support/allocations.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> allocations{0};
/// The value of `allocations` at which one fails; 0 for none.
std::atomic<long> failing{0};
std::atomic<bool> failed{false};

bool fails() {
  const long number = ++allocations;
  if (number != failing.load(std::memory_order_relaxed)) return false;
  failed = true;
  return true;
}

}  // namespace

// The linker redirects every call of malloc etc. in this program to these (--wrap in CMakeLists.txt).
extern "C" {
void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* old, std::size_t size);
void* __real_aligned_alloc(std::size_t alignment, std::size_t size);
void* __wrap_malloc(std::size_t size);
void* __wrap_calloc(std::size_t count, std::size_t size);
void* __wrap_realloc(void* old, std::size_t size);
void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size);

void* __wrap_malloc(std::size_t size) { return fails() ? nullptr : __real_malloc(size); }
void* __wrap_calloc(std::size_t count, std::size_t size) { return fails() ? nullptr : __real_calloc(count, size); }
void* __wrap_realloc(void* old, std::size_t size) { return fails() ? nullptr : __real_realloc(old, size); }
void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size) {
  return fails() ? nullptr : __real_aligned_alloc(alignment, size);
}
}

// libstdc++ is a shared library, whose calls of malloc the linker cannot redirect.
void* operator new(std::size_t size) {
  if (fails()) throw std::bad_alloc();
  if (void* memory = __real_malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  if (fails()) throw std::bad_alloc();
  const auto boundary = static_cast<std::size_t>(alignment);
  if (void* memory = __real_aligned_alloc(boundary, (size + boundary - 1) / boundary * boundary)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return fails() ? nullptr : __real_malloc(size > 0 ? size : 1);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace latentpad::test {

long allocation_count() { return allocations; }

FailingAllocation::FailingAllocation(long n) {
  failed = false;
  failing = allocations + n;
}

FailingAllocation::~FailingAllocation() { failing = 0; }

bool FailingAllocation::has_failed() { return failed; }

}  // namespace latentpad::test
