// The deterministic autoencoder: the encoder and decoder of the VAE without sampling and without the KL term.
// Rumelhart, Hinton & Williams (1986); Hinton & Salakhutdinov, "Reducing the dimensionality of data with neural
// networks" (Science 313, 2006).
//
//   encoder  h = encoder(x),  z = W h + b          a point, not a distribution
//   decoder  outputs = decoder(z)
//
// Training minimizes the likelihood's loss of decode(encode(x)) on x. There is no p(z), so there is no p(x).
#pragma once

#include <cstdint>

#include "models/model.h"
#include "nn/linear.h"
#include "nn/sequential.h"

namespace latentpad {

template <typename Scalar>
struct AutoencoderWorkspace {
  SequentialWorkspace<Scalar> encoder, decoder;
  Matrix<Scalar> z;
  Vector<double> losses;
  Matrix<Scalar> d_outputs, d_z, d_hidden;
};

template <typename Scalar>
class Autoencoder final : public LatentModel<Scalar> {
 public:
  explicit Autoencoder(const ModelConfig& config);

  ParameterList<Scalar> parameters() override;
  void initialize(std::uint64_t seed) override;
  void set_output_bias(const Vector<double>& mean_pixels) override;
  void expect_valid_parameters() const override {}  // no constraints

  /// kl is 0 and objective.beta has no effect. Throws ArgumentError for the objective iwae.
  LossTerms loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective, const BatchNoise& noise) override;

  /// mu is the code z; log_var has no rows.
  void encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const override;
  const Matrix<Scalar>& decode_in(const Matrix<Scalar>& z, SequentialWorkspace<Scalar>& workspace) const override;
  std::vector<Matrix<Scalar>> encoder_activations(const Matrix<Scalar>& x) const override;
  std::vector<Matrix<Scalar>> decoder_activations(const Matrix<Scalar>& z) const override;

  /// log_var, kl and d_log_var of `pass` have no rows.
  void trace(const Matrix<Scalar>& x, const Matrix<Scalar>& epsilon, double beta, LatentPass<Scalar>& pass) override;

  /// Mean over the batch of the reconstruction loss. Also computes d_outputs, in the same pass over the pixels.
  double loss(const Matrix<Scalar>& x, AutoencoderWorkspace<Scalar>& workspace) const;

  /// Computes the gradients from the workspace of loss with the same x.
  void backward(const Matrix<Scalar>& x, AutoencoderWorkspace<Scalar>& workspace);

 private:
  using Model<Scalar>::config_;
  using Model<Scalar>::likelihood_;

  Sequential<Scalar> encoder_;
  Linear<Scalar> code_;
  Sequential<Scalar> decoder_;
  AutoencoderWorkspace<Scalar> workspace_;
};

}  // namespace latentpad
