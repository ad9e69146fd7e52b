// Scratch memory for each thread of a parallel_for, made before it begins: what runs in parallel must not throw, so it
// must not allocate.
#pragma once

#include <cstddef>

#include "math/aligned_buffer.h"
#include "math/thread_team.h"

namespace latentpad {

template <typename Scalar>
class ThreadScratch {
 public:
  /// At least `size` numbers for each thread. Called by the thread that calls parallel_for, before it.
  void reserve(std::ptrdiff_t size) {
    // Whole cache lines: no two threads write to one.
    stride_ = (size + kLine - 1) / kLine * kLine;
    data_ = buffer_.at_least(stride_ * thread_count());
  }

  /// The numbers of the thread that asks, within the parallel_for.
  Scalar* own() const noexcept { return data_ + stride_ * thread_index(); }

 private:
  static constexpr std::ptrdiff_t kLine = 64 / static_cast<std::ptrdiff_t>(sizeof(Scalar));

  AlignedBuffer<Scalar> buffer_;
  Scalar* data_ = nullptr;
  std::ptrdiff_t stride_ = 0;
};

}  // namespace latentpad
