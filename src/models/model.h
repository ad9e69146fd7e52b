// What every model can do, so that training, files and the page treat them alike.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/model_config.h"
#include "models/objective.h"
#include "nn/parameter.h"

namespace latentpad {

/// What a step measured, as means over the batch, in nats.
struct LossTerms {
  double reconstruction = 0.0;  ///< −log p(x | z); of an FVBN, −log p(x) itself
  double kl = 0.0;              ///< 0 for models without a posterior

  /// −ELBO of a VAE: always at beta = 1, whatever was minimised. Of an AE the reconstruction loss, of an FVBN −log p(x).
  double negative_elbo() const { return reconstruction + kl; }
};

/// Which questions a model can answer.
struct Capabilities {
  bool code = false;              ///< encode and decode: vae, cvae, ae
  bool posterior = false;         ///< the code is a distribution, p(x) is bounded: vae, cvae
  bool conditional = false;       ///< an example is [x; y] and a code [z; y], y the one-hot label, and what is bounded is p(x | y): cvae
  bool exact_likelihood = false;  ///< conditional_logits, log p(x) exactly: fvbn, made
};

template <typename Scalar>
class Model {
 public:
  virtual ~Model() = default;

  virtual const ModelConfig& config() const = 0;
  virtual Capabilities capabilities() const = 0;

  /// Every parameter once, in the order of the data flow.
  virtual ParameterList<Scalar> parameters() = 0;

  /// Draws the initial weights from the seed.
  virtual void initialize(std::uint64_t seed) = 0;

  /// Sets the output bias to logit(mean pixel), so that training starts at the loss of the mean image (about 206 nats
  /// on MNIST) instead of 784 ln 2 = 543. `mean_pixels` has input_dim entries in [0, 1].
  virtual void set_output_bias(const Vector<double>& mean_pixels) = 0;

  /// Throws std::invalid_argument when the parameters, come from a file, break a promise of the model.
  virtual void expect_valid_parameters() const {}

  /// Forward and backward on one batch: returns the loss terms and fills every gradient with that of the objective,
  /// mean over the batch. x: example_dim x batch, in [0, 1]. What noise the model needs is addressed by (seed, step).
  /// Throws std::invalid_argument when the model does not have that objective.
  virtual LossTerms loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective, std::uint64_t seed,
                                      std::uint64_t step) = 0;

  /// x (example_dim x batch) to mu and log_var (latent_dim x batch; no rows where the code is a point).
  /// Needs capabilities().code, else std::invalid_argument.
  virtual void encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const;

  /// z (latent_dim x batch; of a conditional model [z; y]) to the logits of the pixels (input_dim x batch). Needs capabilities().code.
  virtual void decode(const Matrix<Scalar>& z, Matrix<Scalar>& logits) const;

  /// The outputs of the encoder's hidden layers, from the pixels inwards, and of the decoder's, from the code outwards
  /// (each its width x batch). Both need capabilities().code.
  virtual std::vector<Matrix<Scalar>> encoder_activations(const Matrix<Scalar>& x) const;
  virtual std::vector<Matrix<Scalar>> decoder_activations(const Matrix<Scalar>& z) const;

  /// x to the logits of p(x_i = 1 | x_0 … x_{i−1}) (both input_dim x batch). Needs capabilities().exact_likelihood.
  virtual void conditional_logits(const Matrix<Scalar>& x, Matrix<Scalar>& logits) const;
};

/// Throws std::invalid_argument, saying which models have it, unless the model has what `function` needs, as in
/// expect_capability(model, "decode", &Capabilities::code).
template <typename Scalar>
void expect_capability(const Model<Scalar>& model, const char* function, bool Capabilities::*capability);

/// The model a config describes, its parameters at zero. Throws std::invalid_argument for an impossible config.
template <typename Scalar>
std::unique_ptr<Model<Scalar>> make_model(const ModelConfig& config);

}  // namespace latentpad
