// A chain of layers: the body of encoder and decoder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "nn/layer.h"

namespace latentpad {

/// What the forward pass leaves for the backward pass, the output of each layer, and their gradients. Each has a matrix
/// of its own, so that none changes its size from step to step.
template <typename Scalar>
struct SequentialWorkspace {
  std::vector<Matrix<Scalar>> outputs, d_outputs;
};

/// h_0 = x, h_{i+1} = layer_i(h_i).
template <typename Scalar>
class Sequential {
 public:
  /// Without layers, the identity. Layers will be named `<name>.0`, `<name>.1`, …; `kind` says what the first is fed.
  Sequential(std::string name, const Shape& input, InputKind kind);

  /// Appends the layer of a specification.
  void append(const LayerSpec& spec, std::optional<Activation> activation);

  const Shape& input_shape() const { return input_; }
  Shape output_shape() const { return layers_.empty() ? input_ : layers_.back()->output_shape(); }

  void append_to(ParameterList<Scalar>& list);

  /// Draws the initial weights; the layers are those number `index`, `index` + 1, … of their seed. Returns the next.
  std::uint64_t initialize(std::uint64_t seed, std::uint64_t index);

  /// Returns the chain's output: a matrix of the workspace, or x itself when there is no layer.
  const Matrix<Scalar>& forward(const Matrix<Scalar>& x, SequentialWorkspace<Scalar>& workspace) const;

  /// The outputs of its layers that have an activation, from the first on.
  std::vector<Matrix<Scalar>> activations(const Matrix<Scalar>& x) const;

  /// Fills the gradients of all parameters, from the workspace of the forward pass with the same x; d_x may be null.
  /// d_output is left as the gradient before the last activation.
  void backward(const Matrix<Scalar>& x, Matrix<Scalar>& d_output, SequentialWorkspace<Scalar>& workspace,
                Matrix<Scalar>* d_x);

  const std::vector<std::unique_ptr<Layer<Scalar>>>& layers() const { return layers_; }

 private:
  std::string name_;
  Shape input_;
  InputKind kind_;
  std::vector<std::unique_ptr<Layer<Scalar>>> layers_;
};

}  // namespace latentpad
