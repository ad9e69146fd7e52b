// Draws from the posterior of the VAE with several stochastic layers.
#include "models/encoder_decoder.h"
#include "models/hvae.h"

namespace latentpad {

template <typename Scalar>
class Hvae<Scalar>::Draws final : public PosteriorDraws<Scalar> {
 public:
  explicit Draws(const Hvae& hvae) : hvae_(hvae) {}

  Index noise_dim() const override { return latentpad::noise_dim(hvae_.config_); }
  bool separates_kl() const override { return true; }
  const Matrix<Scalar>& mu() const override { return mu_; }
  const Matrix<Scalar>& log_var() const override { return log_var_; }

  void encode(const Matrix<Scalar>& x) override {
    x_ = x;
    expect_rows("encode", x_, example_dim(hvae_.config_));
    hvae_.encode_examples(x_, w_);
    hvae_.code_of_examples(w_, mu_, log_var_);
  }

  void draw(const Matrix<Scalar>& epsilon) override {
    epsilon_ = epsilon;
    hvae_.likelihood_->repeated_loss(hvae_.draw(epsilon_, w_), x_, w_.reconstruction_losses);
  }

  const Vector<double>& log_weights() override {
    hvae_.log_weights(epsilon_, w_, log_weights_);
    return log_weights_;
  }

  const Vector<double>& reconstruction() const override { return w_.reconstruction_losses; }

  const Matrix<double>& kl() override {
    hvae_.divergences(w_);
    return w_.kl;
  }

 private:
  const Hvae& hvae_;
  HvaeWorkspace<Scalar> w_;
  Matrix<Scalar> x_, mu_, log_var_, epsilon_;
  Vector<double> log_weights_;
};

template <typename Scalar>
std::unique_ptr<PosteriorDraws<Scalar>> Hvae<Scalar>::draws() const {
  return std::make_unique<Draws>(*this);
}

template std::unique_ptr<PosteriorDraws<float>> Hvae<float>::draws() const;
template std::unique_ptr<PosteriorDraws<double>> Hvae<double>::draws() const;

}  // namespace latentpad
