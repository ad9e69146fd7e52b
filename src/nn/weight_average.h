// The exponential moving average of weights in training, which varies less than the weights themselves.
#pragma once

#include <cstdint>
#include <vector>

#include "nn/parameter.h"

namespace latentpad {

/// The rate of update n = 0, 1, … of an average: 1 − d_n, d_n = min(decay, (1 + n) / (10 + n)), the decay of
/// TensorFlow's tf.train.ExponentialMovingAverage(decay, num_updates). Until it reaches `decay`, the average is mainly
/// of the last tenth of the steps, and the share of the weights at its start is n! 9! / (n + 9)!, below 1e−12 after 100
/// steps. n counts from the start of the average and not of the run, so that this holds for every start.
double average_rate(double decay, std::uint64_t updates);

/// The state of an average, besides the averaged weights.
template <typename Scalar>
struct AverageState {
  std::vector<WeightMatrix<Scalar>> raw;  ///< the weights that training updates; empty: the averaged ones
  std::uint64_t updates = 0;              ///< steps that are in the average
};

/// Two sets of weights: the raw ones, which training updates, and their average. The parameters have one of them as
/// their values, and this object keeps the other.
template <typename Scalar>
class WeightAverage {
 public:
  /// An average of no steps: the parameters' values are the averaged weights, and the raw ones are equal.
  explicit WeightAverage(const ParameterList<Scalar>& parameters);

  /// Exchanges the values of the parameters and the kept weights, in constant time for each.
  void exchange(const ParameterList<Scalar>& parameters) noexcept;

  /// Whether the kept weights are the raw ones.
  bool keeps_raw() const { return keeps_raw_; }

  /// The kept weights, in the order of the parameters.
  const std::vector<WeightMatrix<Scalar>>& kept() const { return kept_; }

  /// The number of calls of update() in the average.
  std::uint64_t updates() const { return updates_; }

  /// After a step, with the raw weights in the parameters: average += rate · (raw − average), with average_rate. Adam
  /// moves a weight by a limited amount in a step, so that the difference does not overflow.
  void update(const ParameterList<Scalar>& parameters, double decay);

  /// Sets the kept weights (if empty, to the values of the parameters) and the number of updates. Does not allocate.
  void restart(const ParameterList<Scalar>& parameters, const std::vector<WeightMatrix<Scalar>>& kept,
               std::uint64_t updates);

 private:
  std::vector<WeightMatrix<Scalar>> kept_;
  std::uint64_t updates_ = 0;
  bool keeps_raw_ = true;
};

/// During its lifetime the parameters have the raw weights.
template <typename Scalar>
class RawWeights {
 public:
  /// `average` is null without averaging: the parameters then always have them.
  RawWeights(WeightAverage<Scalar>* average, const ParameterList<Scalar>& parameters)
      : average_(average != nullptr && average->keeps_raw() ? average : nullptr), parameters_(parameters) {
    if (average_ != nullptr) average_->exchange(parameters_);
  }
  RawWeights(const RawWeights&) = delete;
  RawWeights& operator=(const RawWeights&) = delete;
  ~RawWeights() {
    if (average_ != nullptr) average_->exchange(parameters_);
  }

 private:
  WeightAverage<Scalar>* average_;  ///< null also within the lifetime of another one
  const ParameterList<Scalar>& parameters_;
};

}  // namespace latentpad
