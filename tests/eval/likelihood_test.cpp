#include "eval/likelihood.h"

#include <cmath>

#include "base/error.h"
#include "models/posterior.h"
#include "support/catch.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::likelihood_test {

namespace {

using Images = std::vector<std::uint8_t>;

/// Grey images with some pixels of 0.
Images random_images(std::size_t count, std::size_t pixels, std::uint64_t seed) {
  Images images(count * pixels);
  const NoiseStream noise(seed, NoisePurpose::prior_sample, 2);
  for (std::size_t i = 0; i < images.size(); ++i) {
    const std::uint32_t word = noise.word(i);
    images[i] = word % 4 == 0 ? static_cast<std::uint8_t>(word >> 24) : std::uint8_t(0);
  }
  return images;
}

std::unique_ptr<Model<float>> random_model(const ModelConfig& config, std::uint64_t seed) {
  auto model = make_model<float>(config);
  randomize(model->parameters(), 0.4, seed);
  return model;
}

const ModelConfig kConfig{"vae", 30, {8}, 3, Activation::relu};

/// The bound of one example, from the formulas, independently of other examples.
struct OneExample {
  double reconstruction = 0.0, kl = 0.0;
  Matrix<float> mu;
};

OneExample evaluate_one(const Model<float>& model, const Images& images, std::size_t example,
                        const EvaluationConfig& config, float sigma_scale = 1) {
  constexpr std::size_t kPixels = 30;
  Matrix<float> x(30, 1), log_var, epsilon(3, 1), z, logits;
  const NoiseStream binarize(config.seed, NoisePurpose::evaluation_binarize, 0);
  present_pixels(std::span(images).subspan(example * kPixels, kPixels), config.pixels, binarize, example * 32,
                 x.data());
  OneExample one;
  latent(model).encode(x, one.mu, log_var);
  one.kl = kl_divergence(one.mu, log_var).sum();
  for (int repeat = 0; repeat < config.repeats; ++repeat) {
    NoiseStream(config.seed, NoisePurpose::evaluation_epsilon, static_cast<std::uint64_t>(repeat))
        .standard_normal(example * 4, 3, epsilon.data());
    epsilon *= sigma_scale;
    reparameterize(one.mu, log_var, epsilon, z);
    latent(model).decode(z, logits);
    one.reconstruction += bernoulli_loss(logits, x)[0] / config.repeats;
  }
  return one;
}

}  // namespace

TEST_CASE("A model with zero weights has a score of 784 ln 2, with no divergence") {
  const auto model = make_model<float>(ModelConfig{});
  const BoundReport report = evaluate_bound(*model, random_images(7, 784, 1), {});
  CHECK(report.examples == 7);
  CHECK_THAT(report.negative_elbo.mean, near(784 * std::log(2.0), 1e-6));
  CHECK_THAT(report.reconstruction, near(784 * std::log(2.0), 1e-6));
  CHECK_THAT(report.negative_elbo.standard_error, near(0.0, 0.0, 1e-9));
  CHECK(report.kl == 0.0);
  CHECK(report.kl_per_dimension == std::vector<double>(20, 0.0));
  CHECK(report.active_units == 0);
}

TEST_CASE("The bound is the mean over the examples' bounds, with its standard error") {
  const auto model = random_model(kConfig, 2);
  for (const PixelMode pixels : {PixelMode::binarized, PixelMode::thresholded, PixelMode::grey}) {
    for (const int repeats : {1, 3}) {
      CAPTURE(pixel_mode_name(pixels), repeats);
      // More than one batch, and not a whole number of them.
      constexpr std::size_t kExamples = 307;
      const Images images = random_images(kExamples, 30, 3);
      const EvaluationConfig config{pixels, 5, repeats};
      std::vector<double> bounds;
      double reconstruction = 0.0, kl = 0.0, sum = 0.0, squares = 0.0;
      for (std::size_t i = 0; i < kExamples; ++i) {
        const OneExample one = evaluate_one(*model, images, i, config);
        reconstruction += one.reconstruction / kExamples;
        kl += one.kl / kExamples;
        bounds.push_back(one.reconstruction + one.kl);
        sum += bounds.back();
      }
      for (const double bound : bounds) squares += (bound - sum / kExamples) * (bound - sum / kExamples);
      const BoundReport report = evaluate_bound(*model, images, config);
      CHECK_THAT(report.negative_elbo.mean, near(sum / kExamples, 1e-12));
      CHECK_THAT(report.negative_elbo.standard_error, near(std::sqrt(squares / (kExamples - 1) / kExamples), 1e-10));
      CHECK_THAT(report.reconstruction, near(reconstruction, 1e-12));
      CHECK_THAT(report.kl, near(kl, 1e-12));
      CHECK_THAT(report.reconstruction + report.kl, near(report.negative_elbo.mean, 1e-12));
    }
  }
}

TEST_CASE("The score is bit-identical for any division of the work") {
  const auto model = random_model(kConfig, 11);
  const Images images = random_images(83, 30, 12);
  const EvaluationConfig config{PixelMode::binarized, 3, 2};
  const BoundReport at_once = evaluate_bound(*model, images, config);
  for (const Index count : {1, 2, 7, 40, 82, 83, 1000}) {
    BoundEvaluation evaluation(*model, images, config);
    Index calls = 1;
    while (evaluation.advance(count)) ++calls;
    CHECK(calls == (83 + count - 1) / count);
    const BoundReport report = evaluation.report();
    CHECK(report.examples == 83);
    CHECK(report.negative_elbo.mean == at_once.negative_elbo.mean);
    CHECK(report.negative_elbo.standard_error == at_once.negative_elbo.standard_error);
    CHECK(report.reconstruction == at_once.reconstruction);
    CHECK(report.kl_per_dimension == at_once.kl_per_dimension);
    CHECK(report.active_units == at_once.active_units);
  }
}

TEST_CASE("The noise in z is scaled by sigma_scale, and the divergence is not") {
  const auto model = random_model(kConfig, 2);
  const Images images = random_images(40, 30, 3);
  EvaluationConfig config{PixelMode::binarized, 5, 2};
  const BoundReport usual = evaluate_bound(*model, images, config);
  double at_mean = 0.0, thrice = 0.0;
  for (std::size_t i = 0; i < 40; ++i) {
    at_mean += evaluate_one(*model, images, i, config, 0).reconstruction / 40;
    thrice += evaluate_one(*model, images, i, config, 3).reconstruction / 40;
  }
  config.sigma_scale = 0;
  CHECK_THAT(evaluate_bound(*model, images, config).reconstruction, near(at_mean, 1e-12));
  config.sigma_scale = 3;
  const BoundReport scaled = evaluate_bound(*model, images, config);
  CHECK_THAT(scaled.reconstruction, near(thrice, 1e-12));
  CHECK(scaled.kl == usual.kl);
  for (const double invalid : {-1.0, std::nan("")}) {
    config.sigma_scale = invalid;
    CHECK_THROWS_AS(evaluate_bound(*model, images, config), ArgumentError);
  }
}

TEST_CASE("A partial report covers the examples evaluated so far") {
  const auto model = random_model(kConfig, 13);
  const Images images = random_images(20, 30, 14);
  BoundEvaluation evaluation(*model, images, {});
  CHECK(evaluation.report().examples == 0);
  CHECK(evaluation.advance(8));
  const BoundReport so_far = evaluation.report();
  const BoundReport first = evaluate_bound(*model, std::span(images).first(8 * 30), {});
  CHECK(so_far.examples == 8);
  CHECK(so_far.negative_elbo.mean == first.negative_elbo.mean);
  CHECK(so_far.kl_per_dimension == first.kl_per_dimension);
  CHECK_FALSE(evaluation.advance(12));
  CHECK_FALSE(evaluation.advance(12));
  CHECK(evaluation.report().negative_elbo.mean == evaluate_bound(*model, images, {}).negative_elbo.mean);
}

TEST_CASE("The noise of an example does not depend on the other examples") {
  // The first examples of a larger set are sampled and binarized as on their own.
  const auto model = random_model(kConfig, 4);
  const Images images = random_images(260, 30, 5);
  const Images first(images.begin(), images.begin() + 255 * 30);
  const BoundReport part = evaluate_bound(*model, first, {});
  const BoundReport whole = evaluate_bound(*model, images, {});
  double rest = 0.0;
  for (std::size_t i = 255; i < 260; ++i) {
    const OneExample one = evaluate_one(*model, images, i, {});
    rest += one.reconstruction + one.kl;
  }
  CHECK_THAT(whole.negative_elbo.mean, near((part.negative_elbo.mean * 255 + rest) / 260, 1e-12));
}

TEST_CASE("More repeats reduce the variance of the bound") {
  const auto model = random_model(kConfig, 6);
  const Images images = random_images(1, 30, 7);
  const auto spread = [&](int repeats) {
    // The variance of the score over seeds; grey pixels, so that only epsilon varies.
    double sum = 0.0, squares = 0.0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      const double bound = evaluate_bound(*model, images, {PixelMode::grey, seed, repeats}).negative_elbo.mean;
      sum += bound / 40;
      squares += bound * bound / 40;
    }
    return squares - sum * sum;
  };
  // Expected is 1/100; the ratio of two variances of 40 samples is accurate to a factor of about two.
  const double ratio = spread(100) / spread(1);
  CHECK(ratio < 0.04);
  CHECK(ratio > 0.0025);
}

TEST_CASE("The KL divergence is reported per dimension") {
  // Encoders with zero weights: mu and log_var are the biases, for all images.
  const auto model = make_model<float>(kConfig);
  model->parameters()[3]->value << 1.0f, 0.0f, -2.0f;
  model->parameters()[5]->value << 0.0f, -1.0f, 0.0f;
  const BoundReport report = evaluate_bound(*model, random_images(10, 30, 8), {});
  CHECK_THAT(report.kl_per_dimension.at(0), near(0.5, 1e-6));
  CHECK_THAT(report.kl_per_dimension.at(1), near(0.5 * std::exp(-1.0), 1e-6));
  CHECK_THAT(report.kl_per_dimension.at(2), near(2.0, 1e-6));
  CHECK_THAT(report.kl, near(2.5 + 0.5 * std::exp(-1.0), 1e-6));
  CHECK(report.active_units == 0);
}

TEST_CASE("A unit is active if the variance of its mean over the examples exceeds 0.01") {
  // Without a hidden layer mu is linear: the first pixel times 1, 0.19 and 0.21. Half of the images have it.
  const auto model = make_model<float>({"vae", 4, {}, 3, Activation::relu});
  model->parameters()[0]->value.col(0) << 1.0f, 0.19f, 0.21f;
  Images images(4 * 10, 0);
  for (std::size_t i = 0; i < 5; ++i) images[i * 4] = 255;
  // Variances 0.25 · (1, 0.0361, 0.0441).
  CHECK(evaluate_bound(*model, images, {PixelMode::grey, 1, 1}).active_units == 2);
}

TEST_CASE("Invalid images and repeats are rejected") {
  const auto model = make_model<float>(kConfig);
  const auto refusal = [&](const Images& images, int repeats) {
    return message_of<std::invalid_argument>(
        [&] { evaluate_bound(*model, images, {PixelMode::binarized, 1, repeats}); });
  };
  CHECK_THAT(refusal({}, 1), contains("at least one, got 0 bytes"));
  CHECK_THAT(refusal(Images(29), 1), contains("images of 30 bytes"));
  CHECK_THAT(refusal(Images(61), 1), contains("got 61 bytes"));
  for (const int repeats : {0, -1, 10'001}) {
    CHECK_THAT(refusal(Images(30), repeats), contains("repeats from 1 to 10000, got " + std::to_string(repeats)));
  }
}

TEST_CASE("Images are encoded as grey, in order") {
  const auto model = random_model(kConfig, 9);
  const Images images = random_images(301, 30, 10);
  Matrix<float> mu, log_var, one_mu, one_log_var, x(30, 1);
  encode_images(*model, images, mu, log_var);
  REQUIRE(mu.cols() == 301);
  REQUIRE(log_var.rows() == 3);
  for (const std::size_t example : {0u, 249u, 250u, 300u}) {
    for (std::size_t i = 0; i < 30; ++i)
      x(static_cast<Index>(i)) = static_cast<float>(images[example * 30 + i]) / 255.0f;
    latent(*model).encode(x, one_mu, one_log_var);
    CHECK(mu.col(static_cast<Index>(example)) == one_mu);
    CHECK(log_var.col(static_cast<Index>(example)) == one_log_var);
  }
  CHECK_THAT(message_of<std::invalid_argument>([&] { encode_images(*model, Images(31), mu, log_var); }),
             contains("encode_images: expected a whole number of images"));
}

}  // namespace latentpad::test::likelihood_test
