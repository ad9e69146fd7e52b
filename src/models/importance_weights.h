// Importance weights of k draws per example, in training.
#pragma once

#include <cstdint>

#include "math/matrix.h"

namespace latentpad {

/// k, the number of columns of epsilon for each example of x. Throws ArgumentError unless it is a whole number from 1.
template <typename Scalar>
Index samples_each(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon);

/// Repeats each column k times, so that column b is columns b k … b k + k − 1.
template <typename Scalar>
void repeat_columns(const Matrix<Scalar>& m, Index k, Matrix<Scalar>& out);

/// Replaces log w of k draws of each example, those of one example in a row, by w / Σ w, the normalized weights of an
/// example. Returns the sum over the examples of log(1/k Σ w).
double normalize_weights(Index k, Vector<double>& log_weights);

}  // namespace latentpad
