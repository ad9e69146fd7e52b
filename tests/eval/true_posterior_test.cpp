#include "eval/true_posterior.h"

#include <cmath>
#include <numbers>

#include "eval/digit_likelihood.h"
#include "support/catch.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::true_posterior_test {

namespace {

const ModelConfig kConfig{"vae", 20, {8}, 2, Activation::tanh};

std::unique_ptr<Model<float>> random_vae(double scale, std::uint64_t seed, const ModelConfig& config = kConfig) {
  auto model = make_model<float>(config);
  randomize(model->parameters(), scale, seed);
  return model;
}

/// ∫ e^(f) over the grid by the trapezoidal rule, from values row by row.
double integral(const PosteriorGrid& grid, const std::vector<double>& values) {
  const auto side = static_cast<std::size_t>(grid.side);
  double sum = 0.0;
  for (std::size_t row = 0; row < side; ++row) {
    for (std::size_t column = 0; column < side; ++column) {
      const bool edge_row = row == 0 || row + 1 == side, edge_column = column == 0 || column + 1 == side;
      sum += values[row * side + column] * (edge_row ? 0.5 : 1.0) * (edge_column ? 0.5 : 1.0);
    }
  }
  const auto steps = static_cast<double>(side - 1);
  return sum * (grid.right - grid.left) / steps * (grid.top - grid.bottom) / steps;
}

double area(const PlaneWindow& window) { return (window.right - window.left) * (window.top - window.bottom); }

}  // namespace

TEST_CASE("Each point has log p(x | z) + log p(z), row by row from the bottom") {
  const auto model = random_vae(0.8, 1);
  const Matrix<float> x = random_ink<float>(20, 1, 0.4, 2);
  const PosteriorGrid grid = posterior_grid(*model, x, {-1.0, 2.0, -3.0, 1.0}, 5);
  CHECK(grid.side == 5);
  CHECK(grid.left == -1.0);
  CHECK(grid.right == 2.0);
  CHECK(grid.bottom == -3.0);
  CHECK(grid.top == 1.0);
  REQUIRE(grid.log_joint.size() == 25);
  Matrix<float> z(2, 1), logits;
  for (Index row = 0; row < 5; ++row) {
    for (Index column = 0; column < 5; ++column) {
      const double z0 = -1.0 + 0.75 * static_cast<double>(column), z1 = -3.0 + static_cast<double>(row);
      z << static_cast<float>(z0), static_cast<float>(z1);
      latent(*model).decode(z, logits);
      const double expected =
          -bernoulli_loss(logits, x)[0] - 0.5 * (z0 * z0 + z1 * z1) - std::log(2.0 * std::numbers::pi);
      CHECK_THAT(grid.log_joint[static_cast<std::size_t>(row * 5 + column)], near(expected, 1e-6));
    }
  }
}

TEST_CASE("The density integrates to one, for any window") {
  const auto model = random_vae(0.8, 3);
  const Matrix<float> x = random_ink<float>(20, 1, 0.4, 4);
  for (const PlaneWindow& window : {PlaneWindow{}, PlaneWindow{-6, 6, -6, 6}, PlaneWindow{0.5, 0.7, -0.2, 3.0}}) {
    for (const Index side : {2, 3, 40}) {
      const PosteriorGrid grid = posterior_grid(*model, x, window, side);
      CHECK_THAT(integral(grid, grid.density()), near(1.0, 1e-10));
      std::vector<double> joint;
      for (const double value : grid.log_joint) joint.push_back(std::exp(value));
      CHECK_THAT(grid.log_integral, near(std::log(integral(grid, joint)), 1e-10));
    }
  }
}

TEST_CASE("If the decoder ignores the code, the posterior is the prior and the integral the likelihood") {
  auto model = random_vae(0.8, 5);
  for (Parameter<float>* p : model->parameters()) {
    if (p->name == "decoder.1.weight") p->value.setZero();
  }
  const Matrix<float> x = random_ink<float>(20, 1, 0.4, 6);
  Matrix<float> logits;
  latent(*model).decode(Matrix<float>::Zero(2, 1), logits);
  const PosteriorGrid grid = posterior_grid(*model, x, {-6, 6, -6, 6}, 101);
  CHECK_THAT(grid.log_integral, near(-bernoulli_loss(logits, x)[0], 0.0, 1e-6));
  const std::vector<double> density = grid.density();
  CHECK_THAT(density[50 * 101 + 50], near(1.0 / (2.0 * std::numbers::pi), 1e-5));
  CHECK_THAT(density[50 * 101 + 75], near(std::exp(-4.5) / (2.0 * std::numbers::pi), 1e-4));
  // The window contains the prior within √24 standard deviations.
  const PlaneWindow window = posterior_window(*model, x);
  CHECK(window.left < -4.8);
  CHECK(window.right > 4.8);
  CHECK(window.bottom < -4.8);
  CHECK(window.top > 4.8);
  CHECK(window.right < 6.5);
}

TEST_CASE("The integral over the posterior's window agrees with importance sampling") {
  for (std::uint64_t seed = 10; seed < 16; ++seed) {
    CAPTURE(seed);
    const auto model = random_vae(0.7, seed);
    const Matrix<float> x = random_ink<float>(20, 1, 0.4, seed);
    const DigitLikelihood sampled = digit_likelihood(*model, x, 20'000, 1);
    const PosteriorGrid grid = posterior_grid(*model, x, posterior_window(*model, x), 129);
    CHECK(sampled.log_likelihood.standard_error < 0.05);
    CHECK_THAT(grid.log_integral, near(sampled.log_likelihood.mean, 0.0, 0.05));
    CHECK(grid.log_integral > sampled.elbo.mean - 4 * sampled.elbo.standard_error);
  }
}

TEST_CASE("The window is close to the mass of a narrow posterior") {
  for (std::uint64_t seed = 30; seed < 34; ++seed) {
    CAPTURE(seed);
    // A linear decoder of many pixels: the posterior is log-concave, and much narrower than the prior.
    const auto model = random_vae(1.5, seed, {"vae", 100, {}, 2, Activation::relu});
    Matrix<float> z(2, 1), logits;
    z << 0.7f, -1.1f;
    latent(*model).decode(z, logits);
    const Matrix<float> x = (logits.array() > 0.0f).cast<float>();
    const PlaneWindow window = posterior_window(*model, x);
    const PosteriorGrid close = posterior_grid(*model, x, window, 65);
    const PosteriorGrid far = posterior_grid(*model, x, {-6, 6, -6, 6}, 301);
    CHECK(area(window) < 36.0);
    CHECK_THAT(close.log_integral, near(far.log_integral, 0.0, 1e-2));
    // No mass at the edge.
    const auto side = static_cast<std::size_t>(close.side);
    const double most = *std::max_element(close.log_joint.begin(), close.log_joint.end());
    for (std::size_t i = 0; i < side; ++i) {
      for (const std::size_t at : {i, (side - 1) * side + i, i * side, i * side + side - 1}) {
        CHECK(close.log_joint[at] < most - 9.0);
      }
    }
  }
}

TEST_CASE("A posterior grid requires a VAE with two dimensions and a window with an area") {
  const auto refusal = [](const ModelConfig& config, const PlaneWindow& window, Index side) {
    const auto model = make_model<float>(config);
    return message_of<std::invalid_argument>(
        [&] { posterior_grid(*model, Matrix<float>::Zero(config.input_dim, 1), window, side); });
  };
  for (const ModelConfig& config :
       {ModelConfig{"ae", 20, {}, 2, Activation::relu}, ModelConfig{"fvbn", 20, {}, 0, Activation::relu}}) {
    CHECK_THAT(refusal(config, {}, 10),
               contains("posterior_grid: expected a model that has it (vae and cvae), got " + config.model));
  }
  for (const Index latent_dim : {1, 3, 20}) {
    CHECK_THAT(refusal({"vae", 20, {}, latent_dim, Activation::relu}, {}, 10),
               contains("expected 2 latent dimensions, got " + std::to_string(latent_dim)));
  }
  for (const Index side : {-1, 0, 1, 513})
    CHECK_THAT(refusal(kConfig, {}, side), contains("a side of 2 to 512 points"));
  const double nan = std::nan("");
  for (const PlaneWindow& window : {PlaneWindow{1, 1, -1, 1}, PlaneWindow{2, 1, -1, 1}, PlaneWindow{-1, 1, 3, 3},
                                    PlaneWindow{nan, 1, -1, 1}, PlaneWindow{-1, 1, -1, nan}}) {
    CHECK_THAT(refusal(kConfig, window, 10), contains("a window with an area"));
  }
  CHECK_THROWS_AS(posterior_window(*make_model<float>(ModelConfig{}), Matrix<float>::Zero(784, 1)),
                  std::invalid_argument);
}

}  // namespace latentpad::test::true_posterior_test
