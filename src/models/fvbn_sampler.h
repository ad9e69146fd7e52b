// Drawing from an FVBN or MADE, pixel by pixel.
#pragma once

#include <span>
#include <vector>

#include "models/fvbn.h"

namespace latentpad {

/// One image while it is painted: asks for the next pixel's probability, is told its value, goes on. Each pixel costs
/// one column of every weight matrix, so a whole image costs one matrix-vector product; the probabilities have the
/// bits of conditional_logits.
class FvbnSampler {
 public:
  /// The model must outlive the sampler, its weights must not change.
  explicit FvbnSampler(const Fvbn<float>& model);

  /// Index of the next pixel; input_dim when the image is whole.
  Index position() const { return position_; }

  /// p(x_i = 1 | x_0 … x_{i−1}) of the next pixel.
  float probability();

  /// Sets the next pixel.
  void push(bool ink);

 private:
  void finish_hidden_units(Index degree);

  const Fvbn<float>& model_;
  Index position_ = 0;
  Vector<float> direct_sum_, output_sum_, column_;
  std::vector<Vector<float>> hidden_sum_;
  std::vector<Index> finished_;
  std::vector<std::vector<Index>> degrees_;
};

struct PaintedImage {
  std::vector<float> pixels;         ///< 0 or 1
  std::vector<float> probabilities;  ///< p(x_i = 1 | x_<i) as it was when pixel i was set
};

/// An exact sample of p(x) given its first pixels: `given` (0 or 1 each, at most input_dim) is kept, the rest is drawn
/// with noise of (seed, index). Throws std::invalid_argument when there are too many or one is neither 0 nor 1.
PaintedImage paint(const Fvbn<float>& model, std::span<const float> given, std::uint64_t seed, std::uint64_t index);

}  // namespace latentpad
