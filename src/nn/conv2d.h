// The convolution and the transposed convolution, as PyTorch's Conv2d and ConvTranspose2d, with square kernels.
#pragma once

#include <optional>
#include <string>

#include "math/convolution.h"
#include "nn/layer.h"

namespace latentpad {

/// y(o, oy, ox) = f(b(o) + Σ W(o, c, ky, kx) x(c, oy · stride + ky − padding, ox · stride + kx − padding)), with zeros
/// outside x. Weight: out x in x kernel x kernel. The output has ⌊(height + 2 padding − kernel) / stride⌋ + 1 rows,
/// likewise columns.
template <typename Scalar>
class Conv2d final : public Layer<Scalar> {
 public:
  /// `spec` is valid for the input. Parameters are named `<name>.weight` and `<name>.bias`, and start at zero.
  Conv2d(const std::string& name, const LayerSpec& spec, const Shape& input, std::optional<Activation> activation = {});

  Shape input_shape() const override;
  Shape output_shape() const override;
  std::optional<Activation> activation() const override { return activation_; }
  void append_to(ParameterList<Scalar>& list) override;
  void initialize(std::uint64_t seed, std::uint64_t index) override;
  void set_bias(const Vector<double>& outputs) override;
  void forward(const Matrix<Scalar>& x, Matrix<Scalar>& y) const override;
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& y, Matrix<Scalar>& d_y, Matrix<Scalar>* d_x) override;

  Parameter<Scalar> weight;
  Parameter<Scalar> bias;

 private:
  Convolution convolution_;  ///< from x to y
  std::optional<Activation> activation_;
};

/// The transpose of a Conv2d with the same kernel, stride and padding: each x(i, iy, ix) adds W(i, o, ky, kx) · x to
/// y(o, iy · stride + ky − padding, ix · stride + kx − padding); then b(o) is added and f applied. Weight: in x out x
/// kernel x kernel. The output has (height − 1) · stride − 2 padding + kernel + output_padding rows, likewise columns;
/// output_padding is less than the stride.
template <typename Scalar>
class ConvTranspose2d final : public Layer<Scalar> {
 public:
  /// As Conv2d.
  ConvTranspose2d(const std::string& name, const LayerSpec& spec, const Shape& input,
                  std::optional<Activation> activation = {});

  Shape input_shape() const override;
  Shape output_shape() const override;
  std::optional<Activation> activation() const override { return activation_; }
  void append_to(ParameterList<Scalar>& list) override;
  void initialize(std::uint64_t seed, std::uint64_t index) override;
  void set_bias(const Vector<double>& outputs) override;
  void forward(const Matrix<Scalar>& x, Matrix<Scalar>& y) const override;
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& y, Matrix<Scalar>& d_y, Matrix<Scalar>* d_x) override;

  Parameter<Scalar> weight;
  Parameter<Scalar> bias;

 private:
  Convolution convolution_;  ///< from y to x
  std::optional<Activation> activation_;
};

}  // namespace latentpad
