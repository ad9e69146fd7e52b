// One training step on one digit in slow motion: all that such a step computes, on a copy, so that the model at work and
// its optimiser stay as they are.
#pragma once

#include <string>
#include <vector>

#include "models/model.h"
#include "nn/adam.h"

namespace latentpad {

/// The forward pass of one digit.
template <typename Scalar>
struct ForwardTrace {
  Matrix<Scalar> mu, log_var, z;  ///< latent_dim x 1; of an AE mu is z and log_var has no rows
  Matrix<Scalar> probabilities;   ///< input_dim x 1
  double reconstruction = 0.0;    ///< −log p(x | z), summed over the pixels
  std::vector<double> kl;         ///< of each dimension; empty for an AE

  double total_kl() const;
};

/// Euclidean norms over all numbers of one parameter.
struct ParameterTrace {
  std::string name;
  double gradient_norm = 0.0;
  double change_norm = 0.0;  ///< of what Adam adds
};

template <typename Scalar>
struct StepTrace {
  ForwardTrace<Scalar> before, after;  ///< with the same epsilon
  double beta = 0.0;
  double learning_rate = 0.0;
  std::uint64_t step = 0;  ///< of Adam: this one's number, counted from 1
  /// Gradients of the loss, reconstruction + beta · KL. d_log_var has no rows for an AE, whose d_mu is d_z.
  Matrix<Scalar> d_z, d_mu, d_log_var;
  std::vector<ParameterTrace> parameters;
};

/// The step that training would take on x (example_dim x 1, in [0, 1]) alone, with this noise (latent_dim x 1; not used by
/// an AE), from the model's weights and the optimiser's moments. Neither is changed.
/// Throws std::invalid_argument for another shape, for pixels outside [0, 1], and for a model without a code.
template <typename Scalar>
StepTrace<Scalar> trace_step(Model<Scalar>& model, const Adam<Scalar>& optimizer, const Matrix<Scalar>& x,
                             const Matrix<Scalar>& epsilon, double beta, double learning_rate);

}  // namespace latentpad
