// y = f(W x + b), the fully connected layer.
#pragma once

#include <optional>
#include <string>

#include "math/gemm.h"
#include "nn/layer.h"

namespace latentpad {

/// A linear layer. Shapes: x in x batch, y out x batch, weight out x in, bias out.
template <typename Scalar>
class Linear final : public Layer<Scalar> {
 public:
  /// Parameters are named `<name>.weight` and `<name>.bias`, as in PyTorch, and start at zero.
  Linear(const std::string& name, Index in, Index out, InputKind input = InputKind::dense,
         std::optional<Activation> activation = {});

  Shape input_shape() const override { return {inputs()}; }
  Shape output_shape() const override { return {outputs()}; }
  std::optional<Activation> activation() const override { return activation_; }
  void append_to(ParameterList<Scalar>& list) override;

  /// Draws weight and bias from U(−1/√in, 1/√in), PyTorch's default for a linear layer.
  void initialize(std::uint64_t seed, std::uint64_t index) override;
  void set_bias(const Vector<double>& outputs) override;
  void forward(const Matrix<Scalar>& x, Matrix<Scalar>& y) const override;
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& y, Matrix<Scalar>& d_y, Matrix<Scalar>* d_x) override;

  /// backward without an activation: d_W = d_y xᵀ, d_b = Σ_batch d_y and, unless d_x is null, d_x = Wᵀ d_y.
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& d_y, Matrix<Scalar>* d_x);

  Index inputs() const { return weight.value.cols(); }
  Index outputs() const { return weight.value.rows(); }

  Parameter<Scalar> weight;
  Parameter<Scalar> bias;

 private:
  InputKind input_;
  std::optional<Activation> activation_;
};

}  // namespace latentpad
