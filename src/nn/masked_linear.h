// A linear layer in which output o depends on the first limit(o) inputs only: the building block of autoregressive
// models.
#pragma once

#include <string>
#include <vector>

#include "nn/linear.h"

namespace latentpad {

/// y = f((W ∘ M) x + b) with M(o, i) = 1[i < limit(o)]. Masked weights are zero and stay zero.
template <typename Scalar>
class MaskedLinear final : public Layer<Scalar> {
 public:
  /// `limits` has one entry per output.
  MaskedLinear(const std::string& name, Index in, std::vector<Index> limits, InputKind input,
               std::optional<Activation> activation = {});

  Shape input_shape() const override { return linear_.input_shape(); }
  Shape output_shape() const override { return linear_.output_shape(); }
  std::optional<Activation> activation() const override { return linear_.activation(); }
  void append_to(ParameterList<Scalar>& list) override { linear_.append_to(list); }
  void initialize(std::uint64_t seed, std::uint64_t index) override;
  void set_bias(const Vector<double>& outputs) override { linear_.set_bias(outputs); }
  void forward(const Matrix<Scalar>& x, Matrix<Scalar>& y) const override { linear_.forward(x, y); }

  /// As Linear::backward; the gradient of masked weights is zero.
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& y, Matrix<Scalar>& d_y, Matrix<Scalar>* d_x) override;
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& d_y, Matrix<Scalar>* d_x);

  /// Throws ArgumentError naming the first masked weight that is not zero: a pixel would then depend on itself or on
  /// later pixels.
  void expect_masked() const;

  Linear<Scalar>& linear() { return linear_; }
  const Linear<Scalar>& linear() const { return linear_; }
  Index limit(Index output) const { return limits_[static_cast<std::size_t>(output)]; }

  /// Other limits, one per output; weights that are then masked must be set to zero. Does not allocate.
  void set_limits(const std::vector<Index>& limits) { limits_ = limits; }

 private:
  void mask(WeightMatrix<Scalar>& weights) const;

  Linear<Scalar> linear_;
  std::vector<Index> limits_;
};

}  // namespace latentpad
