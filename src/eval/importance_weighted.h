// log p(x) of a VAE from importance samples (Burda, Grosse & Salakhutdinov, "Importance weighted autoencoders",
// ICLR 2016, equation 8): log p(x) ≥ E[log 1/k Σ_j w_j], w_j = p(x | z_j) p(z_j) / q(z_j | x), z_j ~ q(z | x). k = 1 is
// the ELBO; the bound rises with k towards log p(x).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eval/likelihood.h"
#include "eval/log_mean_exp.h"
#include "models/model.h"

namespace latentpad {

/// Most importance samples that may be asked for.
constexpr Index kMaxImportanceSamples = 100'000;

struct ImportanceWeightedConfig {
  PixelMode pixels = PixelMode::binarized;
  std::uint64_t seed = 1;
  std::vector<Index> samples = {1, 10, 100};  ///< ascending; the bound is reported for each, from the same draws
};

/// −log p(x) bounds, in nats, mean over examples; one Estimate for each entry of config.samples.
struct ImportanceWeightedReport {
  Index examples = 0;
  std::vector<Index> samples;
  std::vector<Estimate> negative_log_likelihood;
};

/// Scores images (bytes, input_dim each), a few at a time; the memory does not grow with the number of samples. Every
/// example is binarised as in BoundEvaluation. Model and images must outlive the evaluation.
class ImportanceWeightedEvaluation {
 public:
  /// Throws std::invalid_argument when the model is no VAE (naming what is), when samples is empty, not ascending or
  /// above kMaxImportanceSamples, or when the images are not whole.
  ImportanceWeightedEvaluation(const Model<float>& model, std::span<const std::uint8_t> images,
                               ImportanceWeightedConfig config);

  /// Scores up to `count` more examples; returns whether any are left.
  bool advance(Index count);
  ImportanceWeightedReport report() const;

 private:
  const Model<float>& model_;
  std::span<const std::uint8_t> images_;
  ImportanceWeightedConfig config_;
  Index examples_ = 0, done_ = 0;
  std::vector<RunningMoments> moments_;
};

/// log w of draws first … first + count − 1 of one image, with epsilon addressed by (seed, example, draw).
/// mu, log_var: latent_dim x 1. Appends to `log_weights`.
void append_log_weights(const Model<float>& model, const Matrix<float>& x, const Matrix<float>& mu,
                        const Matrix<float>& log_var, std::uint64_t seed, std::uint64_t example, Index first,
                        Index count, std::vector<double>& log_weights);

}  // namespace latentpad
