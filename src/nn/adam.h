// Adam (Kingma & Ba, "Adam: a method for stochastic optimization", ICLR 2015, Algorithm 1).
#pragma once

#include <cstdint>
#include <vector>

#include "nn/parameter.h"

namespace latentpad {

struct AdamConfig {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

/// The optimizer state consists of two moments per parameter and one step count.
template <typename Scalar>
class Adam {
 public:
  explicit Adam(const ParameterList<Scalar>& parameters, AdamConfig config = {});

  /// One step t → t + 1 on every parameter passed to the constructor, from its gradient g:
  ///   m = β₁ m + (1 − β₁) g,   v = β₂ v + (1 − β₂) g²,
  ///   value −= learning_rate · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε).
  void step(const ParameterList<Scalar>& parameters, double learning_rate);

  /// Whether every value and every second moment was finite after the last step. A gradient above the square root of
  /// the largest float makes its second moment infinite; the value then never changes again, even if the loss is small.
  bool is_finite() const { return is_finite_; }

  /// Sets the step count and the moments (finite), in the order of the parameters; empty lists mean zero. Does not
  /// allocate, so it cannot fail halfway.
  void restart(std::uint64_t steps, const std::vector<WeightMatrix<Scalar>>& first_moments,
               const std::vector<WeightMatrix<Scalar>>& second_moments);

  std::uint64_t steps() const { return steps_; }
  void set_steps(std::uint64_t steps) { steps_ = steps; }

  /// First and second moments, in the order of the parameters.
  std::vector<WeightMatrix<Scalar>>& first_moments() { return first_; }
  std::vector<WeightMatrix<Scalar>>& second_moments() { return second_; }
  const std::vector<WeightMatrix<Scalar>>& first_moments() const { return first_; }
  const std::vector<WeightMatrix<Scalar>>& second_moments() const { return second_; }

 private:
  AdamConfig config_;
  std::uint64_t steps_ = 0;
  bool is_finite_ = true;
  std::vector<WeightMatrix<Scalar>> first_, second_;
};

}  // namespace latentpad
