// How a set of codes lies in the latent space: the words of the AE-against-VAE comparison, measured.
//
// `codes` is latent_dim x examples (mu of a VAE, z of an AE). `log_var` has the same shape, or no rows where a code is
// a point. Every function throws std::invalid_argument, saying what was expected, when there are too few examples.
#pragma once

#include <cstdint>
#include <span>

#include "math/matrix.h"

namespace latentpad {

/// ‖mean(codes)‖ / √latent_dim: 0 when the cloud sits on the origin, in units of the prior's standard deviation.
double centredness(const Matrix<float>& codes);

/// √(tr S / latent_dim), S the covariance of the aggregated posterior: 1 for a cloud as wide as the prior.
double spread(const Matrix<float>& codes, const Matrix<float>& log_var);

/// KL(N(m, S) ‖ N(0, I)) = ½ (tr S + mᵀm − d − ln det S) in nats, of the Gaussian with mean and covariance of the
/// aggregated posterior: S = Cov(mu) + E[diag σ²]. Throws std::invalid_argument when S is singular.
double moment_matched_kl(const Matrix<float>& codes, const Matrix<float>& log_var);

/// (tr C)² / tr(C²), C the covariance of the codes: how many dimensions the cloud fills, from 1 on a line to latent_dim when
/// it is equally wide in all (Gao et al., "A theory of multineuronal dimensionality", 2017, eq. 4). Throws
/// std::invalid_argument when all codes are the same.
double participation_ratio(const Matrix<float>& codes);

/// Unbiased estimate of the squared maximum mean discrepancy between the codes and as many draws from N(0, I), with the
/// inverse multiquadratic kernel k(x, y) = C / (C + ‖x − y‖²), C = 2 latent_dim (Gretton et al., JMLR 13, 2012, lemma 6;
/// Tolstikhin et al., "Wasserstein auto-encoders", ICLR 2018, section 4). May be slightly negative. At least 2
/// examples; quadratic in their number, so at most the first 2,000 are used.
double mmd_to_prior(const Matrix<float>& codes, std::uint64_t seed);

/// Share of examples whose label is that of most of their k nearest neighbours (Euclidean, leave-one-out; ties go to
/// the class of the nearest). Needs more than k examples and labels 0 … 9.
double knn_accuracy(const Matrix<float>& codes, std::span<const std::uint8_t> labels, Index k);

/// Mean over examples of (b − a) / max(a, b): a is the mean distance to the examples of the same label, b the least mean
/// distance to those of another (Rousseeuw, J. Comput. Appl. Math. 20, 1987). A label with one example counts 0. Needs
/// two labels, each 0 … 9.
double silhouette(const Matrix<float>& codes, std::span<const std::uint8_t> labels);

}  // namespace latentpad
