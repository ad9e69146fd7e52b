// Gradients against central differences, in double.
#pragma once

#include <algorithm>
#include <cmath>

#include "math/matrix.h"

namespace latentpad::test {

/// The largest difference between `analytic` and the numeric gradient of loss() by `count` numbers at `values`, over
/// the largest numeric one (over 1 where all are zero). The step is small enough for the kink of relu to be missed, and
/// large enough for rounding to stay below 1e-8.
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
  // A gradient of another shape must not be read beyond its end.
  if (values.rows() != analytic.rows() || values.cols() != analytic.cols()) return 1e300;
  return gradient_error(values.data(), values.size(), analytic.data(), loss);
}

}  // namespace latentpad::test
