// Sampling from an FVBN or MADE, pixel by pixel.
#pragma once

#include <span>
#include <vector>

#include "models/fvbn.h"

namespace latentpad {

/// Samples one image: alternate probability() and push() for each pixel. Each pixel costs one column of every weight
/// matrix, so a whole image costs one matrix-vector product. The probabilities are bit-identical to those of
/// conditional_logits.
template <typename Scalar>
class FvbnSampler {
 public:
  /// The model must outlive the sampler, and its weights must not change.
  explicit FvbnSampler(const Fvbn<Scalar>& model);

  /// Index of the next pixel; input_dim when the image is complete.
  Index position() const { return position_; }

  /// p(x_i = 1 | x_0 … x_{i−1}) of the next pixel i.
  Scalar probability();

  /// Sets the next pixel.
  void push(bool ink);

 private:
  void finish_hidden_units(Index degree);

  const Fvbn<Scalar>& model_;
  Index position_ = 0;
  Vector<Scalar> direct_sum_, output_sum_, column_;
  std::vector<Vector<Scalar>> hidden_sum_;
  std::vector<Index> finished_;
  std::vector<std::vector<Index>> degrees_;
};

/// AutoregressiveModel::sample_given for an FVBN.
template <typename Scalar>
GivenSample sample_given(const Fvbn<Scalar>& model, std::span<const float> given, std::uint64_t seed,
                         std::uint64_t index);

/// The same for an FVBN whose pixel i is pixel order[i] of the image, in which the first pixels are given. A given
/// pixel is set where its turn comes, the others are sampled given those before them in the order: a sample from p(x |
/// given) only if all given pixels come first.
template <typename Scalar>
GivenSample sample_in_order(const Fvbn<Scalar>& model, std::span<const Index> order, std::span<const float> given,
                            std::uint64_t seed, std::uint64_t index);

}  // namespace latentpad
