#include "nn/activation.h"

#include <string>

#include "base/error.h"
#include "math/kernels.h"
#include "math/thread_team.h"

namespace latentpad {
namespace {

Rectifier rectifier(Activation activation) {
  return activation == Activation::relu ? Rectifier::relu : Rectifier::tanh;
}

}  // namespace

std::string_view activation_name(Activation activation) { return activation == Activation::relu ? "relu" : "tanh"; }

Activation activation_from_name(std::string_view name) {
  if (name == "relu") return Activation::relu;
  if (name == "tanh") return Activation::tanh;
  throw_unknown_name("activation", {"relu", "tanh"}, name);
}

template <typename Scalar>
void add_bias(std::optional<Activation> activation, const Scalar* bias, Matrix<Scalar>& h) {
  const Rectifier kind = activation ? rectifier(*activation) : Rectifier::none;
  const Index rows = h.rows();
  parallel_for(h.cols(), elementwise_grain(rows), [&](Index begin, Index end) noexcept {
    kernels<Scalar>().add_bias(kind, bias, rows, end - begin, h.data() + begin * rows);
  });
}

template <typename Scalar>
void activate_backward(Activation activation, const Matrix<Scalar>& h, Matrix<Scalar>& d_h) {
  parallel_for(h.size(), kElementwiseGrain, [&](Index begin, Index end) noexcept {
    kernels<Scalar>().rectify_backward(rectifier(activation), h.data() + begin, d_h.data() + begin, end - begin);
  });
}

template void add_bias(std::optional<Activation>, const float*, Matrix<float>&);
template void add_bias(std::optional<Activation>, const double*, Matrix<double>&);
template void activate_backward(Activation, const Matrix<float>&, Matrix<float>&);
template void activate_backward(Activation, const Matrix<double>&, Matrix<double>&);

}  // namespace latentpad
