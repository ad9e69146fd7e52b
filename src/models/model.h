// What every model can do, so that training, files and the page treat them alike, and what those with a code and those
// with an exact likelihood can do besides.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "models/likelihood.h"
#include "models/model_config.h"
#include "models/model_kind.h"
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

template <typename Scalar>
class Model {
 public:
  virtual ~Model() = default;

  const ModelConfig& config() const { return config_; }
  const ModelTraits& traits() const { return traits_of(config_); }
  const Likelihood<Scalar>& likelihood() const { return *likelihood_; }

  /// Every parameter once, in the order of the data flow.
  virtual ParameterList<Scalar> parameters() = 0;

  /// Draws the initial weights from the seed.
  virtual void initialize(std::uint64_t seed) = 0;

  /// Sets the output bias to the outputs of the mean image (Likelihood::outputs_of_mean), so that training starts at its
  /// loss (about 206 nats on MNIST) instead of 784 ln 2 = 543. `mean_pixels` has input_dim entries in [0, 1]; throws
  /// ArgumentError for another number.
  virtual void set_output_bias(const Vector<double>& mean_pixels) = 0;

  /// Throws ArgumentError when the parameters, come from a file, break a promise of the model.
  virtual void expect_valid_parameters() const = 0;

  /// Forward and backward on one batch: returns the loss terms and fills every gradient with that of the objective,
  /// mean over the batch. x: example_dim x batch, in [0, 1]. What noise the model needs is addressed by (seed, step).
  /// Throws ArgumentError when the model does not have that objective.
  virtual LossTerms loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective, std::uint64_t seed,
                                      std::uint64_t step) = 0;

 protected:
  explicit Model(const ModelConfig& config);
  Model(Model&&) noexcept = default;

  ModelConfig config_;
  std::unique_ptr<const Likelihood<Scalar>> likelihood_;
};

/// One forward and backward pass of a model with a code, and all that it computes on the way.
template <typename Scalar>
struct LatentPass {
  Matrix<Scalar> mu, log_var, z;  ///< latent_dim x batch; of a point mu is z and log_var has no rows
  Matrix<Scalar> outputs;         ///< of the decoder
  double reconstruction = 0.0;    ///< mean over the batch
  Matrix<double> kl;              ///< latent_dim x batch; of a point without rows
  Matrix<Scalar> d_z, d_mu, d_log_var;  ///< of mean(reconstruction + beta · kl); of a point d_mu is d_z
};

/// A model with a code z: traits().code.
template <typename Scalar>
class LatentModel : public Model<Scalar> {
 public:
  /// x (example_dim x batch) to mu and log_var (latent_dim x batch; no rows where the code is a point).
  virtual void encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const = 0;

  /// z (latent_dim x batch; of a conditional model [z; y]) to the outputs that the likelihood reads.
  virtual void decode(const Matrix<Scalar>& z, Matrix<Scalar>& outputs) const = 0;

  /// The outputs of the encoder's hidden layers, from the pixels inwards, and of the decoder's, from the code outwards
  /// (each its width x batch).
  virtual std::vector<Matrix<Scalar>> encoder_activations(const Matrix<Scalar>& x) const = 0;
  virtual std::vector<Matrix<Scalar>> decoder_activations(const Matrix<Scalar>& z) const = 0;

  /// loss_and_gradient of the ELBO with this noise (latent_dim x batch; of a point it is not read), step by step.
  virtual void trace(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, double beta,
                     LatentPass<Scalar>& pass) = 0;

 protected:
  using Model<Scalar>::Model;
};

/// An image drawn pixel by pixel.
struct GivenSample {
  std::vector<float> pixels;         ///< 0 or 1
  std::vector<float> probabilities;  ///< p(x_i = 1 | x_<i) as it was when pixel i was set
};

/// A model of p(x) = Π_i p(x_i | x_0 … x_{i−1}): traits().exact_likelihood.
template <typename Scalar>
class AutoregressiveModel : public Model<Scalar> {
 public:
  /// x to the logits of p(x_i = 1 | x_0 … x_{i−1}) (both input_dim x batch); changing pixel j leaves those of pixels
  /// 0 … j as they are, bit for bit.
  virtual void conditional_logits(const Matrix<Scalar>& x, Matrix<Scalar>& logits) const = 0;

  /// An exact sample of p(x) given its first pixels: `given` (0 or 1 each, at most input_dim) is kept, the rest is drawn
  /// with noise of (seed, index). Throws ArgumentError when there are too many or one is neither 0 nor 1.
  virtual GivenSample sample_given(std::span<const float> given, std::uint64_t seed, std::uint64_t index) const = 0;

 protected:
  using Model<Scalar>::Model;
};

/// Throws ArgumentError, saying which models have it, unless the model has what `function` needs, as in
/// expect_trait(model, "evaluate", &ModelTraits::posterior).
template <typename Scalar>
void expect_trait(const Model<Scalar>& model, const char* function, bool ModelTraits::*trait);

/// The model as one with a code, or with an exact likelihood. Throws ArgumentError, naming `function`, for others.
template <typename Scalar>
const LatentModel<Scalar>& latent_model(const Model<Scalar>& model, const char* function);
template <typename Scalar>
LatentModel<Scalar>& latent_model(Model<Scalar>& model, const char* function);
template <typename Scalar>
const AutoregressiveModel<Scalar>& autoregressive_model(const Model<Scalar>& model, const char* function);

}  // namespace latentpad
