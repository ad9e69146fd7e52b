// The VAE with several stochastic layers z_0, …, z_{L−1}, from the pixels up ("hvae"):
//
//   prior      p(z_{L−1}) = N(0, I),  p(z_i | z_{i+1}) = N(mu, diag e^log_var) of the network prior.i
//   decoder    outputs = decoder(z_0)                                p(x | z_0) = likelihood(outputs)
//
// and one of two posteriors:
//
//   bottom_up  q(z_0 | x), q(z_i | z_{i−1}): each the Gaussian of the network encoder.i. Burda, Grosse & Salakhutdinov,
//              "Importance weighted autoencoders" (ICLR 2016); Rezende, Mohamed & Wierstra (ICML 2014).
//   top_down   The networks ladder.i compute a Gaussian of each layer from x, each from the hidden layers of the one
//              below. The top one is q(z_{L−1} | x); below, q(z_i | x, z_{i+1}) is the normalized product of that
//              Gaussian and p(z_i | z_{i+1}). Sønderby et al., "Ladder variational autoencoders" (NeurIPS 2016), with
//              e^log_var for the variance and without batch normalization.
//
// The code is the top layer, z_{L−1}: encode() returns q(z_{L−1} | x), with the means of the layers below instead of
// samples (bottom_up), and decode() passes through the means of p(z_i | z_{i+1}). Bounds and samples of p(x) use
// samples of every layer.
//
// Training minimizes reconstruction + beta · kl_divergence over all layers; at beta = 1 this is −ELBO ≥ −log p(x).
// The estimators stl and dreg (objective.h) would need the gradient of log q(z_i | z_{i−1}) through z_{i−1} with the
// parameters of q held fixed; they are refused.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/conditional_gaussian.h"
#include "models/model.h"

namespace latentpad {

/// Results of the forward pass that the backward pass needs, and its scratch memory. B: examples; N: draws, k for each
/// example.
template <typename Scalar>
struct HvaeWorkspace {
  std::vector<ConditionalGaussianWorkspace<Scalar>> encoders;  ///< of B or N columns, see Hvae::encode_examples
  std::vector<const Matrix<Scalar>*> encoder_inputs;
  std::vector<ConditionalGaussianWorkspace<Scalar>> priors;  ///< of p(z_i | z_{i+1}), N columns
  SequentialWorkspace<Scalar> decoder;
  std::vector<Matrix<Scalar>> mu, log_var, z;  ///< of each layer: q and its sample, N columns
  std::vector<Matrix<Scalar>> d_mu, d_log_var, d_z, d_above;
  Matrix<Scalar> d_outputs, d_input, sample_x;
  Vector<double> reconstruction_losses, sample_weights;
  Matrix<double> kl;  ///< noise_dim x N, layer by layer from the pixels up
};

template <typename Scalar>
class Hvae final : public VariationalModel<Scalar> {
 public:
  explicit Hvae(const ModelConfig& config);

  ParameterList<Scalar> parameters() override;
  void initialize(std::uint64_t seed) override;
  void set_output_bias(const Vector<double>& mean_pixels) override;
  void expect_valid_parameters() const override {}  // no constraints
  LossTerms loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective, const BatchNoise& noise) override;
  std::unique_ptr<PosteriorDraws<Scalar>> draws() const override;

  void encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const override;
  const Matrix<Scalar>& decode_in(const Matrix<Scalar>& z, SequentialWorkspace<Scalar>& workspace) const override;
  void generate(const Matrix<Scalar>& epsilon, Matrix<Scalar>& outputs) const override;
  std::vector<Matrix<Scalar>> encoder_activations(const Matrix<Scalar>& x) const override;
  std::vector<Matrix<Scalar>> decoder_activations(const Matrix<Scalar>& z) const override;

  /// Throws ArgumentError: a pass has more than one layer of intermediate results.
  void trace(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, double beta, LatentPass<Scalar>& pass) override;

  /// Means over the batch of the likelihood's loss of decoder(z_0) on x and of the KL divergence of all layers, with
  /// samples of every layer. x: example_dim x batch; epsilon: noise_dim x batch, layer by layer from the pixels up. The
  /// KL term of a layer has a closed form given the samples of the layers above it (top_down, and the top layer of
  /// bottom_up); otherwise it is −½ Σ (1 + log_var) − log p(z_i | z_{i+1}) of the samples, but for the constant: the
  /// entropy of q has a closed form. Also computes d_outputs, in the same pass over the pixels.
  LossTerms negative_elbo(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon,
                          HvaeWorkspace<Scalar>& workspace) const;

  /// Computes the gradients of mean(reconstruction + beta · kl) from the workspace of negative_elbo with the same x and
  /// epsilon.
  void backward(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, double beta, HvaeWorkspace<Scalar>& workspace);

  /// As of Vae, with w_j = p(x, z_j) / q(z_j | x) of the samples of all layers.
  double importance_weighted_loss(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon,
                                  HvaeWorkspace<Scalar>& workspace, LossTerms& terms) const;
  void importance_weighted_backward(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon,
                                    HvaeWorkspace<Scalar>& workspace);

 private:
  class Draws;
  using Workspace = HvaeWorkspace<Scalar>;

  std::size_t layers() const { return encoders_.size(); }
  bool top_down() const { return config_.inference == InferenceKind::top_down; }
  /// Whether the KL term of a layer has a closed form given the layers above it.
  bool is_closed(std::size_t layer) const { return top_down() || layer + 1 == layers(); }

  /// The encoders that depend on x alone: of bottom_up the first, of top_down all.
  std::size_t encoders_of_examples() const { return top_down() ? layers() : 1; }
  void encode_examples(const Matrix<Scalar>& x, Workspace& w) const;
  /// After encode_examples: what encode() returns.
  void code_of_examples(const Workspace& w, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const;
  /// After encode_examples: q and a sample of every layer, the priors and the decoder. Returns the decoder's outputs.
  const Matrix<Scalar>& draw(const Matrix<Scalar>& epsilon, Workspace& w) const;
  void sample(std::size_t layer, const Matrix<Scalar>& epsilon, Workspace& w) const;
  /// q and the sample of a layer of top_down from the Gaussians of ladder.i and prior.i.
  void combine(std::size_t layer, const Matrix<Scalar>& epsilon, Workspace& w) const;
  void divergences(Workspace& w) const;
  void log_weights(const Matrix<Scalar>& epsilon, Workspace& w, Vector<double>& log_weights) const;

  /// The gradients of all parameters, from d_outputs and the weight of the KL term of each draw: `weight`, times the
  /// draw's importance weight if `weighted`.
  void backward_from_outputs(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, Scalar weight, bool weighted,
                             Workspace& w);
  void divergence_backward(std::size_t layer, Scalar weight, bool weighted, Workspace& w) const;
  void sample_backward(std::size_t layer, const Matrix<Scalar>& epsilon, Workspace& w) const;
  void combine_backward(std::size_t layer, Workspace& w) const;
  void encoders_backward(const Matrix<Scalar>& epsilon, Workspace& w);
  void sum_over_samples(std::size_t layer, Workspace& w) const;

  /// First row of epsilon of a layer.
  Index row_of(std::size_t layer) const { return rows_[layer]; }

  using Model<Scalar>::config_;
  using Model<Scalar>::likelihood_;

  std::vector<ConditionalGaussian<Scalar>> encoders_, priors_;
  Sequential<Scalar> decoder_;
  std::vector<Index> rows_;
  std::vector<const Layer<Scalar>*> mean_path_;  ///< of decode: from the code to the outputs
  Workspace workspace_;
  Matrix<Scalar> epsilon_;
};

}  // namespace latentpad
