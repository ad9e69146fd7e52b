// The variational autoencoder of Kingma & Welling, "Auto-encoding variational Bayes" (ICLR 2014).
//
//   encoder   h = encoder(x),  mu = W_mu h + b,  log_var = W_lv h + b       q(z | x) = N(mu, diag e^log_var)
//   sampling  z = mu + e^(log_var / 2) · epsilon
//   decoder   outputs = decoder(z)                                      p(x | z) = likelihood(outputs)
//
// The conditional VAE ("cvae"; Sohn, Lee & Yan, NeurIPS 2015, and Kingma et al. 2014, model M2, with y known) reads the
// digit's label with the image and with the code, q(z | x, y) and p(x | z, y), with the prior p(z) = N(0, I): an
// example is [x; y], the decoder's input [z; y], y one-hot.
//
// p(z) is N(0, I) or a learned prior (prior.h); the VampPrior's gradient also reaches the encoder through its
// components.
//
// Training minimizes reconstruction + beta · kl_divergence; at beta = 1 this is −ELBO ≥ −log p(x).
#pragma once

#include <cstdint>
#include <memory>

#include "models/model.h"
#include "models/prior.h"
#include "nn/linear.h"
#include "nn/sequential.h"

namespace latentpad {

/// Results of the forward pass that the backward pass needs, and its scratch memory.
template <typename Scalar>
struct VaeWorkspace {
  SequentialWorkspace<Scalar> encoder, decoder;
  Matrix<Scalar> mu, log_var, z;
  /// For conditional models: the pixels of the examples, [z; y] and its gradient.
  Matrix<Scalar> pixels, labelled_z, d_labelled_z;
  Matrix<Scalar> d_outputs, d_z, d_mu, d_log_var, d_hidden, d_hidden_log_var;
  Vector<double> reconstruction_losses;
  Matrix<double> kl;  ///< latent_dim x batch; with a learned prior, 1 x columns of z
  /// For the objective iwae: mu, log_var and x, repeated for each sample, and the normalized weights of the samples.
  Matrix<Scalar> sample_mu, sample_log_var, sample_x;
  Vector<double> sample_weights;
  /// With a learned prior: its mixture, and for each column of z log p(z), the components' shares, −∂ log p(z) / ∂z,
  /// and the weight of −log p(z) in the loss.
  DiagonalMixture prior;
  Vector<double> log_prior, prior_weights;
  Matrix<double> prior_shares;
  Matrix<Scalar> prior_score;
  MixtureGradients d_prior;
  /// With pseudo-inputs: they behind x, the encoder's outputs of both, and the gradients.
  Matrix<Scalar> encoder_x, encoder_mu, encoder_log_var, d_encoder_mu, d_encoder_log_var, d_encoder_x, d_second_x;
};

template <typename Scalar>
class Vae final : public VariationalModel<Scalar> {
 public:
  explicit Vae(const ModelConfig& config);

  ParameterList<Scalar> parameters() override;
  void initialize(std::uint64_t seed) override;
  void set_output_bias(const Vector<double>& mean_pixels) override;
  void expect_valid_parameters() const override {}  // no constraints
  LossTerms loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective, const BatchNoise& noise) override;

  std::unique_ptr<PosteriorDraws<Scalar>> draws() const override;

  /// log_var is clamped to [−30, 20].
  void encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const override;
  const Matrix<Scalar>& decode_in(const Matrix<Scalar>& z, SequentialWorkspace<Scalar>& workspace) const override;
  std::vector<Matrix<Scalar>> encoder_activations(const Matrix<Scalar>& x) const override;
  std::vector<Matrix<Scalar>> decoder_activations(const Matrix<Scalar>& z) const override;
  PriorDensity prior() const override;
  Matrix<Scalar> pseudo_inputs() const override;
  void trace(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, double beta, LatentPass<Scalar>& pass) override;

  /// Means over the batch of the likelihood's loss of decode(z) on x and of kl_divergence or sampled_kl, with
  /// z = reparameterize(mu, log_var, epsilon). x: example_dim x batch, epsilon: latent_dim x batch. Also computes
  /// d_outputs, in the same pass over the pixels.
  LossTerms negative_elbo(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon,
                          VaeWorkspace<Scalar>& workspace) const;

  /// Computes the gradients of mean(reconstruction + beta · kl) from the workspace of negative_elbo with the same x and
  /// epsilon, or for stl the gradients of that estimator (objective.h).
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, double beta, VaeWorkspace<Scalar>& workspace,
                EstimatorKind estimator = EstimatorKind::reparameterized);

  /// Forward pass of the objective iwae with k = epsilon.cols() / x.cols() samples per example: example b uses columns
  /// b k … b k + k − 1 of epsilon. Returns the mean over the batch of −log(1/k Σ_j w_j),
  /// w_j = p(x | z_j) p(z_j) / q(z_j | x) (Burda et al. 2016, equation 8), and the terms of −ELBO in `terms`.
  double importance_weighted_loss(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon,
                                  VaeWorkspace<Scalar>& workspace, LossTerms& terms) const;

  /// Computes the gradients of importance_weighted_loss from its workspace, with the normalized weights of the samples
  /// (Burda et al. 2016, equations 13 and 14), or for stl and dreg the gradients of that estimator (objective.h).
  void importance_weighted_backward(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon,
                                    VaeWorkspace<Scalar>& workspace,
                                    EstimatorKind estimator = EstimatorKind::reparameterized);

 private:
  class Draws;

  bool conditional() const { return label_dim(config_) > 0; }
  /// The decoder's input and target: z and x, or [z; y] and the pixels of [x; y]. Each example is that of z.cols() /
  /// x.cols() columns of z in a row.
  const Matrix<Scalar>& decoder_input(const Matrix<Scalar>& x, VaeWorkspace<Scalar>& workspace) const;
  const Matrix<Scalar>& encode_into(const Matrix<Scalar>& x, SequentialWorkspace<Scalar>& hidden, Matrix<Scalar>& mu,
                                    Matrix<Scalar>& log_var) const;
  /// encode_into of the batch, and the learned prior's mixture.
  void encode_batch(const Matrix<Scalar>& x, VaeWorkspace<Scalar>& workspace) const;
  /// −∂ log p(z) / ∂z, and the gradients by the learned prior's mixture, if there is one.
  const Matrix<Scalar>& prior_backward(VaeWorkspace<Scalar>& workspace) const;
  /// d_z from d_outputs; the label has no gradient.
  void decoder_backward(VaeWorkspace<Scalar>& workspace);
  void encoder_backward(const Matrix<Scalar>& x, VaeWorkspace<Scalar>& workspace);
  /// d_mu and d_log_var from d_z, of the objective iwae.
  void weighted_gradients(const Matrix<Scalar>& epsilon, const Matrix<Scalar>& score,
                          VaeWorkspace<Scalar>& workspace) const;
  void weighted_path_gradients(const Matrix<Scalar>& epsilon, const Matrix<Scalar>& score, bool squares,
                               VaeWorkspace<Scalar>& workspace) const;

  using Model<Scalar>::config_;
  using Model<Scalar>::likelihood_;

  Sequential<Scalar> encoder_;
  Linear<Scalar> mu_, log_var_;
  Sequential<Scalar> decoder_;
  std::unique_ptr<Prior<Scalar>> prior_;  ///< null: N(0, I)
  VaeWorkspace<Scalar> workspace_;
  Matrix<Scalar> epsilon_;
};

}  // namespace latentpad
