#include "nn/sequential.h"

#include <utility>

namespace latentpad {

template <typename Scalar>
Sequential<Scalar>::Sequential(std::string name, const Shape& input, InputKind kind)
    : name_(std::move(name)), input_(input), kind_(kind) {}

template <typename Scalar>
void Sequential<Scalar>::append(const LayerSpec& spec, std::optional<Activation> activation) {
  append(spec, activation, output_shape());
}

template <typename Scalar>
void Sequential<Scalar>::append(const LayerSpec& spec, std::optional<Activation> activation, const Shape& input) {
  layers_.push_back(make_layer<Scalar>(spec, name_ + "." + std::to_string(layers_.size()), input,
                                       layers_.empty() ? kind_ : InputKind::dense, activation));
}

template <typename Scalar>
void Sequential<Scalar>::append_to(ParameterList<Scalar>& list) {
  for (const auto& layer : layers_) layer->append_to(list);
}

template <typename Scalar>
std::uint64_t Sequential<Scalar>::initialize(std::uint64_t seed, std::uint64_t index) {
  for (const auto& layer : layers_) layer->initialize(seed, index++);
  return index;
}

template <typename Scalar>
const Matrix<Scalar>& Sequential<Scalar>::forward(const Matrix<Scalar>& x,
                                                  SequentialWorkspace<Scalar>& workspace) const {
  workspace.outputs.resize(layers_.size());
  const Matrix<Scalar>* h = &x;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    layers_[i]->forward(*h, workspace.outputs[i]);
    h = &workspace.outputs[i];
  }
  return *h;
}

template <typename Scalar>
std::vector<Matrix<Scalar>> Sequential<Scalar>::activations(const Matrix<Scalar>& x) const {
  SequentialWorkspace<Scalar> workspace;
  forward(x, workspace);
  if (!layers_.empty() && !layers_.back()->activation()) workspace.outputs.pop_back();
  return std::move(workspace.outputs);
}

template <typename Scalar>
void Sequential<Scalar>::backward(const Matrix<Scalar>& x, Matrix<Scalar>& d_output,
                                  SequentialWorkspace<Scalar>& workspace, Matrix<Scalar>* d_x) {
  if (layers_.empty()) {
    if (d_x != nullptr) *d_x = d_output;
    return;
  }
  workspace.d_outputs.resize(layers_.size() - 1);
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const Matrix<Scalar>& input = i == 0 ? x : workspace.outputs[i - 1];
    Matrix<Scalar>& d = i + 1 == layers_.size() ? d_output : workspace.d_outputs[i];
    layers_[i]->backward(input, workspace.outputs[i], d, i == 0 ? d_x : &workspace.d_outputs[i - 1]);
  }
}

template class Sequential<float>;
template class Sequential<double>;

}  // namespace latentpad
