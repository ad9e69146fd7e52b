// p(z), the prior of a VAE: N(0, I), or one that is learned with the model.
//
//   standard   N(0, I)
//   mixture    Σ_k w_k N(m_k, diag e^v_k), of which means, log variances and the weights' logits are parameters
//   vamp       1/K Σ_k q(z | u_k), the encoder's distributions of K learned pseudo-inputs u_k, images in [0, 1]
//              (Tomczak & Welling, "VAE with a VampPrior", AISTATS 2018, equation 9)
//
// The KL divergence from a learned prior has no closed form: log q(z | x) − log p(z) of the sample z takes its place.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/diagonal_mixture.h"
#include "models/settings.h"
#include "nn/parameter.h"

namespace latentpad {

/// The prior of a model.
struct PriorSpec {
  std::string name = "standard";
  Index components = 0;  ///< of a learned prior: 1 … 1000, or 0 for the default of kComponentsSetting; standard: 0

  bool operator==(const PriorSpec& other) const;
};

/// The names of all priors.
std::vector<std::string_view> prior_names();

/// Whether the prior has parameters. Throws ArgumentError for an unknown name.
bool is_learned(const PriorSpec& spec);

/// The number of components of a learned prior, otherwise 0.
Index component_count(const PriorSpec& spec);

/// Throws ArgumentError for an unknown name, listing the known ones, for components of the standard prior, and unless
/// those of a learned prior are 0 or within kComponentsSetting.
void validate(const PriorSpec& spec);

/// A learned prior: its parameters, and its mixture. The encoder reads the pseudo-inputs, if any, as further columns
/// after those of the batch.
template <typename Scalar>
class Prior {
 public:
  virtual ~Prior() = default;

  /// Appends the parameters, named `prior.<name>`.
  virtual void append_to(ParameterList<Scalar>& list) = 0;

  /// Draws the initial values, with the stream `index` of the initial weights.
  virtual void initialize(std::uint64_t seed, std::uint64_t index) = 0;

  /// Changes the initial values to those for images with this mean (input_dim numbers in [0, 1]). Call once after
  /// initialize().
  virtual void set_mean_image(const Vector<double>&) {}

  virtual Index pseudo_inputs() const { return 0; }

  /// Writes the pseudo-inputs to the last columns of x (input_dim rows).
  virtual void write_pseudo_inputs(Matrix<Scalar>&) const {}

  /// The mixture. mu, log_var: the encoder's outputs, those of the pseudo-inputs in the last columns; unused without.
  virtual void components(const Matrix<Scalar>& mu, const Matrix<Scalar>& log_var, DiagonalMixture& mixture) const = 0;

  /// Sets the gradients of the parameters or, with pseudo-inputs, the last columns of the gradients of mu and log_var,
  /// d_log_var to 0 where log_var was clamped.
  virtual void backward(const MixtureGradients& gradients, const Matrix<Scalar>& log_var, Matrix<Scalar>& d_mu,
                        Matrix<Scalar>& d_log_var) = 0;

  /// Sets the gradient of the pseudo-inputs from that of the encoder's input, in its last columns.
  virtual void input_backward(const Matrix<Scalar>&) {}
};

/// Null for the prior standard. With parameters at zero.
template <typename Scalar>
std::unique_ptr<Prior<Scalar>> make_prior(const PriorSpec& spec, Index input_dim, Index latent_dim);

}  // namespace latentpad
