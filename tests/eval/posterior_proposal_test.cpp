#include "eval/posterior_proposal.h"

#include <cmath>
#include <numbers>

#include "eval/log_mean_exp.h"
#include "support/catch.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::posterior_proposal_test {

namespace {

constexpr Index kLatent = 2;

Matrix<float> column(float first, float second) {
  Matrix<float> m(kLatent, 1);
  m << first, second;
  return m;
}

double log_normal(double z, double mean, double sigma) {
  return -0.5 * (z - mean) * (z - mean) / (sigma * sigma) - std::log(sigma) - 0.5 * std::log(2 * std::numbers::pi);
}

}  // namespace

TEST_CASE("The ratio of the prior to the mixture is that of the documented densities") {
  const PosteriorProposal proposal(column(0.7f, -1.2f), column(-2.0f, 0.4f), PriorDensity(2), 1000);
  CHECK(proposal.latent_dim() == kLatent);
  const double mu[] = {0.7, -1.2}, sigma[] = {std::exp(-1.0), std::exp(0.2)};
  for (const auto& [first, second] : {std::pair{0.0f, 0.0f}, {0.7f, -1.2f}, {3.0f, -8.0f}, {-0.4f, 2.0f}}) {
    const double z[] = {static_cast<double>(first), static_cast<double>(second)};
    double density = 0.0, prior = 1.0;
    for (const auto& [share, width] : {std::pair{0.4, 1.0}, {0.2, 3.0}, {0.2, 10.0}, {0.2, 0.0}}) {
      double component = share;
      for (int d = 0; d < 2; ++d)
        component *= std::exp(width > 0.0 ? log_normal(z[d], mu[d], width * sigma[d]) : log_normal(z[d], 0.0, 1.0));
      density += component;
    }
    for (const double each : z) prior *= std::exp(log_normal(each, 0.0, 1.0));
    const float point[] = {first, second};
    CHECK_THAT(proposal.log_prior_ratio(point), near(std::log(prior / density), 1e-6, 1e-6));
    CHECK(proposal.log_prior_ratio(point) <= std::log(5.0) + 1e-12);
  }
}

TEST_CASE("Draws have the distribution of the mixture: the mean ratio is 1, and each draw is of its component") {
  constexpr Index kDraws = 50'000;
  const PosteriorProposal proposal(column(0.5f, 1.0f), column(-1.0f, -3.0f), PriorDensity(2), kDraws);
  const NoiseStream noise(3, NoisePurpose::importance_epsilon, 0);
  LogMeanExp ratio;
  double narrow = 0.0, mean = 0.0, squares = 0.0;
  for (Index j = 0; j < kDraws; ++j) {
    float z[2];
    proposal.draw(noise, j, z);
    ratio.add(proposal.log_prior_ratio(z));
    if (!PosteriorProposal::is_from_q(j)) continue;
    narrow += 1.0;
    mean += static_cast<double>(z[1]);
    squares += static_cast<double>(z[1]) * static_cast<double>(z[1]);
  }
  CHECK_THAT(ratio.value(), near(0.0, 0.0, 4 * ratio.standard_error()));
  CHECK(ratio.standard_error() < 0.01);
  CHECK(narrow == 0.4 * kDraws);
  mean /= narrow;
  CHECK_THAT(mean, near(1.0, 0.0, 4 * std::exp(-1.5) / std::sqrt(narrow)));
  CHECK_THAT(squares / narrow - mean * mean, near(std::exp(-3.0), 0.05));
}

TEST_CASE("Weights are those of single draws, with the given pixels only, for any number of draws") {
  for (const char* kind : {"vae", "cvae"}) {
    const auto model = make_model<float>({kind, 12, {6}, kLatent, Activation::tanh});
    randomize(model->parameters(), 0.7, 1);
    Matrix<float> x = Matrix<float>::Zero(example_dim(model->config()), 1);
    x.topRows(12) = random_ink<float>(12, 1, 0.5, 2);
    if (label_dim(model->config()) > 0) x(15, 0) = 1.0f;
    CodeLosses losses(latent(*model));
    const PosteriorProposal proposal(column(0.2f, -0.4f), column(-1.0f, -1.0f), PriorDensity(2), 1207);
    const NoiseStream noise(4, NoisePurpose::importance_epsilon, 0);
    for (const Index given : {0, 5, 12}) {
      CAPTURE(kind, given);
      Index calls = 0;
      weigh_draws(proposal, noise, losses, x, given, 1207, [&](Index draw, double log_weight, double loss) {
        CHECK(draw == calls++);
        if (draw % 251 != 0) return;
        Matrix<float> z(kLatent, 1), logits, decoded = Matrix<float>::Zero(kLatent + label_dim(model->config()), 1);
        proposal.draw(noise, draw, z.data());
        decoded.topRows(kLatent) = z;
        if (label_dim(model->config()) > 0) decoded(kLatent + 3, 0) = 1.0f;
        latent(*model).decode(decoded, logits);
        const Matrix<float> of_given = logits.topRows(given), pixels = x.topRows(given);
        CHECK_THAT(loss, near(bernoulli_loss(of_given, pixels)[0], 1e-6));
        CHECK_THAT(log_weight, near(proposal.log_prior_ratio(z.data()) - loss, 1e-12));
      });
      CHECK(calls == 1207);
    }
  }
}

}  // namespace latentpad::test::posterior_proposal_test
