// log p(x) of a VAE from importance samples (Burda, Grosse & Salakhutdinov, "Importance weighted autoencoders",
// ICLR 2016, equation 8): log p(x) ≥ E[log 1/k Σ_j w_j], w_j = p(x | z_j) p(z_j) / q(z_j | x), z_j ~ q(z | x). k = 1 is
// the ELBO; the bound increases with k towards log p(x).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eval/likelihood.h"
#include "eval/log_mean_exp.h"
#include "models/model.h"

namespace latentpad {

/// Maximum number of importance samples.
constexpr Index kMaxImportanceSamples = 100'000;

struct ImportanceWeightedConfig {
  PixelMode pixels = PixelMode::binarized;
  std::uint64_t seed = 1;
  std::vector<Index> samples = {1, 10, 100};  ///< ascending; a bound is reported for each, from the same draws
};

/// Upper bounds of −log p(x) in nats, means over examples; one Estimate per entry of config.samples.
struct ImportanceWeightedReport {
  Index examples = 0;
  std::vector<Index> samples;
  std::vector<Estimate> negative_log_likelihood;
};

/// Evaluates examples (bytes, example_dim each) in pieces; memory does not grow with the number of samples. Examples
/// are binarized as in BoundEvaluation. Model and images must outlive the evaluation.
class ImportanceWeightedEvaluation {
 public:
  /// Throws ArgumentError if the model is not a VAE (listing those that are), if samples is empty, not ascending or
  /// above kMaxImportanceSamples, or unless the images are a whole number of examples.
  ImportanceWeightedEvaluation(const Model<float>& model, std::span<const std::uint8_t> images,
                               ImportanceWeightedConfig config);

  /// Evaluates up to `count` more examples; returns whether any remain.
  bool advance(Index count);
  ImportanceWeightedReport report() const;

 private:
  const Model<float>& model_;
  std::span<const std::uint8_t> images_;
  ImportanceWeightedConfig config_;
  Index examples_ = 0, done_ = 0;
  std::vector<RunningMoments> moments_;
};

/// log w of draws first … first + count − 1 of one image; epsilon is addressed by (seed, example, draw).
/// mu, log_var: latent_dim x 1. Appends to `log_weights`.
void append_log_weights(const Model<float>& model, const Matrix<float>& x, const Matrix<float>& mu,
                        const Matrix<float>& log_var, std::uint64_t seed, std::uint64_t example, Index first,
                        Index count, std::vector<double>& log_weights);

}  // namespace latentpad
