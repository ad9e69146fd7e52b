// Products with a batch that is mostly zeros, as binarised digits are (13 % ones): only what is not zero is multiplied.
// Sums run over the same index in the same order as gemm's, in the same arithmetic, so the bits are the same.
#pragma once

#include "math/matrix.h"

namespace latentpad {

/// Up to this batch size the dense product is quicker than a transposed copy of the weights.
constexpr Index kSparseDenseBatch = 4;

/// So many pixels of d_W are summed side by side before they are written out as columns: long enough stretches of each
/// row of d_W for the memory to keep up, few enough for the second-level cache.
constexpr Index kSparsePixelsAtOnce = 56;

/// y = W x, for W (out x in), x (in x batch). Resizes y to out x batch.
template <typename Scalar>
void sparse_input_forward(const WeightMatrix<Scalar>& weight, const Matrix<Scalar>& x, Matrix<Scalar>& y);

/// d_W = d_y xᵀ, for d_y (out x batch), x (in x batch), d_W (out x in).
template <typename Scalar>
void sparse_input_weight_gradient(const Matrix<Scalar>& d_y, const Matrix<Scalar>& x, WeightMatrix<Scalar>& d_weight);

}  // namespace latentpad
