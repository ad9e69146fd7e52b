// Draws from the posterior of the VAE.
#include "math/thread_team.h"
#include "math/vec_math.h"
#include "models/posterior.h"
#include "models/vae.h"

namespace latentpad {

template <typename Scalar>
class Vae<Scalar>::Draws final : public PosteriorDraws<Scalar> {
 public:
  explicit Draws(const Vae& vae) : vae_(vae), prior_(vae.prior()) {}

  Index noise_dim() const override { return vae_.config_.latent_dim; }
  bool separates_kl() const override { return prior_.mixture() == nullptr; }
  const Matrix<Scalar>& mu() const override { return w_.mu; }
  const Matrix<Scalar>& log_var() const override { return w_.log_var; }

  void encode(const Matrix<Scalar>& x) override {
    x_ = x;
    vae_.encode_into(x_, w_.encoder, w_.mu, w_.log_var);
    sigma_.resize(w_.mu.rows(), w_.mu.cols());
    half_log_var_.resize(x.cols());
    for (Index b = 0; b < x.cols(); ++b) {
      half_log_var_[b] = 0.0;
      for (Index d = 0; d < w_.mu.rows(); ++d) {
        sigma_(d, b) = portable::exp(w_.log_var(d, b) * Scalar(0.5));
        half_log_var_[b] += 0.5 * static_cast<double>(w_.log_var(d, b));
      }
    }
  }

  void draw(const Matrix<Scalar>& epsilon) override {
    epsilon_ = epsilon;
    w_.z.resize(epsilon.rows(), epsilon.cols());
    for_each_column(epsilon.cols(), epsilon.rows(), [&, count = draws_each()](Index n) {
      const Index b = n / count;
      for (Index d = 0; d < epsilon.rows(); ++d) w_.z(d, n) = w_.mu(d, b) + sigma_(d, b) * epsilon(d, n);
    });
    const Matrix<Scalar>& outputs = vae_.decoder_.forward(vae_.decoder_input(x_, w_), w_.decoder);
    vae_.likelihood_->repeated_loss(outputs, vae_.conditional() ? w_.pixels : x_, w_.reconstruction_losses);
  }

  const Vector<double>& log_weights() override {
    log_weights_.resize(epsilon_.cols());
    for_each_column(epsilon_.cols(), epsilon_.rows(), [&, count = draws_each()](Index n) {
      log_weights_[n] = prior_.plus_log_ratio(half_log_var_[n / count] - w_.reconstruction_losses[n],
                                              w_.z.col(n).data(), epsilon_.col(n).data());
    });
    return log_weights_;
  }

  const Vector<double>& reconstruction() const override { return w_.reconstruction_losses; }

  const Matrix<double>& kl() override {
    kl_.resize(this->kl_terms(), epsilon_.cols());
    if (prior_.mixture()) {
      for_each_column(epsilon_.cols(), epsilon_.rows(), [&, count = draws_each()](Index n) {
        kl_(0, n) = -prior_.plus_log_ratio(half_log_var_[n / count], w_.z.col(n).data(), epsilon_.col(n).data());
      });
      return kl_;
    }
    kl_divergence(w_.mu, w_.log_var, w_.kl);
    for (Index n = 0; n < epsilon_.cols(); ++n) kl_.col(n) = w_.kl.col(n / draws_each());
    return kl_;
  }

 private:
  Index draws_each() const { return epsilon_.cols() / x_.cols(); }

  const Vae& vae_;
  PriorDensity prior_;
  VaeWorkspace<Scalar> w_;
  Matrix<Scalar> x_, sigma_, epsilon_;
  Matrix<double> kl_;
  Vector<double> half_log_var_, log_weights_;
};

template <typename Scalar>
std::unique_ptr<PosteriorDraws<Scalar>> Vae<Scalar>::draws() const {
  return std::make_unique<Draws>(*this);
}

template std::unique_ptr<PosteriorDraws<float>> Vae<float>::draws() const;
template std::unique_ptr<PosteriorDraws<double>> Vae<double>::draws() const;

}  // namespace latentpad
