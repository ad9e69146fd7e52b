// Completion of an image of which the first pixels are given, by any model with a density.
#pragma once

#include <cstdint>
#include <optional>

#include "eval/likelihood.h"
#include "models/model.h"

namespace latentpad {

struct Completions {
  /// input_dim x count: the given pixels as they are, the others sampled from p(x_missing | x_given).
  Matrix<float> pixels;
  /// input_dim x count: the given pixels, and of each other pixel the mean of the distribution from which it was
  /// sampled, p(x_i | z), or p(x_i | the pixels before i).
  Matrix<float> probabilities;
  /// Of x itself, in nats: log p(x_given) and log p(x_missing | x_given). Exact, with a standard error of 0, or
  /// estimated from importance weights, the second one as the difference of log p(x) and the first.
  Estimate log_given, log_missing;
  /// (Σ w)² / Σ w², of the weights of the draws; nothing if the completions are exact samples.
  std::optional<double> effective_draws;
};

/// Samples `count` completions of x (example_dim x 1, pixels in [0, 1]), of which the first `given` pixels are given,
/// in raster order.
///
///   fvbn, made   x_i ~ p(x_i | x_0 … x_{i−1}) for the missing pixels in turn: exact
///   made of several orderings   by complete_by_orderings() with `draws` draws (ordered_completion.h)
///   vae, cvae    z ~ p(z | x_given) by sample_posterior() with `draws` draws, then x_i ~ p(x_i | z)
///
/// Numbers depend on the seed, not on threads. Throws ArgumentError for a model without a density, unless given is
/// 0 … input_dim and count 1 … 10,000, if an fvbn or made is given a pixel that is neither 0 nor 1, and like
/// sample_posterior and complete_by_orderings.
Completions complete(const Model<float>& model, const Matrix<float>& x, Index given, Index draws, Index count,
                     std::uint64_t seed);

}  // namespace latentpad
