// What every model can do, so that training, files and the page treat them alike.
#pragma once

#include <cstdint>
#include <memory>

#include "models/model_config.h"
#include "nn/parameter.h"

namespace latentpad {

/// What a step minimised, as means over the batch, in nats: objective = reconstruction + beta · kl.
struct LossTerms {
  double reconstruction = 0.0;
  double kl = 0.0;

  /// −ELBO: always at beta = 1, whatever was minimised.
  double negative_elbo() const { return reconstruction + kl; }
};

template <typename Scalar>
class Model {
 public:
  virtual ~Model() = default;

  virtual const ModelConfig& config() const = 0;

  /// Every parameter once, in the order of the data flow.
  virtual ParameterList<Scalar> parameters() = 0;

  /// Draws the initial weights from the seed.
  virtual void initialize(std::uint64_t seed) = 0;

  /// Sets the output bias to logit(mean pixel), so that training starts at the loss of the mean image (about 206 nats
  /// on MNIST) instead of 784 ln 2 = 543. `mean_pixels` has input_dim entries in [0, 1].
  virtual void set_output_bias(const Vector<double>& mean_pixels) = 0;

  /// Forward and backward on one batch: returns the loss terms and fills every gradient with that of
  /// mean over the batch of (reconstruction + beta · kl). x: input_dim x batch, in [0, 1].
  /// What noise the model needs is addressed by (seed, step).
  virtual LossTerms loss_and_gradient(const Matrix<Scalar>& x, double beta, std::uint64_t seed, std::uint64_t step) = 0;

  /// x (input_dim x batch) to mu and log_var (latent_dim x batch).
  virtual void encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const = 0;

  /// z (latent_dim x batch) to the logits of the pixels (input_dim x batch).
  virtual void decode(const Matrix<Scalar>& z, Matrix<Scalar>& logits) const = 0;
};

/// The model a config describes, its parameters at zero. Throws std::invalid_argument for an impossible config.
template <typename Scalar>
std::unique_ptr<Model<Scalar>> make_model(const ModelConfig& config);

}  // namespace latentpad
