// The fully visible belief network: a tractable density by the chain rule, p(x) = Π_i p(x_i | x_0 … x_{i−1}), pixels in
// raster order. It has no latent variable; log p(x) is exact.
//
//   fvbn  logits = tril(W, −1) x + b: one logistic regression per pixel
//         (Frey, Hinton & Dayan, NIPS 1995; Neal, Artificial Intelligence 56, 1992)
//   made  additionally masked hidden layers: logits = tril(W, −1) x + b + U h, h = f(V x + c), where unit k of degree
//         m_k depends on pixels 0 … m_k − 1 and affects pixels m_k … (Germain, Gregor, Murray & Larochelle, "MADE",
//         ICML 2015, section 4)
//
// Parameters: direct.weight (input_dim x input_dim), direct.bias, and for made hidden.<i>.weight, hidden.<i>.bias,
// output.weight. Masked weights are stored as zeros.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "models/model.h"
#include "nn/activation.h"
#include "nn/masked_linear.h"

namespace latentpad {

template <typename Scalar>
struct FvbnWorkspace {
  std::vector<Matrix<Scalar>> hidden, d_hidden;
  Matrix<Scalar> logits, from_hidden;
  Vector<double> losses;
  Matrix<Scalar> d_logits;
};

template <typename Scalar>
class Fvbn final : public AutoregressiveModel<Scalar> {
 public:
  /// An fvbn has no hidden layers, a made at least one; latent_dim is 0.
  explicit Fvbn(const ModelConfig& config);

  ParameterList<Scalar> parameters() override;
  void initialize(std::uint64_t seed) override;
  void set_output_bias(const Vector<double>& mean_pixels) override;
  void expect_valid_parameters() const override;

  /// The reconstruction term is −log p(x), kl is 0. Throws ArgumentError for the objective iwae.
  LossTerms loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective, const BatchNoise& noise) override;

  void conditional_logits(const Matrix<Scalar>& x, Matrix<Scalar>& logits) const override;
  GivenSample sample_given(std::span<const float> given, std::uint64_t seed, std::uint64_t index) const override;

  /// Mean over the batch of −log p(x), exact, in nats. Also computes d_logits, in the same pass over the pixels.
  double negative_log_likelihood(const Matrix<Scalar>& x, FvbnWorkspace<Scalar>& workspace) const;

  /// Computes the gradients from the workspace of negative_log_likelihood with the same x.
  void backward(const Matrix<Scalar>& x, FvbnWorkspace<Scalar>& workspace);

  /// The degrees of the hidden units of each layer, ascending: initially made_degrees.
  const std::vector<std::vector<Index>>& degrees() const { return degrees_; }

  /// Other degrees with their limits (made_limits), ascending in each layer; weights that are then masked must be set
  /// to zero. Does not allocate.
  void set_degrees(const std::vector<std::vector<Index>>& degrees, const std::vector<std::vector<Index>>& limits);

  const MaskedLinear<Scalar>& direct() const { return direct_; }
  const std::vector<MaskedLinear<Scalar>>& hidden() const { return hidden_; }
  const std::optional<MaskedLinear<Scalar>>& output() const { return output_; }

 private:
  void forward(const Matrix<Scalar>& x, FvbnWorkspace<Scalar>& workspace) const;

  using Model<Scalar>::config_;
  using Model<Scalar>::likelihood_;

  std::vector<std::vector<Index>> degrees_;
  MaskedLinear<Scalar> direct_;
  std::vector<MaskedLinear<Scalar>> hidden_;
  std::optional<MaskedLinear<Scalar>> output_;
  FvbnWorkspace<Scalar> workspace_;
};

/// Degrees of the `units` hidden units: 1 … input_dim − 1, ascending and evenly spaced.
std::vector<Index> made_degrees(Index units, Index input_dim);

/// The limits of the layers (MaskedLinear) for these degrees, ascending in each layer: direct, the hidden layers,
/// output.
std::vector<std::vector<Index>> made_limits(const std::vector<std::vector<Index>>& degrees, Index input_dim);

}  // namespace latentpad
