// Trainable parameters: a named value and its gradient.
#pragma once

#include <cstdint>
#include <functional>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "math/matrix.h"

namespace latentpad {

/// A weight or a bias. `value` is a matrix of the first dimension by all others, and `gradient` has its shape.
template <typename Scalar>
class Parameter {
 public:
  std::string name;
  WeightMatrix<Scalar> value;
  WeightMatrix<Scalar> gradient;

  /// Zeros. `shape` is that in files, at least one dimension: {out, in} for the weight of a linear layer, {out} for a
  /// bias.
  Parameter(std::string name_in, std::vector<Index> shape)
      : name(std::move(name_in)),
        value(WeightMatrix<Scalar>::Zero(
            shape.front(), std::accumulate(shape.begin() + 1, shape.end(), Index{1}, std::multiplies<Index>()))),
        gradient(WeightMatrix<Scalar>::Zero(value.rows(), value.cols())),
        shape_(shape.begin(), shape.end()) {}

  /// The shape in files.
  const std::vector<std::uint64_t>& shape() const { return shape_; }

 private:
  std::vector<std::uint64_t> shape_;
};

/// All parameters of a model, in the order in which they are saved and updated.
template <typename Scalar>
using ParameterList = std::vector<Parameter<Scalar>*>;

}  // namespace latentpad
