// The convolution and the transposed convolution, as PyTorch's Conv2d and ConvTranspose2d, with square kernels.
#pragma once

#include <optional>
#include <string>

#include "math/convolution.h"
#include "nn/layer.h"

namespace latentpad {

/// What both have: the parameters, and the convolution between the larger images and the smaller maps.
template <typename Scalar>
class ConvolutionLayer : public Layer<Scalar> {
 public:
  std::optional<Activation> activation() const override { return activation_; }
  void append_to(ParameterList<Scalar>& list) override;
  void initialize(std::uint64_t seed, std::uint64_t index) override;

  /// One bias for each channel: the mean of the outputs of its plane.
  void set_bias(const Vector<double>& outputs) override;

  Parameter<Scalar> weight;
  Parameter<Scalar> bias;

 protected:
  /// Parameters are named `<name>.weight` and `<name>.bias`, and start at zero. `spec` is valid for the input.
  ConvolutionLayer(const std::string& name, const LayerSpec& spec, const ConvolutionShape& shape,
                   std::optional<Activation> activation);

  /// Throws ArgumentError unless x has the size of the input; gives y that of the output.
  void expect_input(const Matrix<Scalar>& x, Matrix<Scalar>& y) const;
  /// y = f(y + bias).
  void add_channel_bias(Matrix<Scalar>& y) const;
  /// d_y becomes the gradient before the activation; sets that of the bias.
  void output_backward(const Matrix<Scalar>& y, Matrix<Scalar>& d_y);

  Convolution convolution_;

 private:
  std::optional<Activation> activation_;
};

/// y(o, oy, ox) = f(b(o) + Σ W(o, c, ky, kx) x(c, oy · stride + ky − padding, ox · stride + kx − padding)), with zeros
/// outside x. Weight: out x in x kernel x kernel. The output has ⌊(height + 2 padding − kernel) / stride⌋ + 1 rows,
/// likewise columns.
template <typename Scalar>
class Conv2d final : public ConvolutionLayer<Scalar> {
 public:
  /// `spec` is valid for the input.
  Conv2d(const std::string& name, const LayerSpec& spec, const Shape& input, std::optional<Activation> activation = {});

  Shape input_shape() const override;
  Shape output_shape() const override;
  void forward(const Matrix<Scalar>& x, Matrix<Scalar>& y) const override;
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& y, Matrix<Scalar>& d_y, Matrix<Scalar>* d_x) override;

 private:
  using ConvolutionLayer<Scalar>::convolution_;  ///< from x to y
};

/// The transpose of a Conv2d with the same kernel, stride and padding: each x(i, iy, ix) adds W(i, o, ky, kx) · x to
/// y(o, iy · stride + ky − padding, ix · stride + kx − padding); then b(o) is added and f applied. Weight: in x out x
/// kernel x kernel. The output has (height − 1) · stride − 2 padding + kernel + output_padding rows, likewise columns;
/// output_padding is less than the stride.
template <typename Scalar>
class ConvTranspose2d final : public ConvolutionLayer<Scalar> {
 public:
  /// As Conv2d.
  ConvTranspose2d(const std::string& name, const LayerSpec& spec, const Shape& input,
                  std::optional<Activation> activation = {});

  Shape input_shape() const override;
  Shape output_shape() const override;
  void forward(const Matrix<Scalar>& x, Matrix<Scalar>& y) const override;
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& y, Matrix<Scalar>& d_y, Matrix<Scalar>* d_x) override;

 private:
  using ConvolutionLayer<Scalar>::convolution_;  ///< from y to x
};

}  // namespace latentpad
