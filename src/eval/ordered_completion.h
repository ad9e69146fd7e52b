// Completion of an image by a MADE of several orderings.
#pragma once

#include <cstdint>

#include "eval/completion.h"
#include "models/ordered_made.h"

namespace latentpad {

/// complete() of a made whose density is p(x) = 1/M Σ_m p_m(x). x_V are the given pixels, x_H the missing ones.
///
/// p(x_H | x_V) is tractable in the raster order alone, where the given pixels come first. In ordering m they come
/// between the missing ones; setting them where their turn comes (likelihood weighting: Fung & Chang, "Weighing and
/// integrating evidence for stochastic simulation in Bayesian networks", UAI 1989) draws x_H from
///   q_m(x_H) = Π_{i in H} p_m(x_i | the pixels before i in ordering m),   p_m(x) = q_m(x_H) Π_{i in V} p_m(x_i | …).
/// Half of the draws are from q_0, which is p_0(x_H | x_V), the others from q_1 … q_{M−1} in equal parts. With a_m, the
/// share of q_m among the draws, the weight of a draw from any of them is
///   w(x) = p(x) / Σ_m a_m q_m(x_H)
/// (the balance heuristic of Veach & Guibas, "Optimally combining sampling techniques for Monte Carlo rendering",
/// SIGGRAPH 1995), which is at most 2 max_m Π_{i in V} p_m(x_i | …). The mean weight is unbiased for p(x_V).
/// Completions are draws that are chosen with the probabilities w / Σ w, by systematic resampling.
///
/// Without given pixels the completions are exact samples of p(x), and there are no draws. log_missing is the exact
/// log p(x) minus log_given. The standard error is that of independent draws, which is not below that of draws in
/// parts.
///
/// Costs M passes for each draw. Memory grows with the draws by their weights only. Throws ArgumentError unless draws
/// is 10 … kMaxImportanceSamples, if a given pixel is neither 0 nor 1, and if a weight is not finite.
Completions complete_by_orderings(const OrderedMade<float>& model, const Matrix<float>& x, Index given, Index draws,
                                  Index count, std::uint64_t seed);

}  // namespace latentpad
