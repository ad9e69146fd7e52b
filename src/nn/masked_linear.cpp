#include "nn/masked_linear.h"

#include <utility>

#include "base/error.h"

namespace latentpad {

template <typename Scalar>
MaskedLinear<Scalar>::MaskedLinear(const std::string& name, Index in, std::vector<Index> limits, InputKind input,
                                   std::optional<Activation> activation)
    : linear_(name, in, static_cast<Index>(limits.size()), input, activation), limits_(std::move(limits)) {}

template <typename Scalar>
void MaskedLinear<Scalar>::mask(WeightMatrix<Scalar>& weights) const {
  for (Index o = 0; o < weights.rows(); ++o) weights.row(o).tail(weights.cols() - limit(o)).setZero();
}

template <typename Scalar>
void MaskedLinear<Scalar>::initialize(std::uint64_t seed, std::uint64_t index) {
  linear_.initialize(seed, index);
  mask(linear_.weight.value);
}

template <typename Scalar>
void MaskedLinear<Scalar>::backward(const Matrix<Scalar>& x, const Matrix<Scalar>& y, Matrix<Scalar>& d_y,
                                    Matrix<Scalar>* d_x) {
  linear_.backward(x, y, d_y, d_x);
  mask(linear_.weight.gradient);
}

template <typename Scalar>
void MaskedLinear<Scalar>::backward(const Matrix<Scalar>& x, const Matrix<Scalar>& d_y, Matrix<Scalar>* d_x) {
  linear_.backward(x, d_y, d_x);
  mask(linear_.weight.gradient);
}

template <typename Scalar>
void MaskedLinear<Scalar>::expect_masked() const {
  const WeightMatrix<Scalar>& weights = linear_.weight.value;
  for (Index o = 0; o < weights.rows(); ++o) {
    for (Index i = limit(o); i < weights.cols(); ++i) {
      if (weights(o, i) == Scalar(0)) continue;
      throw ArgumentError(ErrorCode::weights_not_masked,
                          {{"tensor", linear_.weight.name}, {"row", o}, {"column", i}, {"got", weights(o, i)}});
    }
  }
}

template class MaskedLinear<float>;
template class MaskedLinear<double>;

}  // namespace latentpad
