// A chain of linear layers with an activation after each: the body of encoder and decoder.
#pragma once

#include <string>
#include <vector>

#include "nn/activation.h"
#include "nn/linear.h"

namespace latentpad {

/// What the forward pass leaves for the backward pass, the output of each layer, and their gradients. Each has a matrix
/// of its own, so that none changes its size from step to step.
template <typename Scalar>
struct MlpWorkspace {
  std::vector<Matrix<Scalar>> outputs, d_outputs;
};

/// h_0 = x, h_{i+1} = f(W_i h_i + b_i); the last layer of a chain with a linear output has no f.
template <typename Scalar>
class Mlp {
 public:
  enum class Output { activated, linear };

  /// Layers `<name>.0`, `<name>.1`, … from sizes[0] to sizes.back(); one size means no layer, and the chain is the
  /// identity. `input` says what the first layer is fed.
  Mlp(const std::string& name, const std::vector<Index>& sizes, Activation activation, Output output, InputKind input);

  /// Returns the chain's output: a matrix of the workspace, or x itself when there is no layer.
  const Matrix<Scalar>& forward(const Matrix<Scalar>& x, MlpWorkspace<Scalar>& workspace) const;

  /// The outputs of its layers that have an activation, from the first on.
  std::vector<Matrix<Scalar>> activations(const Matrix<Scalar>& x) const;

  /// Fills the gradients of all parameters, from the workspace of the forward pass with the same x; d_x may be null.
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& d_output, MlpWorkspace<Scalar>& workspace,
                Matrix<Scalar>* d_x);

  std::vector<Linear<Scalar>>& layers() { return layers_; }
  const std::vector<Linear<Scalar>>& layers() const { return layers_; }

 private:
  bool activated(std::size_t layer) const { return output_ == Output::activated || layer + 1 < layers_.size(); }

  std::vector<Linear<Scalar>> layers_;
  Activation activation_;
  Output output_;
};

}  // namespace latentpad
