// A small digit classifier, the judge of generated images: logits = layers(x), trained on cross-entropy with labels. It is
// no generative model and does not take part in the comparison.
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

  /// x (input_dim x batch) to p(class | x) (10 x batch), by softmax. Throws ArgumentError (classification_not_finite)
  /// when weights or pixels are such that an image has no probabilities.
  void classify(const Matrix<Scalar>& x, Matrix<Scalar>& probabilities) const;

  /// Mean over the batch of −log p(label | x) in nats; fills every gradient. Labels are 0 … 9, one for each column, else
  /// std::invalid_argument. NaN when a probability is: then the weights have diverged.
  double loss_and_gradient(const Matrix<Scalar>& x, std::span<const std::uint8_t> labels);

 private:
  Index input_dim_;
  std::vector<Index> hidden_;
  Sequential<Scalar> layers_;
  SequentialWorkspace<Scalar> workspace_;
};

}  // namespace latentpad
