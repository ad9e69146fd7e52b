// Evaluations of a VAE with several stochastic layers.
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "eval/completion.h"
#include "eval/digit_likelihood.h"
#include "eval/encode_decode.h"
#include "eval/gradient_noise.h"
#include "eval/importance_weighted.h"
#include "eval/model_report.h"
#include "eval/posterior_samples.h"
#include "eval/sample_quality.h"
#include "eval/true_posterior.h"
#include "support/catch.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::eval_hierarchical_test {

namespace {

constexpr Index kPixels = 12;
constexpr std::size_t kExamples = 9;

std::unique_ptr<Model<float>> random_hvae(InferenceKind inference, Index lower, Index code, double scale = 0.5) {
  auto model = make_model<float>(hierarchical(kPixels, {{6}, lower}, {5}, code, inference));
  randomize(model->parameters(), scale, 3);
  return model;
}

std::vector<std::uint8_t> random_images() {
  std::vector<std::uint8_t> images(kExamples * kPixels);
  const NoiseStream noise(1, NoisePurpose::prior_sample, 2);
  for (std::size_t i = 0; i < images.size(); ++i) images[i] = noise.word(i) % 3 == 0 ? 255 : 0;
  return images;
}

BoundReport bound_of(const Model<float>& model, int repeats = 1, Index at_a_time = 1000) {
  const std::vector<std::uint8_t> images = random_images();
  EvaluationConfig config;
  config.repeats = repeats;
  BoundEvaluation evaluation(model, images, config);
  while (evaluation.advance(at_a_time)) {
  }
  return evaluation.report();
}

/// log p(x) of a model of 1 + 1 latent dimensions, by the sum over a grid.
double log_integral(const Model<float>& model, const Matrix<float>& x) {
  constexpr Index kSide = 161;
  const Vector<double> grid = Vector<double>::LinSpaced(kSide, -8.0, 8.0);
  const double step = grid[1] - grid[0];
  double sum = 0.0;
  Matrix<float> noise(2, kSide), outputs;
  for (Index row = 0; row < kSide; ++row) {
    noise.row(0) = grid.cast<float>().transpose();
    noise.row(1).setConstant(static_cast<float>(grid[row]));
    latent(model).generate(noise, outputs);
    const Vector<double> losses = bernoulli_loss(outputs, Matrix<float>(x.replicate(1, kSide)));
    for (Index n = 0; n < kSide; ++n) {
      const double distance = grid[n] * grid[n] + grid[row] * grid[row];
      sum += std::exp(-losses[n] - 0.5 * distance) / (2.0 * std::numbers::pi) * step * step;
    }
  }
  return std::log(sum);
}

constexpr InferenceKind kBoth[] = {InferenceKind::bottom_up, InferenceKind::top_down};

}  // namespace

TEST_CASE("The bound of several layers reports the KL of each, and the dimensions of the code") {
  for (const InferenceKind inference : kBoth) {
    CAPTURE(inference_name(inference));
    const auto model = random_hvae(inference, 3, 2);
    const BoundReport report = bound_of(*model);
    REQUIRE(report.kl_per_layer.size() == 2);
    REQUIRE(report.kl_per_dimension.size() == 2);
    CHECK_THAT(report.kl_per_layer[0] + report.kl_per_layer[1], near(report.kl, 1e-12));
    CHECK_THAT(report.kl_per_dimension[0] + report.kl_per_dimension[1], near(report.kl_per_layer[1], 1e-12));
    CHECK_THAT(report.negative_elbo.mean, near(report.reconstruction + report.kl, 1e-12));
    CHECK(report.kl_per_layer[0] != 0.0);
    CHECK(report.active_units >= 1);
    CHECK(bound_of(*model, 1, 2).negative_elbo.mean == report.negative_elbo.mean);

    // With one draw, the importance-weighted bound is an estimate of the same.
    const std::vector<std::uint8_t> images = random_images();
    ImportanceWeightedEvaluation weighted(*model, images, {PixelMode::binarized, 1, {1, 200}});
    while (weighted.advance(4)) {
    }
    const auto bounds = weighted.report().negative_log_likelihood;
    const double many = bound_of(*model, 2000).negative_elbo.mean;
    CHECK(bounds[1].mean < many - 0.01);
    CHECK_THAT(bounds[0].mean, near(many, 0.0, 4.0 * bounds[0].standard_error));
  }
  CHECK(bound_of(*make_model<float>({"vae", kPixels, {6}, 2, Activation::relu})).kl_per_layer.size() == 1);
  CHECK(bound_of(*make_model<float>({"ae", kPixels, {6}, 2, Activation::relu})).kl_per_layer.empty());
}

TEST_CASE("The bounds of an image approach log p(x), the integral over both layers, on every engine") {
  for (const InferenceKind inference : kBoth) {
    CAPTURE(inference_name(inference));
    const auto model = random_hvae(inference, 1, 1, 0.6);
    widen_posterior(model->parameters());
    const Matrix<float> x = random_ink<float>(kPixels, 1, 0.4, 5);
    const double integral = log_integral(*model, x);
    const DigitLikelihood digit = digit_likelihood(*model, x, 20000, 1);
    CHECK_THAT(digit.log_likelihood.mean, near(integral, 0.0, 0.02));
    CHECK(digit.log_likelihood.standard_error < 0.02);
    CHECK_THAT(digit.elbo.mean, near(-digit.reconstruction - digit.kl, 1e-12));
    CHECK(digit.elbo.mean < integral);
    CHECK(digit.elbo.standard_error > 0.0);
    CHECK(digit.gap.mean > 0.0);
    // The draws of digit_likelihood: every engine of a class gives the same bits.
    std::map<Arithmetic, std::vector<double>> expected;
    with_every_engine([&] {
      ImportanceDraws draws(*model, 1, "test");
      draws.encode(x, 0);
      std::vector<double>& of_class = expected[arithmetic()];
      const bool is_first = of_class.empty();
      for (Index first = 0; first < (is_first ? 20000 : 1000); first += 500) {
        const std::span<const double> part = draws.log_weights(first, 500);
        if (is_first) {
          of_class.insert(of_class.end(), part.begin(), part.end());
        } else {
          CHECK(std::equal(part.begin(), part.end(), of_class.begin() + first));
        }
      }
    });
    for (const auto& [arithmetic_class, log_weights] : expected) {
      LogMeanExp mean;
      for (const double one : log_weights) mean.add(one);
      CHECK_THAT(mean.value(), near(integral, 0.0, 0.02));
    }
  }
}

TEST_CASE("The draws of an example of several layers do not depend on how they are divided among calls") {
  for (const InferenceKind inference : kBoth) {
    const auto model = random_hvae(inference, 3, 2);
    const Matrix<float> x = random_ink<float>(kPixels, 2, 0.4, 6);
    ImportanceDraws draws(*model, 1, "test");
    draws.encode(x, 7);
    const std::span<const double> all = draws.log_weights(0, 12);
    const std::vector<double> whole(all.begin(), all.end());
    for (const Index first : {0, 4, 8}) {
      const std::span<const double> part = draws.log_weights(first, 4);
      for (std::size_t b = 0; b < 2; ++b) {
        for (std::size_t n = 0; n < 4; ++n)
          CHECK(part[b * 4 + n] == whole[b * 12 + static_cast<std::size_t>(first) + n]);
      }
    }
  }
}

TEST_CASE("Samples of several layers have the noise of every layer, and every metric of the code is measured") {
  const auto model = random_hvae(InferenceKind::top_down, 3, 2);
  const Matrix<float> samples = sample_images(*model, 5, 1);
  Matrix<float> epsilon(5, 5), outputs, means;
  NoiseStream(1, NoisePurpose::prior_sample, 0).standard_normal(0, 25, epsilon.data());
  latent(*model).generate(epsilon, outputs);
  model->likelihood().mean(outputs, means);
  CHECK(samples == means);

  std::vector<std::uint8_t> labels(kExamples);
  for (std::size_t n = 0; n < kExamples; ++n) labels[n] = static_cast<std::uint8_t>(n % 2);
  const LatentReport report = latent_report(*model, random_images(), labels, 1);
  CHECK(report.spread.value);
  CHECK(report.silhouette.value);
}

TEST_CASE("Evaluations that need the closed form of one latent variable are refused for several layers") {
  const auto model = random_hvae(InferenceKind::bottom_up, 3, 2);
  const Matrix<float> x = random_ink<float>(kPixels, 1, 0.4, 5);
  const auto refusal = [](const auto& action) { return message_of<ArgumentError>(action); };
  const std::string kinds = ": expected a model without several stochastic layers (vae and cvae), got hvae";
  CHECK(refusal([&] { posterior_grid(*model, x, {}, 8); }) == "posterior_grid" + kinds);
  CHECK(refusal([&] { sample_posterior(*model, x, kPixels, 100, 2, 1); }) == "sample_posterior" + kinds);
  CHECK(refusal([&] { GradientNoiseEvaluation<float>(*model, x, {}, 10, 1); }) == "gradient_noise" + kinds);
  CHECK(refusal([&] { reconstruction_loss(*model, x, Matrix<float>::Zero(2, 1)); }) == "reconstruction_loss" + kinds);
  CHECK(refusal([&] { complete(*model, x, 4, 100, 2, 1); }) ==
        "complete: expected a model without several stochastic layers (vae, cvae, fvbn and made), got hvae");
}

}  // namespace latentpad::test::eval_hierarchical_test
