// The matrix product: all matrix multiplications go through gemm().
#pragma once

#include "math/matrix.h"

namespace latentpad {

/// A non-owning view of a matrix; either stride may be 1, so a transpose is a view too.
template <typename Element>
struct StridedView {
  Element* data;
  Index rows, cols;
  Index row_stride, col_stride;

  StridedView transposed() const { return {data, cols, rows, col_stride, row_stride}; }
};

template <typename Derived>
StridedView<const typename Derived::Scalar> view(const Eigen::PlainObjectBase<Derived>& m) {
  constexpr bool kRowMajor = static_cast<bool>(Derived::IsRowMajor);
  return {m.data(), m.rows(), m.cols(), kRowMajor ? m.cols() : 1, kRowMajor ? 1 : m.rows()};
}

template <typename Derived>
StridedView<typename Derived::Scalar> mutable_view(Eigen::PlainObjectBase<Derived>& m) {
  constexpr bool kRowMajor = static_cast<bool>(Derived::IsRowMajor);
  return {m.data(), m.rows(), m.cols(), kRowMajor ? m.cols() : 1, kRowMajor ? 1 : m.rows()};
}

/// Number of terms of the sums that are packed at a time: a panel of either factor then fits half of the L1 cache.
constexpr Index kGemmDepth = 400;

/// C = A B.
///
/// A is m x k, B is k x n, C is m x n with one unit stride; C must not overlap A or B. Every element of C is one sum
/// over k in ascending order, so the result does not depend on the block shape or the vector width.
/// Throws ArgumentError if the shapes do not match. Instantiated for float and double.
template <typename Scalar>
void gemm(StridedView<const Scalar> a, StridedView<const Scalar> b, StridedView<Scalar> c);

}  // namespace latentpad
