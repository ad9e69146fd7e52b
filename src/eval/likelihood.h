// How well a model explains digits it was not trained on.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eval/running_moments.h"
#include "models/model.h"
#include "models/pixels.h"

namespace latentpad {

struct EvaluationConfig {
  PixelMode pixels = PixelMode::binarized;
  std::uint64_t seed = 1;  ///< of the one fixed binarisation and of epsilon
  int repeats = 1;         ///< draws of epsilon for each example
};

/// A mean over examples and its standard error.
struct Estimate {
  double mean = 0.0;
  double standard_error = 0.0;
};

/// All in nats per example. vae: −ELBO with sampled z and at beta = 1. ae: the reconstruction loss, which bounds nothing.
/// fvbn, made: −log p(x), exact.
struct BoundReport {
  Index examples = 0;
  Estimate negative_elbo;
  double reconstruction = 0.0;
  double kl = 0.0;
  std::vector<double> kl_per_dimension;
  /// Dimensions in which the variance of mu over the examples exceeds 0.01 (Burda et al. 2016, section 5.2).
  int active_units = 0;
};

/// −ELBO of examples (bytes, example_dim each, 255 = ink or the label), a few examples at a time, so that a caller can answer others in
/// between. Every example is binarised once, by (seed, example), the same for every model; z is sampled from q(z | x),
/// never set to mu, which would flatter the bound by about 9 nats. The result does not depend on how the work is cut.
/// Model and images must outlive the evaluation, and the weights must not change meanwhile.
class BoundEvaluation {
 public:
  /// Throws std::invalid_argument when the images are not a whole number of examples, when there are none, or when
  /// repeats is not 1 … 10,000.
  BoundEvaluation(const Model<float>& model, std::span<const std::uint8_t> images, const EvaluationConfig& config);

  /// Scores up to `count` more examples; returns whether any are left.
  bool advance(Index count);

  /// Of the examples scored so far.
  BoundReport report() const;

 private:
  void score_batch(Index batch);
  void score_codes(const LatentModel<float>& model, const Matrix<float>& x);
  void add_example(double reconstruction, double kl);

  const Model<float>& model_;
  std::span<const std::uint8_t> images_;
  EvaluationConfig config_;
  Index examples_ = 0, done_ = 0;
  RunningMoments bound_, reconstruction_;
  std::vector<RunningMoments> mu_, kl_;
};

/// The whole evaluation at once.
BoundReport evaluate_bound(const Model<float>& model, std::span<const std::uint8_t> images,
                           const EvaluationConfig& config);

/// mu and log_var (latent_dim x images; log_var has no rows where the code is a point) of images as they are (grey), for
/// pictures of the latent space. Throws std::invalid_argument for a model without a code.
void encode_images(const Model<float>& model, std::span<const std::uint8_t> images, Matrix<float>& mu,
                   Matrix<float>& log_var);

}  // namespace latentpad
