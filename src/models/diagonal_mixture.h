// A mixture of Gaussians with diagonal covariances: its density, gradients and samples.
#pragma once

#include <cstdint>
#include <vector>

#include "math/matrix.h"
#include "math/noise.h"

namespace latentpad {

/// Gradients of Σ_n weight_n · (−log p(z_n)): by the means and log variances (dim x components) and by the logits of
/// the component's weights.
struct MixtureGradients {
  Matrix<double> d_means, d_log_vars;
  Vector<double> d_logits;
};

/// p(z) = Σ_k w_k N(z; m_k, diag e^v_k), by log-sum-exp in double with portable functions: every engine and any number
/// of threads gives the same bits.
class DiagonalMixture {
 public:
  /// means, log_vars: dim x components; log_vars are clamped as those of q(z | x) (posterior.h). w is the softmax of
  /// the logits, one for each component, or 1 / components if they are null. Reuses memory.
  template <typename Scalar>
  void assign(const Eigen::Ref<const Matrix<Scalar>>& means, const Eigen::Ref<const Matrix<Scalar>>& log_vars,
              const Scalar* logits);

  Index dim() const { return means_.rows(); }
  Index components() const { return means_.cols(); }
  const Matrix<double>& means() const { return means_; }
  const Matrix<double>& sigmas() const { return sigmas_; }
  const std::vector<double>& weights() const { return weights_; }

  /// log p(z) + dim/2 · ln 2π in nats: the constant cancels with that of other Gaussians of as many dimensions.
  template <typename Scalar>
  double log_density(const Scalar* z) const noexcept;

  /// The same for each column of z, and the share p(k | z) of each component (components x columns). Reuses memory.
  template <typename Scalar>
  void log_densities(const Matrix<Scalar>& z, Vector<double>& log_densities, Matrix<double>& shares) const;

  /// −∂ log p(z) / ∂z of each column, from its shares: Σ_k p(k | z) (z − m_k) e^−v_k.
  template <typename Scalar>
  void scores(const Matrix<Scalar>& z, const Matrix<double>& shares, Matrix<Scalar>& scores) const;

  /// MixtureGradients of the columns of z with these weights, from their shares.
  template <typename Scalar>
  void backward(const Matrix<Scalar>& z, const Matrix<double>& shares, const Vector<double>& weights,
                MixtureGradients& gradients) const;

  /// Writes sample `index` of a stream, dim() numbers: normal numbers from word index · noise_words_per_image(dim) on,
  /// and the component from word 2^31 + index. Does not allocate.
  void draw(const NoiseStream& noise, std::uint64_t index, float* z) const noexcept;

 private:
  /// log w_k + log N(z; m_k, e^v_k) + dim/2 · ln 2π.
  template <typename Scalar>
  double log_joint(const Scalar* z, Index component) const noexcept;

  Matrix<double> means_, sigmas_, precisions_;
  Vector<double> constants_;     ///< log w_k − ½ Σ_d v_kd
  std::vector<double> weights_;  ///< w
};

}  // namespace latentpad
