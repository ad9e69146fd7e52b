// A small digit classifier for evaluating generated images: logits = layers(x), trained on cross-entropy with labels.
// It is not a generative model.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "nn/sequential.h"

namespace latentpad {

template <typename Scalar>
class Classifier {
 public:
  static constexpr Index kClasses = 10;

  Classifier(Index input_dim, const std::vector<Index>& hidden);

  ParameterList<Scalar> parameters();
  void initialize(std::uint64_t seed);
  const std::vector<Index>& hidden() const { return hidden_; }
  Index input_dim() const { return input_dim_; }

  /// p(class | x) (10 x batch) of x (input_dim x batch), by softmax. Throws ArgumentError (classification_not_finite)
  /// if a probability is not finite.
  void classify(const Matrix<Scalar>& x, Matrix<Scalar>& probabilities) const;

  /// Mean over the batch of −log p(label | x) in nats; computes all gradients. Throws ArgumentError unless there is one
  /// label, 0 … 9, per column. Returns NaN if a probability is NaN: the weights have diverged.
  double loss_and_gradient(const Matrix<Scalar>& x, std::span<const std::uint8_t> labels);

 private:
  Index input_dim_;
  std::vector<Index> hidden_;
  Sequential<Scalar> layers_;
  SequentialWorkspace<Scalar> workspace_;
};

}  // namespace latentpad
