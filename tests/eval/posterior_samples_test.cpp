#include "eval/posterior_samples.h"

#include <cmath>
#include <optional>

#include "eval/digit_likelihood.h"
#include "eval/true_posterior.h"
#include "support/catch.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::posterior_samples_test {

namespace {

constexpr Index kPixels = 16;

std::unique_ptr<Model<float>> random_model(const char* kind, std::uint64_t seed, Index latent_dim = 2) {
  auto model = make_model<float>({kind, kPixels, {8}, latent_dim, Activation::tanh});
  randomize(model->parameters(), 0.9, seed);
  return model;
}

Matrix<float> example(const Model<float>& model, std::uint64_t seed) {
  Matrix<float> x = Matrix<float>::Zero(example_dim(model.config()), 1);
  x.topRows(kPixels) = random_ink<float>(kPixels, 1, 0.4, seed);
  if (label_dim(model.config()) > 0) x(kPixels + 7, 0) = 1.0f;
  return x;
}

/// A model of the first `given` pixels alone: the others are summed out of p(x | z).
std::unique_ptr<Model<float>> model_of_first(Model<float>& model, Index given) {
  ModelConfig config = model.config();
  config.input_dim = given;
  auto first = make_model<float>(config);
  for (Parameter<float>* to : first->parameters()) {
    for (Parameter<float>* from : model.parameters()) {
      if (from->name != to->name) continue;
      // The encoder reads other examples, but the grid of the posterior uses the decoder only.
      to->value = from->value.topLeftCorner(to->value.rows(), to->value.cols());
    }
  }
  return first;
}

/// Shares of a grid's mass in cells of the plane: 4 x 4 over the window, row by row.
constexpr Index kCells = 4;

std::vector<double> shares_of(const PosteriorGrid& grid) {
  std::vector<double> shares(kCells * kCells);
  const std::vector<double> density = grid.density();
  double sum = 0.0;
  for (const double value : density) sum += value;
  for (Index row = 0; row < grid.side; ++row) {
    for (Index column = 0; column < grid.side; ++column) {
      const Index cell = row * kCells / grid.side * kCells + column * kCells / grid.side;
      shares[static_cast<std::size_t>(cell)] += density[static_cast<std::size_t>(row * grid.side + column)] / sum;
    }
  }
  return shares;
}

std::vector<double> shares_of(const Matrix<float>& z, const PosteriorGrid& grid) {
  std::vector<double> shares(kCells * kCells);
  // Of a point of the grid: the nearest one's cell.
  const auto cell = [&](float value, double low, double step) {
    const auto point = static_cast<Index>(std::lround((static_cast<double>(value) - low) / step));
    return std::clamp<Index>(point, 0, grid.side - 1) * kCells / grid.side;
  };
  for (Index n = 0; n < z.cols(); ++n) {
    const Index row = cell(z(1, n), grid.bottom, grid.step_y()), column = cell(z(0, n), grid.left, grid.step_x());
    shares[static_cast<std::size_t>(row * kCells + column)] += 1.0 / static_cast<double>(z.cols());
  }
  return shares;
}

}  // namespace

TEST_CASE("Codes have the distribution of the posterior on a grid, whatever number of pixels is given") {
  for (const char* kind : {"vae", "cvae"}) {
    for (std::uint64_t seed = 20; seed < 22; ++seed) {
      const auto model = random_model(kind, seed);
      const Matrix<float> x = example(*model, seed);
      for (const Index given : {3, 8, 16}) {
        CAPTURE(kind, seed, given);
        // The grid of the model of the given pixels, whose example is [given pixels; label].
        const auto of_given = model_of_first(*model, given);
        Matrix<float> first(example_dim(of_given->config()), 1);
        first << x.topRows(given), x.bottomRows(label_dim(model->config()));
        const PosteriorGrid grid = posterior_grid(*of_given, first, posterior_window(*of_given, first), 64);

        const PosteriorSamples samples = sample_posterior(*model, x, given, 10'000, 5000, seed);
        REQUIRE(samples.z.rows() == 2);
        REQUIRE(samples.z.cols() == 5000);
        CHECK(samples.draws == 10'000);
        CHECK(samples.effective_draws > 1000);
        CHECK(samples.log_likelihood.standard_error < 0.04);
        CHECK_THAT(samples.log_likelihood.mean,
                   near(grid.log_integral, 0.0, 4 * samples.log_likelihood.standard_error + 0.003));
        const std::vector<double> expected = shares_of(grid), got = shares_of(samples.z, grid);
        for (std::size_t cell = 0; cell < expected.size(); ++cell) {
          const double p = expected[cell], error = std::sqrt(p * (1 - p) * (1 / samples.effective_draws + 1.0 / 5000));
          CAPTURE(cell, p, got[cell]);
          CHECK_THAT(got[cell], near(p, 0.0, 5 * error + 0.001));
        }
      }
    }
  }
}

TEST_CASE("With no pixel given, codes have the distribution of the prior, and log p is 0") {
  const auto model = random_model("vae", 30, 3);
  const PosteriorSamples samples = sample_posterior(*model, example(*model, 1), 0, 20'000, 10'000, 1);
  CHECK_THAT(samples.log_likelihood.mean, near(0.0, 0.0, 4 * samples.log_likelihood.standard_error));
  CHECK(samples.effective_draws > 0.3 * 20'000);
  for (Index d = 0; d < 3; ++d) {
    const Vector<double> z = samples.z.row(d).cast<double>().transpose();
    CHECK_THAT(z.mean(), near(0.0, 0.0, 0.06));
    CHECK_THAT(z.squaredNorm() / 10'000, near(1.0, 0.0, 0.08));
  }
}

TEST_CASE("The proposal is fitted: more draws are effective, and log p(x) agrees with digit_likelihood") {
  // The encoder knows nothing of the decoder.
  const auto model = random_model("vae", 40, 6);
  for (std::uint64_t seed = 1; seed < 5; ++seed) {
    const Matrix<float> x = example(*model, seed);
    const DigitLikelihood digit = digit_likelihood(*model, x, 10'000, seed);
    const PosteriorSamples samples = sample_posterior(*model, x, kPixels, 5000, 10, seed);
    CHECK(samples.log_likelihood.standard_error < 0.05);
    CHECK(samples.effective_draws > 500);
    CHECK_THAT(samples.log_likelihood.mean,
               near(digit.log_likelihood.mean, 0.0,
                    4 * std::hypot(digit.log_likelihood.standard_error, samples.log_likelihood.standard_error)));
  }
}

TEST_CASE("The same seed gives the same codes on any number of threads, another seed others") {
  const auto model = random_model("vae", 50, 20);
  const Matrix<float> x = example(*model, 3);
  std::optional<Matrix<float>> exact, fused;
  with_every_engine([&] {
    const Matrix<float> z = sample_posterior(*model, x, 9, 1200, 50, 7).z;
    std::optional<Matrix<float>>& expected = arithmetic() == Arithmetic::exact ? exact : fused;
    if (!expected) expected = z;
    CHECK(z == *expected);
  });
  CHECK(sample_posterior(*model, x, 9, 1200, 50, 8).z != sample_posterior(*model, x, 9, 1200, 50, 7).z);
}

TEST_CASE("Systematic resampling chooses each index as often as its weight demands, rounded up or down") {
  const std::vector<double> weights = {0.05, 0.3, 0.0, 0.6, 0.05};
  std::vector<double> log_weights, times(weights.size());
  // A common factor has no effect, also one beyond the range of exp.
  for (const double weight : weights) log_weights.push_back(std::log(weight) - 5000.0);
  constexpr int kStarts = 200;
  for (int i = 0; i < kStarts; ++i) {
    std::vector<int> chosen(weights.size());
    const std::vector<std::size_t> indices = resample(log_weights, 7, (i + 0.5) / kStarts);
    CHECK(std::is_sorted(indices.begin(), indices.end()));
    for (const std::size_t index : indices) ++chosen[index];
    for (std::size_t j = 0; j < weights.size(); ++j) {
      CHECK(chosen[j] >= std::floor(7 * weights[j]));
      CHECK(chosen[j] <= std::ceil(7 * weights[j]));
      times[j] += chosen[j];
    }
  }
  for (std::size_t j = 0; j < weights.size(); ++j) CHECK_THAT(times[j] / kStarts, near(7 * weights[j], 0.0, 0.02));
  CHECK(resample({-3.0}, 3, 0.9999) == std::vector<std::size_t>{0, 0, 0});
}

TEST_CASE("Other models, and numbers out of range, are rejected") {
  const auto refusal = [](const Model<float>& model, Index given, Index draws, Index count) {
    return message_of<std::invalid_argument>(
        [&] { sample_posterior(model, Matrix<float>::Zero(example_dim(model.config()), 1), given, draws, count, 1); });
  };
  const auto vae = random_model("vae", 60);
  const auto ae = random_model("ae", 60);
  const auto fvbn = make_model<float>({"fvbn", kPixels, {}, 0, Activation::relu});
  CHECK_THAT(refusal(*ae, 3, 100, 2),
             contains("sample_posterior: expected a model that has it (vae and cvae), got ae"));
  CHECK_THAT(refusal(*fvbn, 3, 100, 2), contains("(vae and cvae), got fvbn"));
  for (const Index draws : {-1, 0, 9, 100'001})
    CHECK_THAT(refusal(*vae, 3, draws, 2), contains("from 10 to 100000 samples, got " + std::to_string(draws)));
  for (const Index given : {-1, 17}) CHECK_THAT(refusal(*vae, given, 100, 2), contains("from 0 to 16 given pixels"));
  for (const Index count : {0, 10'001}) CHECK_THAT(refusal(*vae, 3, 100, count), contains("from 1 to 10000 samples"));
  const auto broken = make_model<float>({"vae", kPixels, {8}, 2, Activation::relu});
  randomize(broken->parameters(), 1e25, 61);
  CHECK_THAT(refusal(*broken, 3, 100, 2), contains("sample_posterior: with these weights a weight is not finite"));
}

}  // namespace latentpad::test::posterior_samples_test
