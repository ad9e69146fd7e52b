#include "nn/adam.h"

#include <atomic>

#include "math/kernels.h"
#include "math/power.h"
#include "math/thread_team.h"

namespace latentpad {

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
  is_finite_ = true;
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
  // The bias correction advances once per step, not once per parameter.
  const AdamStep<Scalar> constants{static_cast<Scalar>(config_.beta1),
                                   static_cast<Scalar>(1.0 - config_.beta1),
                                   static_cast<Scalar>(config_.beta2),
                                   static_cast<Scalar>(1.0 - config_.beta2),
                                   static_cast<Scalar>(learning_rate / (1.0 - power(config_.beta1, steps_))),
                                   static_cast<Scalar>(1.0 / (1.0 - power(config_.beta2, steps_))),
                                   static_cast<Scalar>(config_.epsilon)};
  std::atomic<bool> is_finite{true};
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    Scalar* value = parameters[i]->value.data();
    const Scalar* g = parameters[i]->gradient.data();
    Scalar* m = first_[i].data();
    Scalar* v = second_[i].data();
    parallel_for(parameters[i]->value.size(), kElementwiseGrain,
                 [=, &constants, &is_finite](Index begin, Index end) noexcept {
                   const bool are_finite =
                       kernels<Scalar>().adam(constants, g + begin, m + begin, v + begin, value + begin, end - begin);
                   if (!are_finite) is_finite.store(false, std::memory_order_relaxed);
                 });
  }
  is_finite_ = is_finite.load(std::memory_order_relaxed);
}

template class Adam<float>;
template class Adam<double>;

}  // namespace latentpad
