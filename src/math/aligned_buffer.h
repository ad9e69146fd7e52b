// Reusable scratch memory that only grows: a training step must not allocate after the first.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace latentpad {

template <typename Scalar>
class AlignedBuffer {
 public:
  /// At least `size` numbers, aligned to a cache line; previous contents may be lost. If the allocation throws, the
  /// buffer is empty.
  Scalar* at_least(std::ptrdiff_t size) {
    if (size > size_) {
      size_ = 0;
      data_.reset();
      data_.reset(static_cast<Scalar*>(::operator new(static_cast<std::size_t>(size) * sizeof(Scalar), kAlignment)));
      size_ = size;
    }
    return data_.get();
  }

 private:
  static constexpr std::align_val_t kAlignment{64};
  struct Free {
    void operator()(Scalar* data) const { ::operator delete(data, kAlignment); }
  };
  std::unique_ptr<Scalar, Free> data_;
  std::ptrdiff_t size_ = 0;
};

}  // namespace latentpad
