// The likelihood of binary pixels, from logits: p(x | z) = Π_i σ(l_i)^x_i (1 − σ(l_i))^(1 − x_i).
#pragma once

#include "math/matrix.h"

namespace latentpad {

/// −log p(x | z) for each example, in nats, summed over pixels:
///   Σ_i max(l_i, 0) − l_i x_i + log1p(e^−|l_i|),
/// which never overflows and never takes the logarithm of 0.
/// logits, x: pixels x batch; x in [0, 1]. Grey x is allowed; the value is then no likelihood of binary data.
template <typename Scalar>
Vector<double> reconstruction_loss(const Matrix<Scalar>& logits, const Matrix<Scalar>& x);

/// The same, written to `losses`, which keeps its memory.
template <typename Scalar>
void reconstruction_loss(const Matrix<Scalar>& logits, const Matrix<Scalar>& x, Vector<double>& losses);

/// reconstruction_loss and reconstruction_loss_backward in one pass: both need e^−|l|.
template <typename Scalar>
void reconstruction_loss_and_gradient(const Matrix<Scalar>& logits, const Matrix<Scalar>& x, Scalar scale,
                                      Vector<double>& losses, Matrix<Scalar>& d_logits);

/// d/d logits of Σ_examples reconstruction_loss · scale: (σ(l) − x) · scale.
template <typename Scalar>
void reconstruction_loss_backward(const Matrix<Scalar>& logits, const Matrix<Scalar>& x, Scalar scale,
                                  Matrix<Scalar>& d_logits);

/// σ(logits), element by element: the probability of ink at each pixel.
template <typename Scalar>
void reconstruction(const Matrix<Scalar>& logits, Matrix<Scalar>& probabilities);

}  // namespace latentpad
