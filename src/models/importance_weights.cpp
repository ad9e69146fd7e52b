#include "models/importance_weights.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.h"
#include "math/vec_math.h"

namespace latentpad {

template <typename Scalar>
Index samples_each(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon) {
  if (x.cols() < 1 || epsilon.cols() % x.cols() != 0 || epsilon.cols() < 1) {
    throw_invalid_argument("importance_weighted_loss",
                           "a multiple of " + std::to_string(x.cols()) + " columns of epsilon",
                           std::to_string(epsilon.cols()));
  }
  return epsilon.cols() / x.cols();
}

template <typename Scalar>
void repeat_columns(const Matrix<Scalar>& m, Index k, Matrix<Scalar>& out) {
  out.resize(m.rows(), m.cols() * k);
  for (Index b = 0; b < m.cols(); ++b) {
    for (Index j = 0; j < k; ++j) out.col(b * k + j) = m.col(b);
  }
}

double normalize_weights(Index k, Vector<double>& log_weights) {
  double total = 0.0;
  for (Index first = 0; first < log_weights.size(); first += k) {
    double* weight = log_weights.data() + first;
    const double most = *std::max_element(weight, weight + k);
    double mass = 0.0;
    for (Index j = 0; j < k; ++j) mass += weight[j] = portable::exp(weight[j] - most);
    for (Index j = 0; j < k; ++j) weight[j] /= mass;
    total += most + std::log(mass / static_cast<double>(k));
  }
  return total;
}

#define LATENTPAD_INSTANTIATE(Scalar)                                        \
  template Index samples_each(const Matrix<Scalar>&, const Matrix<Scalar>&); \
  template void repeat_columns(const Matrix<Scalar>&, Index, Matrix<Scalar>&);
LATENTPAD_INSTANTIATE(float)
LATENTPAD_INSTANTIATE(double)
#undef LATENTPAD_INSTANTIATE

}  // namespace latentpad
