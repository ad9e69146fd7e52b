// The matrix types of the project.
//
// A batch is a Matrix of features x batch, column-major: one example per column, so an array in the order
// [example][feature] maps onto it without a copy. Weights are out x in, row-major, as in PyTorch and safetensors.
#pragma once

#include <Eigen/Core>

#include "math/dense_storage.h"

namespace latentpad {

using Index = Eigen::Index;

template <typename Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor>;

template <typename Scalar>
using WeightMatrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <typename Scalar>
using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

/// Σ of all elements in memory order. The order of Eigen's sum() depends on the vector width.
template <typename Derived>
typename Derived::Scalar ordered_sum(const Eigen::PlainObjectBase<Derived>& m) {
  typename Derived::Scalar sum(0);
  for (Index i = 0; i < m.size(); ++i) sum += m.data()[i];
  return sum;
}

}  // namespace latentpad
