// The noise of the gradient of a VAE's encoder, for each estimator.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/model.h"
#include "models/objective.h"

namespace latentpad {

/// With g the gradient of all parameters of the encoder, as one vector, over draws of epsilon: `signal` is ‖E g‖,
/// `noise` is √E‖g − E g‖², both in nats per unit of the parameters.
struct GradientNoise {
  EstimatorKind estimator = EstimatorKind::reparameterized;
  double signal = 0.0, noise = 0.0;
};

/// Draws per estimator: at least 2, for a variance.
constexpr Index kMinGradientDraws = 2, kMaxGradientDraws = 10'000;

/// Estimates them from S draws for one batch, with the same draws for each estimator: from s = Σ g and q = Σ ‖g‖²,
/// noise² = (q − ‖s‖² / S) / (S − 1) and signal² = max(0, ‖s‖² / S² − noise² / S), which are unbiased but for the
/// maximum. The model is copied.
template <typename Scalar>
class GradientNoiseEvaluation {
 public:
  /// x: example_dim x batch, in [0, 1]; the pixels stay as they are. The estimators are those of the objective:
  /// reparameterized and stl, with iwae also dreg; objective.estimator is not used.
  /// Throws ArgumentError for a model without a posterior (listing those that have one), for another shape, and unless
  /// `draws` is kMinGradientDraws … kMaxGradientDraws.
  GradientNoiseEvaluation(Model<Scalar>& model, const Matrix<Scalar>& x, const Objective& objective, Index draws,
                          std::uint64_t seed);

  /// Takes up to `count` more draws of every estimator; returns whether any remain.
  bool advance(Index count);
  Index done() const { return done_; }

  /// Of the draws so far, of which there must be kMinGradientDraws.
  std::vector<GradientNoise> report() const;

 private:
  struct Sums {
    EstimatorKind estimator;
    Vector<double> gradient;  ///< Σ g
    double squares = 0.0;     ///< Σ ‖g‖²
  };

  std::unique_ptr<Model<Scalar>> model_;
  Matrix<Scalar> x_;
  Objective objective_;
  Index draws_, done_ = 0;
  std::uint64_t seed_;
  std::vector<Sums> sums_;
};

}  // namespace latentpad
