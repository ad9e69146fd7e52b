#include "models/bernoulli.h"

#include <string>

#include "base/error.h"
#include "math/kernels.h"
#include "math/thread_team.h"

namespace latentpad {
namespace {

template <typename Scalar>
void expect_same_shape(const char* function, const Matrix<Scalar>& logits, const Matrix<Scalar>& x) {
  if (logits.rows() != x.rows() || logits.cols() != x.cols()) {
    throw_invalid_argument(function, "logits and x of one shape", shape_text(logits) + " and " + shape_text(x));
  }
}

/// The terms of each example and, where d_logits is given, the gradient, in one pass.
template <typename Scalar>
void each_example(const Matrix<Scalar>& logits, const Matrix<Scalar>& x, Scalar scale, double* losses,
                  Scalar* d_logits) {
  const Index pixels = logits.rows();
  parallel_for(logits.cols(), 1, [&, pixels](Index begin, Index end) noexcept {
    for (Index b = begin; b < end; ++b) {
      const Index first = b * pixels;
      const double loss = kernels<Scalar>().bernoulli(logits.data() + first, x.data() + first, pixels, scale,
                                                      d_logits == nullptr ? nullptr : d_logits + first);
      if (losses != nullptr) losses[b] = loss;
    }
  });
}

}  // namespace

template <typename Scalar>
void reconstruction_loss(const Matrix<Scalar>& logits, const Matrix<Scalar>& x, Vector<double>& losses) {
  expect_same_shape("reconstruction_loss", logits, x);
  losses.resize(logits.cols());
  each_example<Scalar>(logits, x, Scalar(0), losses.data(), nullptr);
}

template <typename Scalar>
Vector<double> reconstruction_loss(const Matrix<Scalar>& logits, const Matrix<Scalar>& x) {
  Vector<double> losses;
  reconstruction_loss(logits, x, losses);
  return losses;
}

template <typename Scalar>
void reconstruction_loss_and_gradient(const Matrix<Scalar>& logits, const Matrix<Scalar>& x, Scalar scale,
                                      Vector<double>& losses, Matrix<Scalar>& d_logits) {
  expect_same_shape("reconstruction_loss_and_gradient", logits, x);
  losses.resize(logits.cols());
  d_logits.resize(logits.rows(), logits.cols());
  each_example(logits, x, scale, losses.data(), d_logits.data());
}

template <typename Scalar>
void reconstruction_loss_backward(const Matrix<Scalar>& logits, const Matrix<Scalar>& x, Scalar scale,
                                  Matrix<Scalar>& d_logits) {
  expect_same_shape("reconstruction_loss_backward", logits, x);
  d_logits.resize(logits.rows(), logits.cols());
  each_example<Scalar>(logits, x, scale, nullptr, d_logits.data());
}

template <typename Scalar>
void reconstruction(const Matrix<Scalar>& logits, Matrix<Scalar>& probabilities) {
  probabilities.resize(logits.rows(), logits.cols());
  parallel_for(logits.size(), kElementwiseGrain, [&](Index begin, Index end) noexcept {
    kernels<Scalar>().sigmoid(logits.data() + begin, end - begin, probabilities.data() + begin);
  });
}

#define LATENTPAD_INSTANTIATE(Scalar)                                                                            \
  template Vector<double> reconstruction_loss(const Matrix<Scalar>&, const Matrix<Scalar>&);                     \
  template void reconstruction_loss(const Matrix<Scalar>&, const Matrix<Scalar>&, Vector<double>&);              \
  template void reconstruction_loss_and_gradient(const Matrix<Scalar>&, const Matrix<Scalar>&, Scalar,           \
                                                 Vector<double>&, Matrix<Scalar>&);                              \
  template void reconstruction_loss_backward(const Matrix<Scalar>&, const Matrix<Scalar>&, Scalar, Matrix<Scalar>&); \
  template void reconstruction(const Matrix<Scalar>&, Matrix<Scalar>&);
LATENTPAD_INSTANTIATE(float)
LATENTPAD_INSTANTIATE(double)
#undef LATENTPAD_INSTANTIATE

}  // namespace latentpad
