// Matrices in the files of golden values.
#pragma once

#include <nlohmann/json.hpp>

#include "math/matrix.h"

namespace latentpad::test {

/// One column for each list of numbers.
inline Matrix<double> columns_of(const nlohmann::json& lists) {
  Matrix<double> m(static_cast<Index>(lists[0].size()), static_cast<Index>(lists.size()));
  for (Index n = 0; n < m.cols(); ++n) {
    for (Index i = 0; i < m.rows(); ++i) {
      m(i, n) = lists[static_cast<std::size_t>(n)][static_cast<std::size_t>(i)].get<double>();
    }
  }
  return m;
}

}  // namespace latentpad::test
