// The evaluation of models of every kind.
#include <cmath>

#include "eval/likelihood.h"
#include "eval/present.h"
#include "support/autoregressive.h"
#include "support/catch.h"
#include "support/models.h"

namespace latentpad::test::likelihood_models_test {

namespace {

using Images = std::vector<std::uint8_t>;

constexpr Index kExamples = 307, kPixels = 30;

Images random_images() {
  Images images(kExamples * kPixels);
  const NoiseStream noise(1, NoisePurpose::prior_sample, 2);
  for (std::size_t i = 0; i < images.size(); ++i) images[i] = static_cast<std::uint8_t>(noise.word(i) >> 24);
  return images;
}

Matrix<float> presented(const Images& images, const EvaluationConfig& config) {
  Matrix<float> x(kPixels, kExamples);
  present_images(images, 0, config.pixels, config.seed, kPixels, x);
  return x;
}

double standard_error(const Vector<double>& values) {
  const double mean = values.mean();
  const auto n = static_cast<double>(values.size());
  return std::sqrt((values.array() - mean).square().sum() / (n - 1) / n);
}

}  // namespace

TEST_CASE("The score of an autoencoder is its reconstruction loss, and only pixels are sampled") {
  const auto model = make_model<float>({"ae", kPixels, {8}, 3, Activation::relu});
  randomize(model->parameters(), 0.4, 1);
  const Images images = random_images();
  for (const PixelMode pixels : {PixelMode::binarized, PixelMode::grey}) {
    const EvaluationConfig config{pixels, 5, 3};
    const Matrix<float> x = presented(images, config);
    Matrix<float> z, log_var, logits;
    latent(*model).encode(x, z, log_var);
    latent(*model).decode(z, logits);
    const Vector<double> losses = bernoulli_loss(logits, x);
    const BoundReport report = evaluate_bound(*model, images, config);
    CHECK(report.examples == kExamples);
    CHECK_THAT(report.negative_elbo.mean, near(losses.mean(), 1e-12));
    CHECK_THAT(report.negative_elbo.standard_error, near(standard_error(losses), 1e-10));
    CHECK(report.reconstruction == report.negative_elbo.mean);
    CHECK(report.kl == 0.0);
    CHECK(report.kl_per_dimension == std::vector<double>(3, 0.0));
    // The codes of an autoencoder have active units too.
    CHECK(report.active_units == 3);
    CHECK(evaluate_bound(*model, images, {pixels, 5, 1}).negative_elbo.mean == report.negative_elbo.mean);
  }
}

TEST_CASE("The score of an FVBN or a MADE is the exact -log p(x), on the same images as for other models") {
  for (const ModelConfig& made : autoregressive_configs(kPixels)) {
    const Fvbn<float> model = random_fvbn<float>(made, 2);
    const Images images = random_images();
    const EvaluationConfig config{PixelMode::binarized, 5, 1};
    const Matrix<float> x = presented(images, config);
    Matrix<float> logits;
    model.conditional_logits(x, logits);
    const Vector<double> losses = bernoulli_loss(logits, x);
    FvbnWorkspace<float> workspace;
    const BoundReport report = evaluate_bound(model, images, config);
    CHECK_THAT(report.negative_elbo.mean, near(model.negative_log_likelihood(x, workspace), 1e-12));
    CHECK_THAT(report.negative_elbo.standard_error, near(standard_error(losses), 1e-10));
    CHECK(report.reconstruction == report.negative_elbo.mean);
    CHECK(report.kl == 0.0);
    CHECK(report.kl_per_dimension.empty());
    CHECK(report.active_units == 0);
    CHECK(evaluate_bound(model, images, {PixelMode::binarized, 5, 7}).negative_elbo.mean == report.negative_elbo.mean);
    CHECK(evaluate_bound(model, images, {PixelMode::binarized, 6, 1}).negative_elbo.mean != report.negative_elbo.mean);
  }
}

TEST_CASE("The score of every model is bit-identical for any division of the work") {
  for (const ModelConfig& config :
       {ModelConfig{"ae", kPixels, {8}, 3, Activation::relu}, ModelConfig{"fvbn", kPixels, {}, 0, Activation::relu},
        ModelConfig{"made", kPixels, {20}, 0, Activation::relu}}) {
    const auto model = make_model<float>(config);
    model->initialize(3);
    const Images images = random_images();
    const BoundReport at_once = evaluate_bound(*model, images, {});
    for (const Index count : {1, 40, 306}) {
      BoundEvaluation evaluation(*model, images, {});
      while (evaluation.advance(count)) {
      }
      CHECK(evaluation.report().negative_elbo.mean == at_once.negative_elbo.mean);
      CHECK(evaluation.report().negative_elbo.standard_error == at_once.negative_elbo.standard_error);
    }
  }
}

TEST_CASE("Codes that are points have no log_var, and models without codes are rejected") {
  const Images images = random_images();
  const auto model = make_model<float>({"ae", kPixels, {8}, 3, Activation::relu});
  randomize(model->parameters(), 0.4, 4);
  Matrix<float> mu, log_var = Matrix<float>::Ones(5, 5), expected, none;
  encode_images(*model, images, mu, log_var);
  CHECK(log_var.rows() == 0);
  latent(*model).encode(presented(images, {PixelMode::grey, 0, 1}), expected, none);
  CHECK(mu == expected);
  CHECK_THAT(message_of<std::invalid_argument>([&] {
               encode_images(*make_model<float>({"fvbn", kPixels, {}, 0, Activation::relu}), images, mu, log_var);
             }),
             contains("encode_images: expected a model that has it (vae, cvae, hvae and ae), got fvbn"));
}

}  // namespace latentpad::test::likelihood_models_test
