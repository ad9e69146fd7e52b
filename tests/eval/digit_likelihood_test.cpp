#include "eval/digit_likelihood.h"

#include <cmath>

#include "eval/importance_weighted.h"
#include "models/posterior.h"
#include "support/catch.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::digit_likelihood_test {

namespace {

const ModelConfig kConfig{"vae", 30, {8}, 3, Activation::relu};

/// A random VAE with decoder weights of that scale.
std::unique_ptr<Model<float>> random_vae(float decoder, std::uint64_t seed) {
  auto model = make_model<float>(kConfig);
  randomize(model->parameters(), 0.4, seed);
  for (Parameter<float>* p : model->parameters()) {
    if (p->name == "decoder.1.weight") p->value *= decoder;
  }
  return model;
}

/// Sets the encoder's output for all images.
void set_posterior(Model<float>& model, float mu, float log_var) {
  for (Parameter<float>* p : model.parameters()) {
    if (p->name == "mu.weight" || p->name == "log_var.weight") p->value.setZero();
    if (p->name == "mu.bias") p->value.setConstant(mu);
    if (p->name == "log_var.bias") p->value.setConstant(log_var);
  }
}

Matrix<float> digit(std::uint64_t seed) { return random_ink<float>(30, 1, 0.3, seed); }

/// log p(x) of a decoder that ignores the code.
double exact_log_likelihood(const Model<float>& model, const Matrix<float>& x) {
  Matrix<float> logits;
  latent(model).decode(Matrix<float>::Zero(3, 1), logits);
  return -bernoulli_loss(logits, x)[0];
}

struct Spread {
  double mean = 0.0, deviation = 0.0, told = 0.0;
};

/// Spread of an estimate over seeds, and its mean reported standard error.
template <typename Part>
Spread over_seeds(const Model<float>& model, const Matrix<float>& x, Index samples, int seeds, const Part& part) {
  Spread spread;
  double squares = 0.0;
  for (int seed = 0; seed < seeds; ++seed) {
    const Estimate estimate = part(digit_likelihood(model, x, samples, static_cast<std::uint64_t>(seed)));
    spread.mean += estimate.mean / seeds;
    squares += estimate.mean * estimate.mean / seeds;
    spread.told += estimate.standard_error / seeds;
  }
  spread.deviation = std::sqrt(squares - spread.mean * spread.mean);
  return spread;
}

}  // namespace

TEST_CASE("If the decoder ignores the code, the likelihood is exact and the gap is the divergence from the prior") {
  for (std::uint64_t seed = 9; seed < 14; ++seed) {
    const auto model = random_vae(0.0f, seed);
    const Matrix<float> x = digit(seed);
    const double exact = exact_log_likelihood(*model, x);
    Matrix<float> mu, log_var;
    latent(*model).encode(x, mu, log_var);
    const double kl = kl_divergence(mu, log_var).sum();
    REQUIRE(kl > 0.1);
    const DigitLikelihood result = digit_likelihood(*model, x, 20'000, 3);
    CHECK(result.samples == 20'000);
    CHECK_THAT(result.reconstruction, near(-exact, 1e-6));
    CHECK_THAT(result.kl, near(kl, 1e-12));
    CHECK_THAT(result.elbo.mean, near(exact - kl, 1e-6));
    CHECK_THAT(result.elbo.standard_error, near(0.0, 0.0, 1e-6));
    CHECK(result.log_likelihood.standard_error > 1e-4);
    CHECK(result.log_likelihood.standard_error < 0.05);
    CHECK_THAT(result.log_likelihood.mean, near(exact, 0.0, 4 * result.log_likelihood.standard_error));
    CHECK_THAT(result.gap.mean, near(kl, 0.0, 4 * result.gap.standard_error));
  }
}

TEST_CASE("A posterior that is too narrow or misplaced does not affect the likelihood") {
  // With q(z | x) alone as the proposal almost none of the prior's mass would be sampled.
  for (const auto& [mu, log_var] : {std::pair(0.0f, -8.0f), {3.0f, -8.0f}, {-2.0f, 2.0f}, {0.0f, -30.0f}}) {
    CAPTURE(mu, log_var);
    const auto model = random_vae(0.0f, 15);
    set_posterior(*model, mu, log_var);
    const Matrix<float> x = digit(16);
    const DigitLikelihood result = digit_likelihood(*model, x, 10'000, 1);
    CHECK_THAT(result.log_likelihood.mean, near(exact_log_likelihood(*model, x), 0.0, 0.1));
    CHECK(result.log_likelihood.standard_error < 0.05);
    const double kl = 1.5 * (std::exp(log_var) + mu * mu - 1.0 - log_var);
    CHECK_THAT(result.kl, near(kl, 1e-5));
  }
}

TEST_CASE("The estimate agrees with that of many importance samples from the posterior alone") {
  // A posterior wider than the true one, for which importance sampling from q(z | x) works well.
  const auto model = random_vae(0.5f, 17);
  set_posterior(*model, 0.0f, 0.3f);
  const Matrix<float> x = digit(18);
  ImportanceDraws draws(*model, 1, "test");
  draws.encode(x, 0);
  LogMeanExp plain;
  for (const double log_weight : draws.log_weights(0, 40'000)) plain.add(log_weight);
  REQUIRE(plain.standard_error() < 0.02);
  const DigitLikelihood result = digit_likelihood(*model, x, 40'000, 2);
  CHECK(result.log_likelihood.standard_error < 0.02);
  CHECK_THAT(result.log_likelihood.mean,
             near(plain.value(), 0.0, 4 * std::hypot(plain.standard_error(), result.log_likelihood.standard_error)));
}

TEST_CASE("A digit's ELBO is below its log-likelihood, and the terms add up") {
  for (std::uint64_t seed = 20; seed < 30; ++seed) {
    const auto model = random_vae(1.0f, seed);
    const DigitLikelihood result = digit_likelihood(*model, digit(seed), 600, 1);
    CHECK(result.elbo.mean < result.log_likelihood.mean + 2 * result.gap.standard_error);
    CHECK_THAT(result.elbo.mean, near(-result.reconstruction - result.kl, 1e-12));
    CHECK_THAT(result.gap.mean, near(result.log_likelihood.mean - result.elbo.mean, 1e-12));
    CHECK_THAT(result.gap.standard_error,
               near(std::hypot(result.elbo.standard_error, result.log_likelihood.standard_error), 1e-12));
    CHECK(digit_likelihood(*model, digit(seed), 600, 1).log_likelihood.mean == result.log_likelihood.mean);
    CHECK(digit_likelihood(*model, digit(seed), 600, 2).log_likelihood.mean != result.log_likelihood.mean);
  }
}

TEST_CASE("The ELBO uses samples of the posterior only") {
  const auto model = random_vae(1.0f, 31);
  const Matrix<float> x = digit(32);
  const Spread spread = over_seeds(*model, x, 100, 200, [](const DigitLikelihood& d) { return d.elbo; });
  // −ELBO by Monte Carlo, with normal numbers from another stream.
  Matrix<float> mu, log_var, z, logits;
  latent(*model).encode(x, mu, log_var);
  const auto epsilon = random_normal<Matrix<float>>(3, 20'000, 33);
  reparameterize<float>(mu.replicate(1, 20'000), log_var.replicate(1, 20'000), epsilon, z);
  latent(*model).decode(z, logits);
  const double elbo = -bernoulli_loss<float>(logits, x.replicate(1, 20'000)).mean() - kl_divergence(mu, log_var).sum();
  CHECK_THAT(spread.mean, near(elbo, 0.0, 5 * spread.deviation / std::sqrt(200.0)));
  CHECK_THAT(spread.deviation, near(spread.told, 0.25));
}

TEST_CASE("The reported standard error of a digit's likelihood is about the spread over seeds, and not less") {
  const auto model = random_vae(0.5f, 34);
  const Spread spread =
      over_seeds(*model, digit(35), 400, 200, [](const DigitLikelihood& d) { return d.log_likelihood; });
  // Stratified draws from the mixture make the spread slightly smaller than reported.
  CHECK(spread.deviation < 1.2 * spread.told);
  CHECK(spread.deviation > 0.4 * spread.told);
}

TEST_CASE("Only a VAE has a bound and a likelihood of a digit, with a valid number of samples") {
  const Matrix<float> x = Matrix<float>::Zero(30, 1);
  for (const ModelConfig& config :
       {ModelConfig{"ae", 30, {8}, 3, Activation::relu}, ModelConfig{"fvbn", 30, {}, 0, Activation::relu},
        ModelConfig{"made", 30, {8}, 0, Activation::relu}}) {
    const auto model = make_model<float>(config);
    CHECK_THAT(message_of<std::invalid_argument>([&] { digit_likelihood(*model, x, 10, 1); }),
               contains("digit_likelihood: expected a model that has it (vae, cvae and hvae), got " + config.model));
  }
  const auto model = random_vae(1.0f, 36);
  for (const Index samples : {-1, 0, 1, 9, 100'001}) {
    CHECK_THAT(message_of<std::invalid_argument>([&] { digit_likelihood(*model, x, samples, 1); }),
               contains("from 10 to 100000 samples, got " + std::to_string(samples)));
  }
  CHECK(std::isfinite(digit_likelihood(*model, x, 10, 1).gap.standard_error));
}

TEST_CASE("The mean weight is unbiased for any number of samples, not only for multiples of the mixture's cycle") {
  const auto model = random_vae(0.0f, 9);
  const Matrix<float> x = digit(9);
  const double exact = exact_log_likelihood(*model, x);
  for (const Index samples : {11, 12, 19}) {
    constexpr int kSeeds = 3000;
    double mean = 0.0;
    for (int seed = 0; seed < kSeeds; ++seed) {
      const DigitLikelihood result = digit_likelihood(*model, x, samples, static_cast<std::uint64_t>(seed));
      mean += std::exp(result.log_likelihood.mean - exact) / kSeeds;
    }
    CAPTURE(samples);
    CHECK_THAT(mean, near(1.0, 0.03));
  }
}

TEST_CASE("The likelihood requires exactly one image") {
  CHECK_THAT(message_of<std::invalid_argument>(
                 [] { digit_likelihood(*random_vae(1.0f, 1), Matrix<float>::Zero(30, 2), 20, 1); }),
             contains("digit_likelihood: expected one image, got 2"));
}

}  // namespace latentpad::test::digit_likelihood_test
