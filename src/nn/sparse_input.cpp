#include "nn/sparse_input.h"

namespace latentpad {
namespace {

/// Up to this batch size the weights are gathered in place; above it, a transposed copy pays.
constexpr Index kGatherBatch = 4;

/// W transposed, kept between calls: column i of W contiguous.
template <typename Scalar>
Matrix<Scalar>& transposed_buffer() {
  thread_local Matrix<Scalar> buffer;
  return buffer;
}

}  // namespace

template <typename Scalar>
void sparse_input_forward(const WeightMatrix<Scalar>& weight, const Matrix<Scalar>& x, Matrix<Scalar>& y) {
  const Index out = weight.rows(), in = weight.cols();
  y.setZero(out, x.cols());
  if (x.cols() <= kGatherBatch) {
    for (Index b = 0; b < x.cols(); ++b) {
      for (Index i = 0; i < in; ++i) {
        const Scalar value = x(i, b);
        if (value == Scalar(0)) continue;
        for (Index o = 0; o < out; ++o) y(o, b) += weight(o, i) * value;
      }
    }
    return;
  }
  Matrix<Scalar>& columns = transposed_buffer<Scalar>();
  columns = weight;
  for (Index b = 0; b < x.cols(); ++b) {
    for (Index i = 0; i < in; ++i) {
      const Scalar value = x(i, b);
      if (value != Scalar(0)) y.col(b) += columns.col(i) * value;
    }
  }
}

template <typename Scalar>
void sparse_input_weight_gradient(const Matrix<Scalar>& d_y, const Matrix<Scalar>& x, WeightMatrix<Scalar>& d_weight) {
  Matrix<Scalar>& columns = transposed_buffer<Scalar>();
  columns.setZero(d_y.rows(), x.rows());
  for (Index b = 0; b < x.cols(); ++b) {
    for (Index i = 0; i < x.rows(); ++i) {
      const Scalar value = x(i, b);
      if (value != Scalar(0)) columns.col(i) += d_y.col(b) * value;
    }
  }
  d_weight = columns;
}

template void sparse_input_forward(const WeightMatrix<float>&, const Matrix<float>&, Matrix<float>&);
template void sparse_input_forward(const WeightMatrix<double>&, const Matrix<double>&, Matrix<double>&);
template void sparse_input_weight_gradient(const Matrix<float>&, const Matrix<float>&, WeightMatrix<float>&);
template void sparse_input_weight_gradient(const Matrix<double>&, const Matrix<double>&, WeightMatrix<double>&);

}  // namespace latentpad
