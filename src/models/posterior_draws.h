// Draws of the latent variables of a model from its approximate posterior q(z | x), with what the bounds of log p(x)
// need of them.
#pragma once

#include "math/matrix.h"

namespace latentpad {

/// For a few examples at a time. Keeps the memory of its networks between calls, so that a loop over batches of one
/// size allocates nothing. A draw is a column of standard normal numbers, epsilon; each example is that of
/// epsilon.cols() / examples columns in a row, a whole number. Results are those of the last draws, and valid until the
/// next.
template <typename Scalar>
class PosteriorDraws {
 public:
  virtual ~PosteriorDraws() = default;

  /// Rows of epsilon: one for each latent variable.
  virtual Index noise_dim() const = 0;

  /// Whether the KL divergence is a sum of terms of each latent variable: unless p(z) is a learned prior, which is no
  /// product over them.
  virtual bool separates_kl() const = 0;
  Index kl_terms() const { return separates_kl() ? noise_dim() : 1; }

  /// The examples to draw for: example_dim x examples, in [0, 1].
  virtual void encode(const Matrix<Scalar>& x) = 0;

  /// The code of the examples, as LatentModel::encode returns it.
  virtual const Matrix<Scalar>& mu() const = 0;
  virtual const Matrix<Scalar>& log_var() const = 0;

  /// Draws: noise_dim x draws.
  virtual void draw(const Matrix<Scalar>& epsilon) = 0;

  /// log w of each draw, w = p(x, z) / q(z | x), in nats.
  virtual const Vector<double>& log_weights() = 0;

  /// The terms of −ELBO, in nats: −log p(x | z) of each draw, and the terms of the KL divergence (kl_terms x draws), or
  /// estimates of them from the draw where they have no closed form: one for each latent variable, or a single one
  /// unless separates_kl().
  virtual const Vector<double>& reconstruction() const = 0;
  virtual const Matrix<double>& kl() = 0;
};

}  // namespace latentpad
