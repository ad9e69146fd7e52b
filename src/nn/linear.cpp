#include "nn/linear.h"

#include "base/error.h"
#include "math/kernels.h"
#include "math/thread_team.h"
#include "nn/initial_weights.h"
#include "nn/sparse_input.h"

namespace latentpad {

template <typename Scalar>
Linear<Scalar>::Linear(const std::string& name, Index in, Index out, InputKind input,
                       std::optional<Activation> activation)
    : weight(name + ".weight", {out, in}), bias(name + ".bias", {out}), input_(input), activation_(activation) {}

template <typename Scalar>
void Linear<Scalar>::append_to(ParameterList<Scalar>& list) {
  list.push_back(&weight);
  list.push_back(&bias);
}

template <typename Scalar>
void Linear<Scalar>::initialize(std::uint64_t seed, std::uint64_t index) {
  draw_initial(seed, index, weight, bias);
}

template <typename Scalar>
void Linear<Scalar>::set_bias(const Vector<double>& outputs) {
  if (outputs.size() != bias.value.rows()) {
    throw_invalid_argument("set_bias", std::to_string(bias.value.rows()) + " outputs", std::to_string(outputs.size()));
  }
  for (Index i = 0; i < outputs.size(); ++i) bias.value(i, 0) = static_cast<Scalar>(outputs[i]);
}

template <typename Scalar>
void Linear<Scalar>::forward(const Matrix<Scalar>& x, Matrix<Scalar>& y) const {
  if (x.rows() != inputs()) {
    throw_invalid_argument(weight.name, "an input of " + std::to_string(inputs()) + " features",
                           std::to_string(x.rows()));
  }
  if (input_ == InputKind::sparse) {
    sparse_input_forward(weight.value, x, y);
  } else {
    y.resize(outputs(), x.cols());
    gemm<Scalar>(view(weight.value), view(x), mutable_view(y));
  }
  add_bias(activation_, bias.value.data(), y);
}

template <typename Scalar>
void Linear<Scalar>::backward(const Matrix<Scalar>& x, const Matrix<Scalar>& y, Matrix<Scalar>& d_y,
                              Matrix<Scalar>* d_x) {
  if (activation_) activate_backward(*activation_, y, d_y);
  backward(x, d_y, d_x);
}

template <typename Scalar>
void Linear<Scalar>::backward(const Matrix<Scalar>& x, const Matrix<Scalar>& d_y, Matrix<Scalar>* d_x) {
  if (input_ == InputKind::sparse) {
    sparse_input_weight_gradient(d_y, x, weight.gradient);
  } else {
    gemm<Scalar>(view(d_y), view(x).transposed(), mutable_view(weight.gradient));
  }
  parallel_for(outputs(), elementwise_grain(d_y.cols()), [&](Index begin, Index end) noexcept {
    kernels<Scalar>().sum_columns(d_y.data() + begin, outputs(), d_y.cols(), bias.gradient.data() + begin, end - begin);
  });
  if (d_x != nullptr) {
    d_x->resize(inputs(), d_y.cols());
    gemm<Scalar>(view(weight.value).transposed(), view(d_y), mutable_view(*d_x));
  }
}

template class Linear<float>;
template class Linear<double>;

}  // namespace latentpad
