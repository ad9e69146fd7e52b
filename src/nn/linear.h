// y = W x + b, the layer that everything here is made of.
#pragma once

#include <optional>
#include <string>

#include "math/gemm.h"
#include "math/noise.h"
#include "nn/activation.h"
#include "nn/parameter.h"

namespace latentpad {

/// Whether a layer's input is mostly zeros (an image) or not (activations).
enum class InputKind { dense, sparse };

/// A linear layer. Shapes: x in x batch, y out x batch, weight out x in, bias out.
template <typename Scalar>
class Linear {
 public:
  /// Parameters are named `<name>.weight` and `<name>.bias`, as in PyTorch, and start at zero.
  Linear(const std::string& name, Index in, Index out, InputKind input = InputKind::dense);

  /// Draws weight and bias from U(−1/√in, 1/√in), PyTorch's default for a linear layer.
  /// `layer` tells apart the layers that share one seed.
  void initialize(std::uint64_t seed, std::uint64_t layer);

  /// y = f(W x + b), without an activation f = identity. Throws std::invalid_argument when x has another number of rows
  /// than the layer has inputs.
  void forward(const Matrix<Scalar>& x, Matrix<Scalar>& y, std::optional<Activation> activation = {}) const;

  /// Gradients of the loss from d_y: d_W = d_y xᵀ, d_b = Σ_batch d_y and, where d_x is given, d_x = Wᵀ d_y.
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& d_y, Matrix<Scalar>* d_x);

  /// Adds weight and bias to a list of parameters.
  void append_to(ParameterList<Scalar>& list) {
    list.push_back(&weight);
    list.push_back(&bias);
  }

  Index inputs() const { return weight.value.cols(); }
  Index outputs() const { return weight.value.rows(); }

  Parameter<Scalar> weight;
  Parameter<Scalar> bias;

 private:
  InputKind input_;
};

}  // namespace latentpad
