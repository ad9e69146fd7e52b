#include "eval/importance_weighted.h"

#include <cmath>
#include <optional>

#include "eval/present.h"
#include "models/posterior.h"
#include "support/catch.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::importance_weighted_test {

namespace {

using Images = std::vector<std::uint8_t>;

const ModelConfig kConfig{"vae", 30, {8}, 3, Activation::relu};

std::unique_ptr<Model<float>> random_vae(std::uint64_t seed) {
  auto model = make_model<float>(kConfig);
  randomize(model->parameters(), 0.4, seed);
  return model;
}

Images random_images(std::size_t count, std::uint64_t seed) {
  Images images(count * 30);
  const NoiseStream noise(seed, NoisePurpose::prior_sample, 2);
  for (std::size_t i = 0; i < images.size(); ++i) {
    images[i] = static_cast<std::uint8_t>(noise.word(i) % 3 == 0 ? noise.word(i) >> 24 : 0);
  }
  return images;
}

ImportanceWeightedReport evaluate(const Model<float>& model, const Images& images, std::vector<Index> samples,
                                  std::uint64_t seed = 1, Index at_a_time = 1000) {
  ImportanceWeightedEvaluation evaluation(model, images, {PixelMode::binarized, seed, std::move(samples)});
  while (evaluation.advance(at_a_time)) {
  }
  return evaluation.report();
}

/// log w of one draw of one example, from the documented densities and noise addresses.
double log_weight(const Model<float>& model, const Matrix<float>& x, std::uint64_t seed, std::uint64_t example,
                  std::uint64_t draw) {
  Matrix<float> mu, log_var, epsilon(3, 1), z, logits;
  latent(model).encode(x, mu, log_var);
  NoiseStream(seed, NoisePurpose::importance_epsilon, example).standard_normal(draw * 4, 3, epsilon.data());
  reparameterize(mu, log_var, epsilon, z);
  latent(model).decode(z, logits);
  double sum = -bernoulli_loss(logits, x)[0];
  for (Index d = 0; d < 3; ++d) {
    const double z_d = static_cast<double>(z(d)), lv = static_cast<double>(log_var(d));
    const double distance = z_d - static_cast<double>(mu(d));
    sum += -0.5 * z_d * z_d + 0.5 * (lv + distance * distance / std::exp(lv));
  }
  return sum;
}

}  // namespace

TEST_CASE("The bound of each example is the log of its mean weight, for each number of samples from the same draws") {
  const auto model = random_vae(1);
  const Images images = random_images(6, 2);
  const std::vector<Index> samples = {1, 5, 300};
  const ImportanceWeightedReport report = evaluate(*model, images, samples, 7);
  CHECK(report.examples == 6);
  CHECK(report.samples == samples);
  REQUIRE(report.negative_log_likelihood.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    std::vector<double> scores;
    double mean = 0.0, squares = 0.0;
    for (Index n = 0; n < 6; ++n) {
      Matrix<float> x(30, 1);
      present_images(images, n, PixelMode::binarized, 7, 30, x);
      double sum = 0.0;
      for (Index j = 0; j < samples[i]; ++j) {
        sum += std::exp(log_weight(*model, x, 7, static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(j)));
      }
      scores.push_back(-std::log(sum / static_cast<double>(samples[i])));
      mean += scores.back() / 6;
    }
    for (const double score : scores) squares += (score - mean) * (score - mean);
    CHECK_THAT(report.negative_log_likelihood[i].mean, near(mean, 1e-5));
    CHECK_THAT(report.negative_log_likelihood[i].standard_error, near(std::sqrt(squares / 5 / 6), 1e-3));
  }
}

TEST_CASE("The bound is bit-identical for any division of the work and any other numbers of samples") {
  const auto model = random_vae(3);
  const Images images = random_images(23, 4);
  const ImportanceWeightedReport at_once = evaluate(*model, images, {1, 10, 260});
  for (const Index at_a_time : {1, 2, 7, 22, 23}) {
    const ImportanceWeightedReport cut = evaluate(*model, images, {1, 10, 260}, 1, at_a_time);
    CHECK(cut.examples == 23);
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(cut.negative_log_likelihood[i].mean == at_once.negative_log_likelihood[i].mean);
      CHECK(cut.negative_log_likelihood[i].standard_error == at_once.negative_log_likelihood[i].standard_error);
    }
  }
  CHECK(evaluate(*model, images, {260}).negative_log_likelihood[0].mean == at_once.negative_log_likelihood[2].mean);
  CHECK(evaluate(*model, images, {10}).negative_log_likelihood[0].mean == at_once.negative_log_likelihood[1].mean);
  CHECK(evaluate(*model, images, {10}, 2).negative_log_likelihood[0].mean != at_once.negative_log_likelihood[1].mean);
}

TEST_CASE("The bound is bit-identical on any number of threads and with every kernel set of a class") {
  // Large enough for all work to be divided.
  auto model = make_model<float>({"vae", 784, {96, 40}, 20, Activation::relu});
  randomize(model->parameters(), 0.1, 9);
  Images images(4 * 784);
  const NoiseStream noise(10, NoisePurpose::prior_sample, 2);
  for (std::size_t i = 0; i < images.size(); ++i) images[i] = noise.word(i) % 5 == 0 ? 255 : 0;
  std::optional<double> exact, fused;
  with_every_engine([&] {
    const double mean = evaluate(*model, images, {100, 1100}).negative_log_likelihood[1].mean;
    std::optional<double>& expected = arithmetic() == Arithmetic::exact ? exact : fused;
    if (!expected) expected = mean;
    CHECK(mean == *expected);
  });
}

TEST_CASE("A partial importance-weighted report covers the examples evaluated so far") {
  const auto model = random_vae(5);
  const Images images = random_images(10, 6);
  ImportanceWeightedEvaluation evaluation(*model, images, {PixelMode::binarized, 1, {2, 3}});
  CHECK(evaluation.report().examples == 0);
  CHECK(evaluation.advance(4));
  CHECK(evaluation.report().examples == 4);
  const ImportanceWeightedReport first = evaluate(*model, Images(images.begin(), images.begin() + 4 * 30), {2, 3});
  CHECK(evaluation.report().negative_log_likelihood[1].mean == first.negative_log_likelihood[1].mean);
  CHECK_FALSE(evaluation.advance(6));
  CHECK_FALSE(evaluation.advance(6));
  CHECK(evaluation.report().examples == 10);
}

TEST_CASE("A state that does not fit is rejected, and the evaluation is as before") {
  const auto model = random_vae(5);
  const Images images = random_images(10, 6);
  const ImportanceWeightedConfig config{PixelMode::binarized, 1, {2, 3}};
  ImportanceWeightedEvaluation evaluation(*model, images, config);
  CHECK(evaluation.batch() > 10);
  evaluation.advance(4);
  const ImportanceWeightedState state = evaluation.state();
  const double nan = std::nan("");
  for (const ImportanceWeightedState& bad : {ImportanceWeightedState{4, {state.moments[0]}},
                                             {11, {RunningMoments(11, 1, 1), RunningMoments(11, 1, 1)}},
                                             {-1, {RunningMoments(-1, 1, 1), RunningMoments(-1, 1, 1)}},
                                             {5, state.moments},
                                             {4, {state.moments[0], RunningMoments(4, nan, 1)}},
                                             {4, {state.moments[0], RunningMoments(4, 1, nan)}},
                                             {4, {state.moments[0], RunningMoments(4, 1, -1)}}}) {
    CHECK_THAT(message_of<std::invalid_argument>([&] { evaluation.resume(bad); }),
               contains("importance_weighted: expected the state of at most 10 examples with 2 numbers of samples"));
  }
  ImportanceWeightedEvaluation other(*model, images, config);
  other.resume(state);
  CHECK(other.done() == 4);
  for (ImportanceWeightedEvaluation* each : {&evaluation, &other}) CHECK_FALSE(each->advance(6));
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(evaluation.report().negative_log_likelihood[i].mean == other.report().negative_log_likelihood[i].mean);
    CHECK(evaluation.report().negative_log_likelihood[i].mean ==
          evaluate(*model, images, {2, 3}).negative_log_likelihood[i].mean);
  }
}

TEST_CASE("One sample gives the bound of evaluate_bound, and more samples a tighter one") {
  const auto model = random_vae(7);
  const Images images = random_images(400, 8);
  const ImportanceWeightedReport report = evaluate(*model, images, {1, 5, 50});
  // The same images, with other samples of z: averaged over 20 of them, the error of the bound is negligible.
  const BoundReport bound = evaluate_bound(*model, images, {PixelMode::binarized, 1, 20});
  CHECK_THAT(report.negative_log_likelihood[0].mean,
             near(bound.negative_elbo.mean, 0.0, 4 * report.negative_log_likelihood[0].standard_error));
  CHECK(report.negative_log_likelihood[1].mean < bound.negative_elbo.mean);
  CHECK(report.negative_log_likelihood[2].mean < report.negative_log_likelihood[1].mean);
}

TEST_CASE("Only a VAE has importance weights, and invalid numbers of samples are rejected") {
  const Images images = random_images(2, 33);
  for (const ModelConfig& config :
       {ModelConfig{"ae", 30, {8}, 3, Activation::relu}, ModelConfig{"fvbn", 30, {}, 0, Activation::relu},
        ModelConfig{"made", 30, {8}, 0, Activation::relu}}) {
    const auto model = make_model<float>(config);
    CHECK_THAT(message_of<std::invalid_argument>([&] { evaluate(*model, images, {1}); }),
               contains("importance_weighted: expected a model that has it (vae, cvae and hvae), got " + config.model));
  }
  const auto model = random_vae(34);
  for (const std::vector<Index>& samples :
       {std::vector<Index>{}, {0}, {-1}, {0, 5}, {5, 5}, {10, 1}, {1, 100'001}, {1, 5, 3}}) {
    CHECK_THAT(message_of<std::invalid_argument>([&] { evaluate(*model, images, samples); }),
               contains("ascending numbers of samples from 1 to 100000"));
  }
  CHECK_THAT(message_of<std::invalid_argument>([&] { evaluate(*model, Images(31), {1}); }),
             contains("importance_weighted: expected a whole number of images"));
}

}  // namespace latentpad::test::importance_weighted_test
