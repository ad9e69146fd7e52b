#include "nn/activation.h"

#include <stdexcept>
#include <string>

#include "math/vec_math.h"

namespace latentpad {

std::string_view activation_name(Activation activation) { return activation == Activation::relu ? "relu" : "tanh"; }

Activation activation_from_name(std::string_view name) {
  if (name == "relu") return Activation::relu;
  if (name == "tanh") return Activation::tanh;
  throw std::invalid_argument("activation: expected \"relu\" or \"tanh\", got \"" + std::string(name.substr(0, 40)) +
                              "\"");
}

template <typename Scalar>
void activate(Activation activation, Matrix<Scalar>& h) {
  Scalar* data = h.data();
  const Index size = h.size();
  if (activation == Activation::relu) {
    // Written so that NaN stays NaN: a diverged run must not look healthy.
    for (Index i = 0; i < size; ++i) data[i] = data[i] < Scalar(0) ? Scalar(0) : data[i];
  } else {
    for (Index i = 0; i < size; ++i) data[i] = portable::tanh(data[i]);
  }
}

template <typename Scalar>
void activate_backward(Activation activation, const Matrix<Scalar>& h, Matrix<Scalar>& d_h) {
  if (activation == Activation::relu) {
    d_h.array() = (h.array() > Scalar(0)).select(d_h.array(), Scalar(0));
  } else {
    d_h.array() *= Scalar(1) - h.array().square();
  }
}

template void activate(Activation, Matrix<float>&);
template void activate(Activation, Matrix<double>&);
template void activate_backward(Activation, const Matrix<float>&, Matrix<float>&);
template void activate_backward(Activation, const Matrix<double>&, Matrix<double>&);

}  // namespace latentpad
