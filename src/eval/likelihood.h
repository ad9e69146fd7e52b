// Evaluation of a model on held-out digits.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "eval/running_moments.h"
#include "math/processes.h"
#include "models/model.h"
#include "models/pixels.h"

namespace latentpad {

struct EvaluationConfig {
  PixelMode pixels = PixelMode::binarized;
  std::uint64_t seed = 1;  ///< of the binarization and of epsilon
  int repeats = 1;         ///< draws of epsilon per example
  double sigma_scale = 1;  ///< factor of sigma in the sampled z; the KL is that of the unscaled q(z | x)
};

/// A mean over examples and its standard error.
struct Estimate {
  double mean = 0.0;
  double standard_error = 0.0;
};

/// All in nats per example. vae, hvae: −ELBO with sampled z at beta = 1; with a learned prior the KL is that of the
/// samples. ae: the reconstruction loss, which is not a bound. fvbn, made: −log p(x), exact.
struct BoundReport {
  Index examples = 0;
  Estimate negative_elbo;
  double reconstruction = 0.0;
  double kl = 0.0;
  std::vector<double>
      kl_per_dimension;  ///< of the code; empty with a learned prior, which is no product over the dimensions
  /// For a model with a posterior, of each stochastic layer from the pixels up; the last one is the code. Their sum is
  /// kl.
  std::vector<double> kl_per_layer;
  /// Dimensions of the code in which the variance of mu over the examples exceeds 0.01 (Burda et al. 2016,
  /// section 5.2).
  int active_units = 0;
};

/// −ELBO of examples (bytes, example_dim each, 255 = ink or the label), evaluated in pieces. Every example is binarized
/// once, by (seed, example), the same for every model; z is sampled from q(z | x), since z = mu would improve the value
/// by about 9 nats. The result depends neither on the size of the pieces nor on the number of processes: each scores a
/// part of a piece, and all add the scores of all examples in their order. Model, images and processes must outlive the
/// evaluation, and the weights must not change meanwhile.
class BoundEvaluation {
 public:
  /// Throws ArgumentError if the images are not a whole number of examples, if there are none, or unless repeats is
  /// 1 … 10,000 and sigma_scale is finite and not negative.
  BoundEvaluation(const Model<float>& model, std::span<const std::uint8_t> images, const EvaluationConfig& config,
                  Processes& processes = alone());

  /// Evaluates up to `count` more examples; returns whether any remain.
  bool advance(Index count);

  /// The report of the examples evaluated so far.
  BoundReport report() const;

 private:
  void score_together(Index count);
  void score_batch(Index first, Index batch, double* scores) const;
  void score_points(const Matrix<float>& x, double* scores) const;
  void score_draws(Index first, const Matrix<float>& x, double* scores) const;
  /// Writes the numbers of an example and returns their end.
  double* write_scores(double reconstruction, const Eigen::Ref<const Vector<double>>& kl,
                       const Eigen::Ref<const Vector<float>>& mu, double* scores) const;
  void add_example(const double* scores);
  /// Numbers of an example: its reconstruction loss, the KL of each latent variable, and mu of each dimension.
  std::size_t scores_of_example() const { return 1 + kl_.size() + mu_.size(); }

  const Model<float>& model_;
  std::span<const std::uint8_t> images_;
  EvaluationConfig config_;
  Processes& processes_;
  Index examples_ = 0, done_ = 0;
  std::unique_ptr<PosteriorDraws<float>> draws_;  ///< of a model with a posterior
  std::vector<double> scores_, all_scores_;
  RunningMoments bound_, reconstruction_;
  std::vector<RunningMoments> mu_, kl_;  ///< kl_: of each term of the draws
};

/// The evaluation in one call.
BoundReport evaluate_bound(const Model<float>& model, std::span<const std::uint8_t> images,
                           const EvaluationConfig& config, Processes& processes = alone());

/// mu and log_var (latent_dim x images; log_var has no rows if the code is a point) of grey images, for plots of the
/// latent space. Throws ArgumentError for a model without a code.
void encode_images(const Model<float>& model, std::span<const std::uint8_t> images, Matrix<float>& mu,
                   Matrix<float>& log_var);

}  // namespace latentpad
