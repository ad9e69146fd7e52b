#include "nn/adam.h"

#include <cmath>

namespace latentpad {
namespace {

/// baseᵗ by squaring: the C++ library's pow differs between systems in the last bit.
double power(double base, std::uint64_t t) {
  double result = 1.0;
  for (; t != 0; t >>= 1, base *= base) {
    if ((t & 1) != 0) result *= base;
  }
  return result;
}

}  // namespace

template <typename Scalar>
Adam<Scalar>::Adam(const ParameterList<Scalar>& parameters, AdamConfig config) : config_(config) {
  for (const Parameter<Scalar>* p : parameters) {
    first_.push_back(WeightMatrix<Scalar>::Zero(p->value.rows(), p->value.cols()));
    second_.push_back(first_.back());
  }
}

template <typename Scalar>
void Adam<Scalar>::step(const ParameterList<Scalar>& parameters, double learning_rate) {
  ++steps_;
  // Bias correction advances once a step, not once a parameter.
  const auto step_size = static_cast<Scalar>(learning_rate / (1.0 - power(config_.beta1, steps_)));
  const auto second_scale = static_cast<Scalar>(1.0 / (1.0 - power(config_.beta2, steps_)));
  const auto beta1 = static_cast<Scalar>(config_.beta1), beta2 = static_cast<Scalar>(config_.beta2);
  const auto rest1 = static_cast<Scalar>(1.0 - config_.beta1), rest2 = static_cast<Scalar>(1.0 - config_.beta2);
  const auto epsilon = static_cast<Scalar>(config_.epsilon);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    Scalar* value = parameters[i]->value.data();
    const Scalar* g = parameters[i]->gradient.data();
    Scalar* m = first_[i].data();
    Scalar* v = second_[i].data();
    const Index size = parameters[i]->value.size();
    for (Index j = 0; j < size; ++j) {
      m[j] = beta1 * m[j] + rest1 * g[j];
      v[j] = beta2 * v[j] + rest2 * (g[j] * g[j]);
      value[j] -= step_size * m[j] / (std::sqrt(v[j] * second_scale) + epsilon);
    }
  }
}

template class Adam<float>;
template class Adam<double>;

}  // namespace latentpad
