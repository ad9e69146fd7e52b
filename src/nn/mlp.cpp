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
    layers_[i].forward(*h, workspace.outputs[i]);
    if (activated(i)) activate(activation_, workspace.outputs[i]);
    h = &workspace.outputs[i];
  }
  return *h;
}

template <typename Scalar>
void Mlp<Scalar>::backward(const Matrix<Scalar>& x, const Matrix<Scalar>& d_output, MlpWorkspace<Scalar>& workspace,
                           Matrix<Scalar>* d_x) {
  if (layers_.empty()) {
    if (d_x != nullptr) *d_x = d_output;
    return;
  }
  workspace.d_output = d_output;
  for (std::size_t i = layers_.size(); i-- > 0;) {
    if (activated(i)) activate_backward(activation_, workspace.outputs[i], workspace.d_output);
    if (i == 0) {
      layers_[0].backward(x, workspace.d_output, d_x);
    } else {
      layers_[i].backward(workspace.outputs[i - 1], workspace.d_output, &workspace.d_input);
      std::swap(workspace.d_output, workspace.d_input);
    }
  }
}

template class Mlp<float>;
template class Mlp<double>;

}  // namespace latentpad
