#include "nn/mlp.h"

#include <utility>

namespace latentpad {

template <typename Scalar>
Mlp<Scalar>::Mlp(const std::string& name, const std::vector<Index>& sizes, Activation activation, Output output,
                 InputKind input)
    : activation_(activation), output_(output) {
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
    layers_.emplace_back(name + "." + std::to_string(i), sizes[i], sizes[i + 1], i == 0 ? input : InputKind::dense);
  }
}

template <typename Scalar>
const Matrix<Scalar>& Mlp<Scalar>::forward(const Matrix<Scalar>& x, MlpWorkspace<Scalar>& workspace) const {
  workspace.outputs.resize(layers_.size());
  const Matrix<Scalar>* h = &x;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    layers_[i].forward(*h, workspace.outputs[i], activated(i) ? std::optional(activation_) : std::nullopt);
    h = &workspace.outputs[i];
  }
  return *h;
}

template <typename Scalar>
std::vector<Matrix<Scalar>> Mlp<Scalar>::activations(const Matrix<Scalar>& x) const {
  MlpWorkspace<Scalar> workspace;
  forward(x, workspace);
  if (output_ == Output::linear) workspace.outputs.pop_back();
  return std::move(workspace.outputs);
}

template <typename Scalar>
void Mlp<Scalar>::backward(const Matrix<Scalar>& x, const Matrix<Scalar>& d_output, MlpWorkspace<Scalar>& workspace,
                           Matrix<Scalar>* d_x) {
  if (layers_.empty()) {
    if (d_x != nullptr) *d_x = d_output;
    return;
  }
  workspace.d_outputs.resize(layers_.size());
  // A linear output's gradient is used as it is.
  const Matrix<Scalar>* d = &d_output;
  if (activated(layers_.size() - 1)) {
    workspace.d_outputs.back() = d_output;
    d = &workspace.d_outputs.back();
  }
  for (std::size_t i = layers_.size(); i-- > 0;) {
    if (activated(i)) activate_backward(activation_, workspace.outputs[i], workspace.d_outputs[i]);
    if (i == 0) {
      layers_[0].backward(x, *d, d_x);
    } else {
      layers_[i].backward(workspace.outputs[i - 1], *d, &workspace.d_outputs[i - 1]);
      d = &workspace.d_outputs[i - 1];
    }
  }
}

template class Mlp<float>;
template class Mlp<double>;

}  // namespace latentpad
