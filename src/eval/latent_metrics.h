// Metrics of a set of codes in the latent space, for comparing AE and VAE.
//
// `codes` is latent_dim x examples (mu of a VAE, z of an AE). `log_var` has the same shape, or no rows where a code is
// a point. Every function throws ArgumentError, naming what was expected, if there are too few examples.
#pragma once

#include <cstdint>
#include <span>

#include "math/matrix.h"
#include "models/prior_density.h"

namespace latentpad {

/// ‖mean(codes)‖ / √latent_dim: distance of the mean from the origin in standard deviations of the prior.
double centredness(const Matrix<float>& codes);

/// √(tr S / latent_dim), S the covariance of the aggregated posterior: 1 if as wide as the prior.
double spread(const Matrix<float>& codes, const Matrix<float>& log_var);

/// KL(N(m, S) ‖ N(0, I)) = ½ (tr S + mᵀm − d − ln det S) in nats, of the Gaussian with mean and covariance of the
/// aggregated posterior: S = Cov(mu) + E[diag σ²]. Throws ArgumentError if S is singular.
double moment_matched_kl(const Matrix<float>& codes, const Matrix<float>& log_var);

/// (tr C)² / tr(C²), C the covariance of the codes: the effective number of dimensions, from 1 for a line to latent_dim
/// for equal variance in all directions (Gao et al., "A theory of multineuronal dimensionality", 2017, eq. 4). Throws
/// ArgumentError if all codes are equal.
double participation_ratio(const Matrix<float>& codes);

/// Unbiased estimate of the squared maximum mean discrepancy between the codes and as many samples of the prior, with
/// the inverse multiquadratic kernel k(x, y) = C / (C + ‖x − y‖²), C = 2 latent_dim (Gretton et al., JMLR 13, 2012,
/// lemma 6; Tolstikhin et al., "Wasserstein auto-encoders", ICLR 2018, section 4). May be slightly negative. Requires 2
/// examples; uses at most the first 2,000, since the cost is quadratic.
double mmd_to_prior(const Matrix<float>& codes, const PriorDensity& prior, std::uint64_t seed);

/// Accuracy of the majority label of the k nearest neighbours (Euclidean, leave-one-out; ties are resolved in favour of
/// the nearest). Requires more than k examples and labels 0 … 9.
double knn_accuracy(const Matrix<float>& codes, std::span<const std::uint8_t> labels, Index k);

/// Mean over examples of (b − a) / max(a, b): a is the mean distance to the examples of the same label, b the minimum
/// over other labels of the mean distance (Rousseeuw, J. Comput. Appl. Math. 20, 1987). Labels with one example count
/// as 0. Requires two labels, each 0 … 9.
double silhouette(const Matrix<float>& codes, std::span<const std::uint8_t> labels);

}  // namespace latentpad
