// A sequence of layers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "nn/layer.h"

namespace latentpad {

/// Outputs of the layers from the forward pass, for the backward pass, and their gradients. Each layer has its own
/// matrices, so that none is resized from step to step.
template <typename Scalar>
struct SequentialWorkspace {
  std::vector<Matrix<Scalar>> outputs, d_outputs;
};

/// h_0 = x, h_{i+1} = layer_i(h_i).
template <typename Scalar>
class Sequential {
 public:
  /// Without layers, the identity. Layers are named `<name>.0`, `<name>.1`, …; `kind` describes the input of the first.
  Sequential(std::string name, const Shape& input, InputKind kind);

  /// Appends the layer of a specification.
  void append(const LayerSpec& spec, std::optional<Activation> activation);

  /// The same; the layer reads the outputs of the one before, as many numbers, as this shape.
  void append(const LayerSpec& spec, std::optional<Activation> activation, const Shape& input);

  const Shape& input_shape() const { return input_; }
  Shape output_shape() const { return layers_.empty() ? input_ : layers_.back()->output_shape(); }

  void append_to(ParameterList<Scalar>& list);

  /// Draws the initial weights, with the indices `index`, `index` + 1, … for the layers. Returns the next index.
  std::uint64_t initialize(std::uint64_t seed, std::uint64_t index);

  /// Returns the output: a matrix of the workspace, or x itself if there are no layers.
  const Matrix<Scalar>& forward(const Matrix<Scalar>& x, SequentialWorkspace<Scalar>& workspace) const;

  /// The outputs of the layers that have an activation, first layer first.
  std::vector<Matrix<Scalar>> activations(const Matrix<Scalar>& x) const;

  /// Computes the gradients of all parameters, from the workspace of forward with the same x; d_x may be null.
  /// Overwrites d_output with the gradient before the last activation.
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
