#include "nn/weight_average.h"

#include <algorithm>

#include "math/kernels.h"
#include "math/thread_team.h"

namespace latentpad {

double average_rate(double decay, std::uint64_t updates) {
  return std::max(1.0 - decay, 9.0 / (10.0 + static_cast<double>(updates)));
}

template <typename Scalar>
WeightAverage<Scalar>::WeightAverage(const ParameterList<Scalar>& parameters) {
  for (const Parameter<Scalar>* p : parameters) kept_.push_back(p->value);
}

template <typename Scalar>
void WeightAverage<Scalar>::exchange(const ParameterList<Scalar>& parameters) noexcept {
  for (std::size_t i = 0; i < kept_.size(); ++i) parameters[i]->value.swap(kept_[i]);
  keeps_raw_ = !keeps_raw_;
}

template <typename Scalar>
void WeightAverage<Scalar>::update(const ParameterList<Scalar>& parameters, double decay) {
  const auto rate = static_cast<Scalar>(average_rate(decay, updates_));
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    const Scalar* raw = parameters[i]->value.data();
    Scalar* average = kept_[i].data();
    parallel_for(kept_[i].size(), kElementwiseGrain, [=](Index begin, Index end) noexcept {
      kernels<Scalar>().move_average(raw + begin, rate, average + begin, end - begin);
    });
  }
  ++updates_;
}

template <typename Scalar>
void WeightAverage<Scalar>::restart(const ParameterList<Scalar>& parameters,
                                    const std::vector<WeightMatrix<Scalar>>& kept, std::uint64_t updates) {
  for (std::size_t i = 0; i < kept_.size(); ++i) kept_[i] = kept.empty() ? parameters[i]->value : kept[i];
  updates_ = updates;
}

template class WeightAverage<float>;
template class WeightAverage<double>;

}  // namespace latentpad
