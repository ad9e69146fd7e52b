#include "models/posterior_draws.h"

#include <cmath>
#include <numbers>

#include "models/posterior.h"
#include "support/catch.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::posterior_draws_test {

namespace {

constexpr Index kPixels = 11, kLatent = 3, kExamples = 2, kDraws = 4;

double log_normal(double value, double mean, double log_var) {
  const double distance = value - mean;
  return -0.5 * (std::log(2.0 * std::numbers::pi) + log_var + distance * distance / std::exp(log_var));
}

Matrix<double> examples(const Model<double>& model) {
  Matrix<double> x = Matrix<double>::Zero(example_dim(model.config()), kExamples);
  x.topRows(kPixels) = random_ink<double>(kPixels, kExamples, 0.4, 41);
  if (label_dim(model.config()) > 0) {
    for (Index b = 0; b < kExamples; ++b) x(kPixels + 2 * b, b) = 1.0;
  }
  return x;
}

}  // namespace

TEST_CASE("The draws of a VAE have the weights and the terms of the bound that the densities define") {
  for (const char* kind : {"vae", "cvae"}) {
    const auto model = make_model<double>({kind, kPixels, {6}, kLatent, Activation::tanh});
    randomize(model->parameters(), 0.6, 42);
    const VariationalModel<double>& vae = variational_model(*model, "test");
    const Matrix<double> x = examples(*model), epsilon = random_normal<Matrix<double>>(kLatent, kExamples * kDraws, 43);
    with_every_engine([&] {
      // With the same kernels, which round differently.
      Matrix<double> mu, log_var, logits;
      vae.encode(x, mu, log_var);
      const Matrix<double> divergence = kl_divergence(mu, log_var);
      const auto draws = vae.draws();
      draws->encode(x);
      CHECK(draws->noise_dim() == kLatent);
      CHECK(draws->mu() == mu);
      CHECK(draws->log_var() == log_var);
      draws->draw(epsilon);
      const Vector<double>&log_weights = draws->log_weights(), &reconstruction = draws->reconstruction();
      const Matrix<double>& kl = draws->kl();
      for (Index n = 0; n < epsilon.cols(); ++n) {
        CAPTURE(kind, n);
        const Index b = n / kDraws;
        Matrix<double> z(x.rows() - kPixels + kLatent, 1);
        z.bottomRows(x.rows() - kPixels) = x.col(b).tail(x.rows() - kPixels);
        double ratio = 0.0;
        for (Index d = 0; d < kLatent; ++d) {
          z(d) = mu(d, b) + std::exp(log_var(d, b) / 2) * epsilon(d, n);
          ratio += log_normal(z(d), 0, 0) - log_normal(z(d), mu(d, b), log_var(d, b));
        }
        vae.decode(z, logits);
        const double loss = bernoulli_loss(logits, Matrix<double>(x.col(b).head(kPixels)))[0];
        CHECK_THAT(log_weights[n], near(ratio - loss, 1e-12));
        CHECK_THAT(reconstruction[n], near(loss, 1e-12));
        CHECK(kl.col(n) == divergence.col(b));
      }
    });
  }
}

TEST_CASE("A model without a posterior has no draws") {
  const auto ae = make_model<float>({"ae", kPixels, {6}, kLatent, Activation::tanh});
  CHECK_THAT(message_of<std::invalid_argument>([&] { variational_model(*ae, "test"); }),
             contains("test: expected a model that has it"));
}

}  // namespace latentpad::test::posterior_draws_test
