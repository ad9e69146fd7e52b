// Matrix products with a batch that is mostly zeros, such as binarized digits (13 % ones); zeros are skipped. Sums have
// the same order and arithmetic as in gemm, so results are bit-identical.
#pragma once

#include "math/matrix.h"

namespace latentpad {

/// Up to this batch size the dense product is faster than a transposed copy of the weights.
constexpr Index kSparseDenseBatch = 4;

/// Number of pixels of d_W that are summed before they are written as columns: enough for efficient writes to each row
/// of d_W, few enough for the L2 cache.
constexpr Index kSparsePixelsAtOnce = 56;

/// y = W x, for W (out x in), x (in x batch). Resizes y to out x batch.
template <typename Scalar>
void sparse_input_forward(const WeightMatrix<Scalar>& weight, const Matrix<Scalar>& x, Matrix<Scalar>& y);

/// d_W = d_y xᵀ, for d_y (out x batch), x (in x batch), d_W (out x in).
template <typename Scalar>
void sparse_input_weight_gradient(const Matrix<Scalar>& d_y, const Matrix<Scalar>& x, WeightMatrix<Scalar>& d_weight);

}  // namespace latentpad
