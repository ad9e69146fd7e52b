// Samples from p(z | x) of a VAE, also where only the first pixels of x are given.
#pragma once

#include <cstdint>
#include <vector>

#include "eval/likelihood.h"
#include "models/model.h"

namespace latentpad {

/// Codes z ~ p(z | x_given), approximately: exact in the limit of many draws.
struct PosteriorSamples {
  Matrix<float> z;             ///< latent_dim x count
  Index draws = 0;             ///< of the proposal, from which z was resampled
  double effective_draws = 0;  ///< (Σ w)² / Σ w², from 1 to draws: if it is small, few draws have most of the weight
  Estimate log_likelihood;     ///< log p(x_given), in nats: log of the mean weight, standard error by the delta method
};

/// Self-normalized importance resampling (Rubin, "The calculation of posterior distributions by data augmentation:
/// comment", 1987) of draws z_j of a PosteriorProposal r, with the weights w_j = p(x_given | z_j) p(z_j) / r(z_j):
/// codes are chosen with the probabilities w_j / Σ w, by systematic resampling.
///
/// x: example_dim x 1, pixels in [0, 1], of which the first `given` are used, 0 … input_dim; the others are summed out,
/// since pixels are independent given z.
///
/// r is fitted first (adaptive importance sampling: Cappé, Guillin, Marin & Robert, "Population Monte Carlo", 2004): it
/// begins at q(z | x), or at the prior unless all pixels are given, and six times takes mean and variances from the
/// weights of 1,000 draws of its own, raised to the largest power up to 1 at which their effective number is at least
/// 50 (Koblents & Míguez, "A population Monte Carlo scheme with transformed weights", 2015). The draws that are
/// resampled are others, so the mean weight is unbiased for p(x_given).
///
/// Numbers depend on (seed, draw) alone, not on threads. Memory grows with the draws by their weights only. Throws
/// ArgumentError if the model is not a VAE, unless draws is 10 … kMaxImportanceSamples, count 1 … 10,000 and given
/// 0 … input_dim, and if a weight is not finite.
PosteriorSamples sample_posterior(const Model<float>& model, const Matrix<float>& x, Index given, Index draws,
                                  Index count, std::uint64_t seed);

/// Systematic resampling: `count` indices, ascending, of weights given by their logarithms. They lie at even distances
/// of the cumulative weights, the first at the share `start` in [0, 1) of a distance, so index j occurs
/// ⌊count w_j / Σ w⌋ or ⌈count w_j / Σ w⌉ times, and count w_j / Σ w times on average over `start`.
std::vector<std::size_t> resample(const std::vector<double>& log_weights, Index count, double start);

}  // namespace latentpad
