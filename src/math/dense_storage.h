// Exception-safe storage for Eigen matrices of dynamic size.
//
// Eigen 3.4's DenseStorage::resize frees the old memory before it allocates new memory. If that throws, the matrix has
// a dangling pointer: its destructor frees the memory twice, and a later resize to the old size writes to freed memory.
// Here the matrix is set to empty (0 x 0) before the allocation and stays empty if it fails. Eigen has no hook for
// this, so the two templates that the project uses are specialized for its two scalar types; tests/structure fails on a
// dynamic Eigen type of another scalar type.
#pragma once

#include <Eigen/Core>

#include <utility>

#if !EIGEN_VERSION_AT_LEAST(3, 4, 0) || EIGEN_VERSION_AT_LEAST(3, 4, 90)
#error "DenseStorage is specialised for Eigen 3.4: compare Eigen's own with this file before you raise the version"
#endif

namespace latentpad::detail {

/// The memory of a dynamic matrix or column vector; Eigen::DenseStorage adds the interface that Eigen calls.
template <typename T, int Options>
class SafeStorage {
 public:
  SafeStorage() = default;
  SafeStorage(Eigen::Index size, Eigen::Index rows, Eigen::Index cols)
      : data_(allocate(size)), rows_(rows), cols_(cols) {}
  SafeStorage(const SafeStorage& other) : SafeStorage(other.size(), other.rows_, other.cols_) {
    Eigen::internal::smart_copy(other.data_, other.data_ + other.size(), data_);
  }
  SafeStorage(SafeStorage&& other) noexcept { swap(other); }
  SafeStorage& operator=(const SafeStorage& other) {
    SafeStorage(other).swap(*this);
    return *this;
  }
  SafeStorage& operator=(SafeStorage&& other) noexcept {
    swap(other);
    return *this;
  }
  ~SafeStorage() { release(data_, size()); }

  void swap(SafeStorage& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(rows_, other.rows_);
    std::swap(cols_, other.cols_);
  }

  /// Contents are lost unless the size stays the same. If the allocation throws, the matrix is 0 x 0.
  void resize(Eigen::Index size, Eigen::Index rows, Eigen::Index cols) {
    if (size != this->size()) {
      SafeStorage().swap(*this);
      data_ = allocate(size);
    }
    rows_ = rows;
    cols_ = cols;
  }

  /// Preserves the elements, in memory order. If the allocation throws, the matrix is unchanged.
  void conservativeResize(Eigen::Index size, Eigen::Index rows, Eigen::Index cols) {
    data_ = Eigen::internal::conditional_aligned_realloc_new_auto<T, kAligned>(data_, static_cast<std::size_t>(size),
                                                                               static_cast<std::size_t>(this->size()));
    rows_ = rows;
    cols_ = cols;
  }

  Eigen::Index rows() const noexcept { return rows_; }
  Eigen::Index cols() const noexcept { return cols_; }
  const T* data() const { return data_; }
  T* data() { return data_; }

 private:
  static constexpr bool kAligned = (Options & Eigen::DontAlign) == 0;

  static T* allocate(Eigen::Index size) {
    if (size <= 0) return nullptr;
    return Eigen::internal::conditional_aligned_new_auto<T, kAligned>(static_cast<std::size_t>(size));
  }
  static void release(T* data, Eigen::Index size) {
    Eigen::internal::conditional_aligned_delete_auto<T, kAligned>(data, static_cast<std::size_t>(size));
  }
  Eigen::Index size() const { return rows_ * cols_; }

  T* data_ = nullptr;
  Eigen::Index rows_ = 0, cols_ = 0;
};

}  // namespace latentpad::detail

namespace Eigen {

#define LATENTPAD_SAFE_STORAGE(Scalar, Columns)                                    \
  template <int Options>                                                           \
  class DenseStorage<Scalar, Dynamic, Dynamic, Columns, Options>                   \
      : public latentpad::detail::SafeStorage<Scalar, Options> {                   \
   public:                                                                         \
    using Base = latentpad::detail::SafeStorage<Scalar, Options>;                  \
    DenseStorage() = default;                                                      \
    explicit DenseStorage(internal::constructor_without_unaligned_array_assert) {} \
    DenseStorage(Index size, Index rows, Index cols) : Base(size, rows, cols) {}   \
    void swap(DenseStorage& other) noexcept { Base::swap(other); }                 \
  }

// An empty column vector has one column too.
#define LATENTPAD_SAFE_VECTOR_STORAGE(Scalar)                                                                         \
  template <int Options>                                                                                              \
  class DenseStorage<Scalar, Dynamic, Dynamic, 1, Options> : public latentpad::detail::SafeStorage<Scalar, Options> { \
   public:                                                                                                            \
    using Base = latentpad::detail::SafeStorage<Scalar, Options>;                                                     \
    DenseStorage() = default;                                                                                         \
    explicit DenseStorage(internal::constructor_without_unaligned_array_assert) {}                                    \
    DenseStorage(Index size, Index length, Index) : Base(size, length, 1) {}                                          \
    void swap(DenseStorage& other) noexcept { Base::swap(other); }                                                    \
    static constexpr Index cols() noexcept { return 1; }                                                              \
  }

LATENTPAD_SAFE_STORAGE(float, Dynamic);
LATENTPAD_SAFE_STORAGE(double, Dynamic);
LATENTPAD_SAFE_VECTOR_STORAGE(float);
LATENTPAD_SAFE_VECTOR_STORAGE(double);

#undef LATENTPAD_SAFE_STORAGE
#undef LATENTPAD_SAFE_VECTOR_STORAGE

}  // namespace Eigen
