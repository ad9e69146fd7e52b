// The deterministic autoencoder: encoder and decoder of the VAE's family without sampling and without KL, so that the
// only difference is the one this program is about. Rumelhart, Hinton & Williams (1986); Hinton & Salakhutdinov,
// "Reducing the dimensionality of data with neural networks" (Science 313, 2006).
//
//   encoder  h = Mlp(x),  z = W h + b          one point, not a distribution
//   decoder  logits = Mlp(z)
//
// What is minimised is reconstruction_loss(decode(encode(x)), x). There is no p(z), and so no p(x).
#pragma once

#include <cstdint>

#include "models/model.h"
#include "nn/mlp.h"

namespace latentpad {

template <typename Scalar>
struct AutoencoderWorkspace {
  MlpWorkspace<Scalar> encoder, decoder;
  Matrix<Scalar> z;
  Vector<double> losses;
  Matrix<Scalar> d_logits, d_z, d_hidden;
};

template <typename Scalar>
class Autoencoder final : public Model<Scalar> {
 public:
  explicit Autoencoder(const ModelConfig& config);

  const ModelConfig& config() const override { return config_; }
  Capabilities capabilities() const override { return {.code = true}; }
  ParameterList<Scalar> parameters() override;
  void initialize(std::uint64_t seed) override;
  void set_output_bias(const Vector<double>& mean_pixels) override;

  /// kl is 0; the objective's beta has nothing to weigh. Throws std::invalid_argument for the objective iwae.
  LossTerms loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective, std::uint64_t seed,
                              std::uint64_t step) override;

  /// mu is the code z; log_var comes with no rows, since the code is a point.
  void encode(const Matrix<Scalar>& x, Matrix<Scalar>& mu, Matrix<Scalar>& log_var) const override;
  void decode(const Matrix<Scalar>& z, Matrix<Scalar>& logits) const override;
  std::vector<Matrix<Scalar>> encoder_activations(const Matrix<Scalar>& x) const override;
  std::vector<Matrix<Scalar>> decoder_activations(const Matrix<Scalar>& z) const override;

  /// Mean over the batch of the reconstruction loss. The same pass over the pixels leaves d_logits behind.
  double loss(const Matrix<Scalar>& x, AutoencoderWorkspace<Scalar>& workspace) const;

  /// Fills the gradients from the workspace of loss with the same x.
  void backward(const Matrix<Scalar>& x, AutoencoderWorkspace<Scalar>& workspace);

 private:
  ModelConfig config_;
  Mlp<Scalar> encoder_;
  Linear<Scalar> code_;
  Mlp<Scalar> decoder_;
  AutoencoderWorkspace<Scalar> workspace_;
};

}  // namespace latentpad
