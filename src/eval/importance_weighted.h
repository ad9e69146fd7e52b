// log p(x) of a VAE from importance samples (Burda, Grosse & Salakhutdinov, "Importance weighted autoencoders",
// ICLR 2016, equation 8): log p(x) ≥ E[log 1/k Σ_j w_j], w_j = p(x | z_j) p(z_j) / q(z_j | x), z_j ~ q(z | x). k = 1 is
// the ELBO; the bound increases with k towards log p(x).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "eval/code_losses.h"
#include "eval/likelihood.h"
#include "eval/log_mean_exp.h"
#include "models/model.h"

namespace latentpad {

/// Maximum number of importance samples.
constexpr Index kMaxImportanceSamples = 100'000;

/// Throws ArgumentError, naming `function`, unless draws is 10 … kMaxImportanceSamples.
void expect_draws(const char* function, Index draws);

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

/// What an evaluation of the same model, images and configuration needs to go on to the same bits.
struct ImportanceWeightedState {
  Index done = 0;                       ///< number of examples evaluated
  std::vector<RunningMoments> moments;  ///< of their −log mean weights, one for each entry of config.samples
};

/// log w of draws of a few examples, with noise from (seed, example, draw) alone. The model must outlive the object.
class ImportanceDraws {
 public:
  /// The weights must not change meanwhile. Throws ArgumentError, naming `function`, if the model is not a VAE.
  ImportanceDraws(const Model<float>& model, std::uint64_t seed, const char* function);

  /// The examples to draw for: example_dim x examples, of which the first has that number. Throws ArgumentError if a
  /// code is not finite.
  void encode(const Matrix<float>& x, std::uint64_t first_example);

  /// log w of draws first … first + count − 1 of each example, those of one example in a row. The draws of an example
  /// do not depend on how they are divided among calls. The result is valid until the next call.
  std::span<const double> log_weights(Index first, Index count);

  /// The draws of the last call of log_weights, with the terms of the bound.
  PosteriorDraws<float>& last() { return *draws_; }

 private:
  const char* function_;
  std::unique_ptr<PosteriorDraws<float>> draws_;
  std::uint64_t seed_, first_example_ = 0;
  Matrix<float> epsilon_;
};

/// Evaluates examples (bytes, example_dim each) in pieces; memory does not grow with the number of samples. Examples
/// are binarized as in BoundEvaluation. The result depends neither on the size of the pieces nor on the numbers of
/// threads and of processes, which share each piece. Model, images and processes must outlive the evaluation.
class ImportanceWeightedEvaluation {
 public:
  /// Throws ArgumentError if the model is not a VAE (listing those that are), if samples is empty, not ascending or
  /// above kMaxImportanceSamples, or unless the images are a whole number of examples.
  ImportanceWeightedEvaluation(const Model<float>& model, std::span<const std::uint8_t> images,
                               ImportanceWeightedConfig config, Processes& processes = alone());

  /// Number of examples of all, and of those evaluated so far.
  Index examples() const { return examples_; }
  Index done() const { return done_; }

  /// Number of examples that are evaluated together if advance() is asked for so many, at least one: smaller pieces
  /// take longer.
  Index batch() const;

  /// Evaluates up to `count` more examples; returns whether any remain.
  bool advance(Index count);

  /// The report of the examples evaluated so far.
  ImportanceWeightedReport report() const;

  ImportanceWeightedState state() const { return {done_, moments_}; }

  /// Goes on from a state. Throws ArgumentError, and changes nothing, unless it is that of at most examples() examples
  /// and has finite moments of as many values for each number of samples.
  void resume(const ImportanceWeightedState& state);

 private:
  void evaluate(Index count);
  /// −log mean weight of each of these examples, for each number of samples.
  void bounds_of(Index first, Index count, double* bounds);
  /// Of one process.
  Index batch_each() const;

  const Model<float>& model_;
  std::span<const std::uint8_t> images_;
  ImportanceWeightedConfig config_;
  Processes& processes_;
  Index examples_ = 0, done_ = 0;
  std::vector<double> bounds_, all_bounds_;
  std::vector<RunningMoments> moments_;
  ImportanceDraws draws_;
  Matrix<float> x_;
};

}  // namespace latentpad
