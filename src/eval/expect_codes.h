// Checks the codes that a measure is of.
#pragma once

#include <cmath>

#include "base/error.h"
#include "math/matrix.h"

namespace latentpad {

/// Throws ArgumentError, naming `function`, unless there are at least `least` codes (latent_dim x codes) and all are
/// finite.
inline void expect_codes(const char* function, const Matrix<float>& codes, Index least) {
  if (codes.rows() < 1 || codes.cols() < least) {
    throw ArgumentError(ErrorCode::measure_needs_examples,
                        {{"function", function}, {"least", least}, {"got", codes.cols()}});
  }
  for (Index i = 0; i < codes.size(); ++i) {
    if (std::isfinite(codes.data()[i])) continue;
    throw ArgumentError(ErrorCode::measure_not_finite,
                        {{"function", function}, {"got", codes.data()[i]}, {"position", i}});
  }
}

}  // namespace latentpad
