// Comparison of gradients with central differences, in double.
#pragma once

#include <algorithm>
#include <cmath>

#include "math/matrix.h"

namespace latentpad::test {

/// The maximum difference between `analytic` and the numeric gradient of loss() with respect to `count` numbers at
/// `values`, relative to the maximum numeric one (or 1 if all are zero). The step is small enough to avoid the kink of
/// relu, and large enough for rounding errors below 1e-8.
template <typename Loss>
double gradient_error(double* values, Index count, const double* analytic, const Loss& loss) {
  constexpr double kStep = 1e-6;
  double worst = 0.0, largest = 0.0;
  for (Index i = 0; i < count; ++i) {
    const double kept = values[i];
    values[i] = kept + kStep;
    const double above = loss();
    values[i] = kept - kStep;
    const double below = loss();
    values[i] = kept;
    const double numeric = (above - below) / (2 * kStep);
    worst = std::max(worst, std::abs(analytic[i] - numeric));
    largest = std::max(largest, std::abs(numeric));
  }
  return largest > 0.0 ? worst / largest : worst;
}

template <typename Values, typename Loss>
double gradient_error(Values& values, const Values& analytic, const Loss& loss) {
  // Do not read beyond the end of a gradient of another shape.
  if (values.rows() != analytic.rows() || values.cols() != analytic.cols()) return 1e300;
  return gradient_error(values.data(), values.size(), analytic.data(), loss);
}

}  // namespace latentpad::test
