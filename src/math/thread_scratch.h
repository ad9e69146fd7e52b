// Scratch memory for each thread of a parallel_for, allocated before it: parallel code must not throw, so it must not
// allocate.
#pragma once

#include <cstddef>

#include "math/aligned_buffer.h"
#include "math/thread_team.h"

namespace latentpad {

template <typename Scalar>
class ThreadScratch {
 public:
  /// Allocates at least `size` numbers per thread. Call it on the thread that calls parallel_for, before the call.
  void reserve(std::ptrdiff_t size) {
    // Whole cache lines, so that no two threads write to the same one.
    stride_ = (size + kLine - 1) / kLine * kLine;
    data_ = buffer_.at_least(stride_ * thread_count());
  }

  /// The memory of the current thread, within the parallel_for.
  Scalar* own() const noexcept { return data_ + stride_ * thread_index(); }

 private:
  static constexpr std::ptrdiff_t kLine = 64 / static_cast<std::ptrdiff_t>(sizeof(Scalar));

  AlignedBuffer<Scalar> buffer_;
  Scalar* data_ = nullptr;
  std::ptrdiff_t stride_ = 0;
};

}  // namespace latentpad
