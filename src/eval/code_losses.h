// −log p(x | z) of many codes of few images, such as the draws of an importance sampler.
#pragma once

#include "models/model.h"

namespace latentpad {

/// Number of codes to decode at once: so many columns share the packing of a layer's weights, and more were no quicker.
constexpr Index kCodesAtOnce = 500;

/// Keeps the memory of decoder and losses between calls, so that a loop over batches of one size allocates nothing: the
/// page faults of fresh memory would take about as long as the losses.
class CodeLosses {
 public:
  /// The model must outlive the object.
  explicit CodeLosses(const LatentModel<float>& model) : model_(&model) {}

  /// −log p(x | z) in nats, one for each column of z (latent_dim x codes). x: example_dim x images, pixels in [0, 1];
  /// each image is that of codes / images columns of z in a row, a whole number. The result is valid until the next
  /// call.
  const Vector<double>& of(const Matrix<float>& z, const Matrix<float>& x);

  /// The same of the first `given` pixels alone, 0 … input_dim.
  const Vector<double>& of(const Matrix<float>& z, const Matrix<float>& x, Index given);

 private:
  /// The outputs of the first `given` pixels.
  const Matrix<float>& outputs_of_given(const Matrix<float>& outputs, Index given);

  const LatentModel<float>* model_;
  SequentialWorkspace<float> workspace_;
  Matrix<float> labelled_, pixels_, given_outputs_;
  Vector<double> losses_;
};

}  // namespace latentpad
