// A density of an autoencoder's codes, fitted after training, to draw codes from: Ghosh, Sajjadi, Vergari, Black &
// Schölkopf, "From variational to deterministic autoencoders" (ICLR 2020), section 4.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eval/likelihood.h"
#include "math/matrix.h"
#include "math/noise.h"
#include "models/model.h"

namespace latentpad {

/// Maximum number of Gaussians of a density.
constexpr Index kMaxDensityComponents = 1000;
/// Number of Gaussians unless given.
constexpr Index kDensityComponents = 10;

/// A Gaussian with any covariance, Σ_j v_j a_j a_jᵀ.
struct CodeComponent {
  double weight = 0.0;
  Vector<double> mean;
  Matrix<double> axes;       ///< unit eigenvectors a of the covariance, one in each column
  Vector<double> variances;  ///< its eigenvalues v, one for each axis
};

/// p(z) = Σ_k w_k N(z; m_k, Σ_k). With one component, the Gaussian with the mean and the covariance of the codes.
class CodeDensity {
 public:
  explicit CodeDensity(std::vector<CodeComponent> components);

  Index latent_dim() const { return components_.front().mean.size(); }
  const std::vector<CodeComponent>& components() const { return components_; }

  /// log p(z) of one column of codes, in nats.
  double log_density(const Matrix<float>& codes, Index column) const;

  /// Mean of log p(z) over codes (latent_dim x codes), and its standard error. Throws ArgumentError for codes of
  /// another size, and if there are none or one is not finite.
  Estimate log_likelihood(const Matrix<float>& codes) const;

  /// latent_dim x count samples, from (seed, sample) alone.
  Matrix<float> sample(Index count, std::uint64_t seed) const;

 private:
  friend class CodeDensityFit;
  /// log w + log N(z; m, Σ).
  double log_joint(std::size_t component, const float* z, double* scratch) const noexcept;

  std::vector<CodeComponent> components_;
  std::vector<double> constants_;  ///< log w − ½ log det 2πΣ
};

/// The density of maximum likelihood, by expectation maximization (Dempster, Laird & Rubin 1977; Bishop, "Pattern
/// recognition and machine learning", 2006, section 9.2) from the nearest of `components` codes chosen by k-means++
/// (Arthur & Vassilvitskii 2007). Results depend on the seed, not on threads.
class CodeDensityFit {
 public:
  /// codes: latent_dim x codes. Throws ArgumentError unless there are at least as many codes as components, which are
  /// 1 … kMaxDensityComponents, and if a code is not finite.
  CodeDensityFit(const Matrix<float>& codes, Index components, std::uint64_t seed);

  /// One iteration; returns whether the mean log-likelihood changed by more than 1e-4 of itself, or false after 100
  /// iterations. It never falls: an eigenvalue below 1e-4 of the codes' mean variance (and 1e-12) is raised to that,
  /// which maximizes the likelihood of covariances whose eigenvalues are not below it.
  bool advance();

  /// Mean log-likelihood of the codes under density(), in nats.
  double log_likelihood() const { return log_likelihood_; }

  const CodeDensity& density() const { return density_; }

 private:
  /// Sets the share of each component in each code, and the log-likelihood.
  void expect();
  std::vector<CodeComponent> maximize() const;

  Matrix<float> codes_;
  double floor_ = 0.0;
  int iterations_ = 0;
  Matrix<double> shares_;  ///< components x codes
  double log_likelihood_ = 0.0;
  CodeDensity density_;
};

/// CodeDensityFit to its end.
CodeDensity fit_code_density(const Matrix<float>& codes, Index components, std::uint64_t seed);

/// The density of the codes of grey images (bytes), mu of a VAE. Throws ArgumentError for a model without a code and
/// for a conditional one, and like fit_code_density.
CodeDensity density_of_images(const Model<float>& model, std::span<const std::uint8_t> images, Index components,
                              std::uint64_t seed);

}  // namespace latentpad
