// The interfaces of models: Model for all, LatentModel for models with a code, AutoregressiveModel for models with an
// exact likelihood.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "models/likelihood.h"
#include "models/model_config.h"
#include "models/model_kind.h"
#include "models/objective.h"
#include "models/posterior_draws.h"
#include "models/prior_density.h"
#include "nn/parameter.h"
#include "nn/sequential.h"

namespace latentpad {

/// Loss terms of a step, as means over the batch, in nats.
struct LossTerms {
  double reconstruction = 0.0;  ///< −log p(x | z); for an FVBN, −log p(x)
  double kl = 0.0;              ///< 0 for models without a posterior

  /// For a VAE −ELBO at beta = 1, regardless of the objective; for an AE the reconstruction loss, for an FVBN −log
  /// p(x).
  double negative_elbo() const { return reconstruction + kl; }
};

/// The noise of a batch, or of a part of one: column b of the part is example first + b of the whole batch and has its
/// noise, so that the parts have the noise of the whole.
struct BatchNoise {
  std::uint64_t seed = 0, step = 0;
  std::uint64_t first = 0;  ///< example of the whole batch that is the part's first
};

/// Sets epsilon (rows x examples · samples) to standard normal numbers, the draws of an example in a row.
template <typename Scalar>
void draw_epsilon(const BatchNoise& noise, Index rows, Index examples, Index samples, Matrix<Scalar>& epsilon);

template <typename Scalar>
class Model {
 public:
  virtual ~Model() = default;

  const ModelConfig& config() const { return config_; }
  const ModelTraits& traits() const { return traits_of(config_); }
  const Likelihood<Scalar>& likelihood() const { return *likelihood_; }

  /// All parameters, in the order of the data flow.
  virtual ParameterList<Scalar> parameters() = 0;

  /// Draws the initial weights from the seed.
  virtual void initialize(std::uint64_t seed) = 0;

  /// Sets the output bias to the outputs of the mean image (Likelihood::outputs_of_mean), so that training starts at
  /// its loss (about 206 nats on MNIST) instead of 784 ln 2 = 543. Throws ArgumentError unless `mean_pixels` has
  /// input_dim entries, which are in [0, 1]. Call once after initialize(): pseudo-inputs of a prior (prior.h) move too.
  virtual void set_output_bias(const Vector<double>& mean_pixels) = 0;

  /// Throws ArgumentError if parameters, for example from a file, violate a constraint of the model.
  virtual void expect_valid_parameters() const = 0;

  /// Forward and backward pass on one batch or a part of one: returns the loss terms and computes all gradients of the
  /// objective, as means over the columns of x. x: example_dim x batch, in [0, 1].
  /// Throws ArgumentError if the model does not support the objective.
  virtual LossTerms loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective, const BatchNoise& noise) = 0;

 protected:
  explicit Model(const ModelConfig& config);
  Model(Model&&) noexcept = default;

  ModelConfig config_;
  std::unique_ptr<const Likelihood<Scalar>> likelihood_;
};

/// One forward and backward pass of a model with a code, with all intermediate results.
template <typename Scalar>
struct LatentPass {
  Matrix<Scalar> mu, log_var, z;  ///< latent_dim x batch; if the code is a point, mu is z and log_var has no rows
  Matrix<Scalar> outputs;         ///< decoder outputs
  double reconstruction = 0.0;    ///< mean over the batch
  Matrix<double> kl;  ///< latent_dim x batch; 1 x batch with a learned prior; no rows if the code is a point
  Matrix<Scalar> d_z, d_mu, d_log_var;  ///< of mean(reconstruction + beta · kl); if the code is a point, d_mu is d_z
};

/// A model with a code z: traits().code.
template <typename Scalar>
class LatentModel : public Model<Scalar> {
 public:
  /// x (example_dim x batch) to mu and log_var (latent_dim x batch; no rows if the code is a point).
  virtual void encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const = 0;

  /// z (latent_dim x batch; [z; y] for a conditional model) to the outputs of the decoder.
  void decode(const Matrix<Scalar>& z, Matrix<Scalar>& outputs) const;

  /// The same with the memory of a workspace, which also holds the outputs until its next use: a loop over batches of
  /// one size then allocates nothing.
  virtual const Matrix<Scalar>& decode_in(const Matrix<Scalar>& z, SequentialWorkspace<Scalar>& workspace) const = 0;

  /// p(z) with the present weights: N(0, I), also of a model that is not trained for it, or a learned prior.
  virtual PriorDensity prior() const { return PriorDensity(config_.latent_dim); }

  /// The pseudo-inputs of a VampPrior, images in [0, 1] (input_dim x components); no columns without.
  virtual Matrix<Scalar> pseudo_inputs() const { return Matrix<Scalar>(config_.input_dim, 0); }

  /// A sample of all latent variables from the prior to the outputs of the decoder: from standard normal numbers
  /// (noise_dim x batch, layer by layer from the pixels up; [epsilon; y] for a conditional model). With one latent
  /// variable this is decode.
  virtual void generate(const Matrix<Scalar>& epsilon, Matrix<Scalar>& outputs) const;

  /// The outputs of the hidden layers of the encoder and of the decoder, each in the order of the forward pass
  /// (layer width x batch).
  virtual std::vector<Matrix<Scalar>> encoder_activations(const Matrix<Scalar>& x) const = 0;
  virtual std::vector<Matrix<Scalar>> decoder_activations(const Matrix<Scalar>& z) const = 0;

  /// loss_and_gradient of the ELBO with this noise (latent_dim x batch; unused if the code is a point), with
  /// intermediate results. Throws ArgumentError for a hierarchical model.
  virtual void trace(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, double beta, LatentPass<Scalar>& pass) = 0;

 protected:
  using Model<Scalar>::Model;
  using Model<Scalar>::config_;
};

/// A model whose code is a distribution q(z | x), with a bound of log p(x): traits().posterior.
template <typename Scalar>
class VariationalModel : public LatentModel<Scalar> {
 public:
  /// The model must outlive the draws.
  virtual std::unique_ptr<PosteriorDraws<Scalar>> draws() const = 0;

 protected:
  using LatentModel<Scalar>::LatentModel;
};

/// An image sampled pixel by pixel.
struct GivenSample {
  std::vector<float> pixels;         ///< 0 or 1
  std::vector<float> probabilities;  ///< p(x_i = 1 | x_<i) when pixel i was set
};

/// A model of p(x) = Π_i p(x_i | x_0 … x_{i−1}): traits().exact_likelihood.
template <typename Scalar>
class AutoregressiveModel : public Model<Scalar> {
 public:
  /// x to the logits of p(x_i = 1 | x_0 … x_{i−1}) (both input_dim x batch). A change of pixel j does not affect the
  /// logits of pixels 0 … j: they are bit-identical.
  virtual void conditional_logits(const Matrix<Scalar>& x, Matrix<Scalar>& logits) const = 0;

  /// −log p(x) of each example, exact, in nats: the loss of conditional_logits, or for a made of several orderings
  /// −log of the mean of p(x) over them, whose conditional_logits are those of the raster order.
  virtual Vector<double> negative_log_likelihoods(const Matrix<Scalar>& x) const;

  /// An exact sample from p(x) given its first pixels, `given` (each 0 or 1, at most input_dim); for a made of several
  /// orderings, if pixels are given, from the raster order alone. Noise is addressed by (seed, index). Throws
  /// ArgumentError if there are too many pixels or one is neither 0 nor 1.
  virtual GivenSample sample_given(std::span<const float> given, std::uint64_t seed, std::uint64_t index) const = 0;

 protected:
  using Model<Scalar>::Model;
};

/// Throws ArgumentError, listing the models that support it, unless the model has the trait that `function` requires,
/// as in expect_trait(model, "evaluate", &ModelTraits::posterior).
template <typename Scalar>
void expect_trait(const Model<Scalar>& model, const char* function, bool ModelTraits::* trait);

/// The model as a model with a code, with a posterior, or with an exact likelihood. Throws ArgumentError, naming
/// `function`, for others.
template <typename Scalar>
const LatentModel<Scalar>& latent_model(const Model<Scalar>& model, const char* function);
template <typename Scalar>
LatentModel<Scalar>& latent_model(Model<Scalar>& model, const char* function);
template <typename Scalar>
const VariationalModel<Scalar>& variational_model(const Model<Scalar>& model, const char* function);
template <typename Scalar>
const AutoregressiveModel<Scalar>& autoregressive_model(const Model<Scalar>& model, const char* function);

}  // namespace latentpad
