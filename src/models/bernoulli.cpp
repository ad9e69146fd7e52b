#include "models/bernoulli.h"

#include <stdexcept>
#include <string>
#include <vector>

#include "math/vec_math.h"

namespace latentpad {
namespace {

template <typename Scalar>
void expect_same_shape(const char* function, const Matrix<Scalar>& logits, const Matrix<Scalar>& x) {
  if (logits.rows() != x.rows() || logits.cols() != x.cols()) {
    throw std::invalid_argument(std::string(function) + ": expected logits and x of one shape, got " +
                                std::to_string(logits.rows()) + "x" + std::to_string(logits.cols()) + " and " +
                                std::to_string(x.rows()) + "x" + std::to_string(x.cols()));
  }
}

}  // namespace

template <typename Scalar>
Vector<double> reconstruction_loss(const Matrix<Scalar>& logits, const Matrix<Scalar>& x) {
  expect_same_shape("reconstruction_loss", logits, x);
  thread_local std::vector<Scalar> terms;  // kept: a training step must not allocate once it is warm
  const Index pixels = logits.rows();
  terms.resize(static_cast<std::size_t>(pixels));
  Vector<double> loss(logits.cols());
  for (Index b = 0; b < logits.cols(); ++b) {
    const Scalar* l = logits.data() + b * pixels;
    const Scalar* target = x.data() + b * pixels;
    Scalar* term = terms.data();
    for (Index i = 0; i < pixels; ++i) {
      const Scalar positive = l[i] < Scalar(0) ? Scalar(0) : l[i];
      const Scalar magnitude = l[i] < Scalar(0) ? -l[i] : l[i];
      term[i] = positive - l[i] * target[i] + portable::log1p(portable::exp(-magnitude));
    }
    double sum = 0.0;
    for (Index i = 0; i < pixels; ++i) sum += static_cast<double>(term[i]);
    loss[b] = sum;
  }
  return loss;
}

template <typename Scalar>
void reconstruction_loss_backward(const Matrix<Scalar>& logits, const Matrix<Scalar>& x, Scalar scale,
                                  Matrix<Scalar>& d_logits) {
  expect_same_shape("reconstruction_loss_backward", logits, x);
  d_logits.resize(logits.rows(), logits.cols());
  const Scalar* l = logits.data();
  const Scalar* target = x.data();
  Scalar* d = d_logits.data();
  const Index size = logits.size();
  for (Index i = 0; i < size; ++i) d[i] = (portable::sigmoid(l[i]) - target[i]) * scale;
}

template <typename Scalar>
void reconstruction(const Matrix<Scalar>& logits, Matrix<Scalar>& probabilities) {
  probabilities.resize(logits.rows(), logits.cols());
  const Scalar* l = logits.data();
  Scalar* p = probabilities.data();
  const Index size = logits.size();
  for (Index i = 0; i < size; ++i) p[i] = portable::sigmoid(l[i]);
}

#define LATENTPAD_INSTANTIATE(Scalar)                                                                            \
  template Vector<double> reconstruction_loss(const Matrix<Scalar>&, const Matrix<Scalar>&);                     \
  template void reconstruction_loss_backward(const Matrix<Scalar>&, const Matrix<Scalar>&, Scalar, Matrix<Scalar>&); \
  template void reconstruction(const Matrix<Scalar>&, Matrix<Scalar>&);
LATENTPAD_INSTANTIATE(float)
LATENTPAD_INSTANTIATE(double)
#undef LATENTPAD_INSTANTIATE

}  // namespace latentpad
