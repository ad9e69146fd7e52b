// One training step on one digit with all intermediate results, computed on a copy: the model and its optimizer are not
// changed.
#pragma once

#include <string>
#include <vector>

#include "models/model.h"
#include "nn/adam.h"

namespace latentpad {

/// The forward pass of one digit.
template <typename Scalar>
struct ForwardTrace {
  Matrix<Scalar> mu, log_var, z;  ///< latent_dim x 1; for an AE mu is z and log_var has no rows
  Matrix<Scalar> probabilities;   ///< input_dim x 1
  double reconstruction = 0.0;    ///< −log p(x | z), summed over the pixels
  std::vector<double> kl;         ///< per dimension; with a learned prior one number, of z; empty for an AE

  double total_kl() const;
};

/// Euclidean norms of one parameter, its gradient and its change.
struct ParameterTrace {
  std::string name;
  double gradient_norm = 0.0;
  double change_norm = 0.0;  ///< of Adam's update
};

template <typename Scalar>
struct StepTrace {
  ForwardTrace<Scalar> before, after;  ///< with the same epsilon
  double beta = 0.0;
  double learning_rate = 0.0;
  std::uint64_t step = 0;  ///< number of this step of Adam, counted from 1
  /// Gradients of the loss, reconstruction + beta · KL. d_log_var has no rows for an AE, whose d_mu is d_z.
  Matrix<Scalar> d_z, d_mu, d_log_var;
  std::vector<ParameterTrace> parameters;
};

/// The training step on x alone (example_dim x 1, in [0, 1]), with this noise (latent_dim x 1; unused by an AE), from
/// the model's weights (with averaging, in Trainer::raw_weights) and the optimizer's moments, which are not changed.
/// Throws ArgumentError for another shape, for pixels outside [0, 1], and for a model without a code.
template <typename Scalar>
StepTrace<Scalar> trace_step(Model<Scalar>& model, const Adam<Scalar>& optimizer, const Matrix<Scalar>& x,
                             const Matrix<Scalar>& epsilon, double beta, double learning_rate);

}  // namespace latentpad
