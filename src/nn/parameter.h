// Trainable parameters: a named value and its gradient.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "math/matrix.h"

namespace latentpad {

/// A weight (out x in) or a bias (out x 1, rank 1 in files). `gradient` has the shape of `value`.
template <typename Scalar>
struct Parameter {
  std::string name;
  int rank;
  WeightMatrix<Scalar> value;
  WeightMatrix<Scalar> gradient;

  Parameter(std::string name_in, int rank_in, Index rows, Index cols)
      : name(std::move(name_in)),
        rank(rank_in),
        value(WeightMatrix<Scalar>::Zero(rows, cols)),
        gradient(WeightMatrix<Scalar>::Zero(rows, cols)) {}

  /// The shape in files: {out, in}, or {out} for a bias.
  std::vector<std::uint64_t> shape() const {
    std::vector<std::uint64_t> sizes = {static_cast<std::uint64_t>(value.rows())};
    if (rank == 2) sizes.push_back(static_cast<std::uint64_t>(value.cols()));
    return sizes;
  }
};

/// All parameters of a model, in the order in which they are saved and updated.
template <typename Scalar>
using ParameterList = std::vector<Parameter<Scalar>*>;

}  // namespace latentpad
