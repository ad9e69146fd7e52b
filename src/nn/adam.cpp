#include "nn/adam.h"

#include <cmath>
#include <limits>

#include "math/kernels.h"
#include "math/thread_team.h"

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

/// Without a way out of the loop, so that it is vectorised: nearly always all are finite.
template <typename Scalar>
bool all_finite(const WeightMatrix<Scalar>& m) {
  int others = 0;
  const Scalar* values = m.data();
  // NaN fails the comparison too.
  for (Index i = 0; i < m.size(); ++i) others |= !(std::abs(values[i]) <= std::numeric_limits<Scalar>::max());
  return others == 0;
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
void Adam<Scalar>::restart(std::uint64_t steps, const std::vector<WeightMatrix<Scalar>>& first_moments,
                           const std::vector<WeightMatrix<Scalar>>& second_moments) {
  steps_ = steps;
  for (std::size_t i = 0; i < first_.size(); ++i) {
    if (first_moments.empty()) first_[i].setZero();
    else first_[i] = first_moments[i];
    if (second_moments.empty()) second_[i].setZero();
    else second_[i] = second_moments[i];
  }
}

template <typename Scalar>
void Adam<Scalar>::step(const ParameterList<Scalar>& parameters, double learning_rate) {
  ++steps_;
  // Bias correction advances once a step, not once a parameter.
  const AdamStep<Scalar> constants{static_cast<Scalar>(config_.beta1),
                                   static_cast<Scalar>(1.0 - config_.beta1),
                                   static_cast<Scalar>(config_.beta2),
                                   static_cast<Scalar>(1.0 - config_.beta2),
                                   static_cast<Scalar>(learning_rate / (1.0 - power(config_.beta1, steps_))),
                                   static_cast<Scalar>(1.0 / (1.0 - power(config_.beta2, steps_))),
                                   static_cast<Scalar>(config_.epsilon)};
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    Scalar* value = parameters[i]->value.data();
    const Scalar* g = parameters[i]->gradient.data();
    Scalar* m = first_[i].data();
    Scalar* v = second_[i].data();
    parallel_for(parameters[i]->value.size(), kElementwiseGrain, [=, &constants](Index begin, Index end) noexcept {
      kernels<Scalar>().adam(constants, g + begin, m + begin, v + begin, value + begin, end - begin);
    });
  }
}

template <typename Scalar>
bool Adam<Scalar>::is_finite(const ParameterList<Scalar>& parameters) const {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!all_finite(parameters[i]->value) || !all_finite(second_[i])) return false;
  }
  return true;
}

template class Adam<float>;
template class Adam<double>;

}  // namespace latentpad
