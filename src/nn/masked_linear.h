// A linear layer in which output o sees only the first limit(o) inputs: the building block of models that predict each
// pixel from those before it.
#pragma once

#include <string>
#include <vector>

#include "nn/linear.h"

namespace latentpad {

/// y = (W ∘ M) x + b with M(o, i) = 1[i < limit(o)]. The weights outside the mask are zero and stay zero.
template <typename Scalar>
class MaskedLinear {
 public:
  /// One limit for each output.
  MaskedLinear(const std::string& name, Index in, std::vector<Index> limits, InputKind input);

  void initialize(std::uint64_t seed, std::uint64_t layer);
  void forward(const Matrix<Scalar>& x, Matrix<Scalar>& y, std::optional<Activation> activation = {}) const {
    linear_.forward(x, y, activation);
  }

  /// As Linear::backward, with the gradient of masked weights set to zero.
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& d_y, Matrix<Scalar>* d_x);

  /// Throws std::invalid_argument naming the first weight outside the mask that is not zero: a pixel would see itself
  /// or its future.
  void expect_masked() const;

  Linear<Scalar>& linear() { return linear_; }
  const Linear<Scalar>& linear() const { return linear_; }
  Index limit(Index output) const { return limits_[static_cast<std::size_t>(output)]; }

 private:
  void mask(WeightMatrix<Scalar>& weights) const;

  Linear<Scalar> linear_;
  std::vector<Index> limits_;
};

}  // namespace latentpad
