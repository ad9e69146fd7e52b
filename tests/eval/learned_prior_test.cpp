// Every evaluation of a model with a learned prior uses that prior, compared with numerical integration.
#include <cmath>
#include <numbers>
#include <optional>

#include "eval/completion.h"
#include "eval/digit_likelihood.h"
#include "eval/gradient_noise.h"
#include "eval/importance_weighted.h"
#include "eval/latent_metrics.h"
#include "eval/model_report.h"
#include "eval/posterior_samples.h"
#include "eval/present.h"
#include "eval/sample_quality.h"
#include "eval/true_posterior.h"
#include "support/catch.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::learned_prior_test {

namespace {

constexpr Index kPixels = 16;
const std::vector<const char*> kPriors = {"mixture", "vamp"};

/// A model whose prior is far from N(0, I).
std::unique_ptr<LatentModel<float>> model_of(const char* prior, Index latent_dim, std::uint64_t seed = 3) {
  ModelConfig config{"vae", kPixels, {6}, latent_dim, Activation::tanh};
  config.prior = {prior, 3};
  auto model = make_latent_model<float>(config);
  randomize(model->parameters(), 0.8, seed);
  for (Parameter<float>* p : model->parameters()) {
    if (p->name == "prior.means") p->value.array() += 1.5f;
    if (p->name == "mu.bias") p->value.array() += 1.0f;
  }
  return model;
}

Matrix<float> image(std::uint64_t seed) { return random_ink<float>(kPixels, 1, 0.4, seed); }

/// A fine grid of a model with one latent dimension.
struct Line {
  Matrix<float> z;
  double step = 0.0;
  Vector<double> log_prior;
  Vector<double> loss;  ///< −log p(x | z)

  Line(const LatentModel<float>& model, const Matrix<float>& x) : z(1, 8001), log_prior(8001) {
    const PriorDensity prior = model.prior();
    step = 24.0 / 8000.0;
    for (Index i = 0; i < z.cols(); ++i) z(0, i) = static_cast<float>(-12.0 + step * static_cast<double>(i));
    for (Index i = 0; i < z.cols(); ++i) {
      log_prior[i] = prior.log_density(&z(0, i)) - 0.5 * std::log(2.0 * std::numbers::pi);
    }
    CodeLosses losses(model);
    loss = losses.of(z, x);
  }

  double log_evidence() const { return std::log((log_prior - loss).array().exp().sum() * step); }

  /// ∫ q f for q = N(mu, e^log_var).
  template <typename F>
  double expectation(double mu, double log_var, const F& f) const {
    double sum = 0.0;
    for (Index i = 0; i < z.cols(); ++i) {
      const double from = static_cast<double>(z(0, i)) - mu;
      const double log_q = -0.5 * (std::log(2.0 * std::numbers::pi) + log_var + from * from / std::exp(log_var));
      sum += std::exp(log_q) * f(i, log_q) * step;
    }
    return sum;
  }
};

}  // namespace

TEST_CASE("A learned prior integrates to 1, and its importance-weighted bound approaches the integral over z") {
  for (const char* prior : kPriors) {
    CAPTURE(prior);
    const auto model = model_of(prior, 1);
    std::vector<std::uint8_t> bytes(kPixels);
    for (Index i = 0; i < kPixels; ++i) bytes[static_cast<std::size_t>(i)] = image(5)(i) > 0.5f ? 255 : 0;
    const Line line(*model, image(5));
    CHECK_THAT(line.log_prior.array().exp().sum() * line.step, near(1.0, 1e-4));
    ImportanceWeightedEvaluation evaluation(*model, bytes, {PixelMode::thresholded, 1, {1, 100'000}});
    evaluation.advance(1);
    const double bound = -evaluation.report().negative_log_likelihood[1].mean;
    CHECK_THAT(bound, near(line.log_evidence(), 0.0, 0.02));
    // With N(0, I) in place of the prior the difference would be seen.
    double standard = 0.0;
    for (Index i = 0; i < line.z.cols(); ++i) {
      const auto z = static_cast<double>(line.z(0, i));
      standard += std::exp(-line.loss[i] - 0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi) * line.step;
    }
    CHECK(std::abs(std::log(standard) - line.log_evidence()) > 0.1);
  }
}

TEST_CASE("The likelihood and the bound of one digit are those of the learned prior") {
  for (const char* prior : kPriors) {
    CAPTURE(prior);
    const auto model = model_of(prior, 1);
    const Matrix<float> x = image(6);
    const Line line(*model, x);
    Matrix<float> mu, log_var;
    model->encode(x, mu, log_var);
    const auto m = static_cast<double>(mu(0)), lv = static_cast<double>(log_var(0));
    const double kl = line.expectation(m, lv, [&](Index i, double log_q) { return log_q - line.log_prior[i]; });
    const double loss = line.expectation(m, lv, [&](Index i, double) { return line.loss[i]; });
    const DigitLikelihood result = digit_likelihood(*model, x, 50'000, 1);
    CHECK_THAT(result.log_likelihood.mean, near(line.log_evidence(), 0.0, 6 * result.log_likelihood.standard_error));
    CHECK(result.log_likelihood.standard_error < 0.05);
    CHECK_THAT(result.kl, near(kl, 0.0, 0.05));
    CHECK_THAT(result.reconstruction, near(loss, 0.0, 0.1));
    CHECK_THAT(result.elbo.mean, near(-kl - loss, 0.0, 6 * result.elbo.standard_error));
    CHECK(result.elbo.standard_error > 0.0);
    std::vector<std::uint8_t> bytes(kPixels);
    for (Index i = 0; i < kPixels; ++i) bytes[static_cast<std::size_t>(i)] = x(i) > 0.5f ? 255 : 0;
    const BoundReport bound = evaluate_bound(*model, bytes, {PixelMode::thresholded, 1, 10'000});
    CHECK_THAT(bound.kl, near(kl, 0.0, 0.05));
    CHECK_THAT(bound.negative_elbo.mean, near(kl + loss, 0.0, 0.1));
    CHECK(bound.kl_per_dimension.empty());
    // The KL is that of q(z | x) itself, also where sigma is scaled for the reconstruction.
    EvaluationConfig without_noise{PixelMode::thresholded, 1, 10'000};
    without_noise.sigma_scale = 0.0;
    CHECK(evaluate_bound(*model, bytes, without_noise).kl == bound.kl);
  }
}

TEST_CASE("Samples of the posterior, completions and the true posterior on the plane use the learned prior") {
  for (const char* prior : kPriors) {
    CAPTURE(prior);
    const auto line_model = model_of(prior, 1);
    const Matrix<float> x = image(7);
    const Line line(*line_model, x);
    const PosteriorSamples samples = sample_posterior(*line_model, x, kPixels, 20'000, 5000, 1);
    CHECK_THAT(samples.log_likelihood.mean, near(line.log_evidence(), 0.0, 6 * samples.log_likelihood.standard_error));
    double mean = 0.0;
    const double log_evidence = line.log_evidence();
    for (Index i = 0; i < line.z.cols(); ++i) {
      mean += static_cast<double>(line.z(0, i)) * std::exp(line.log_prior[i] - line.loss[i] - log_evidence) * line.step;
    }
    CHECK_THAT(samples.z.cast<double>().mean(), near(mean, 0.0, 0.06));
    // Of no pixels, p(x_given) is 1, and the samples are those of the prior.
    const PosteriorSamples of_nothing = sample_posterior(*line_model, x, 0, 20'000, 5000, 1);
    CHECK_THAT(of_nothing.log_likelihood.mean, near(0.0, 0.0, 6 * of_nothing.log_likelihood.standard_error + 1e-9));
    CHECK_THAT(of_nothing.z.cast<double>().mean(), near(line_model->prior().moments(0).mean, 0.0, 0.08));
    const Completions completions = complete(*line_model, x, 8, 20'000, 4, 1);
    CHECK_THAT(completions.log_given.mean + completions.log_missing.mean, near(line.log_evidence(), 0.0, 0.05));

    const auto model = model_of(prior, 2);
    const PlaneWindow window = posterior_window(*model, x);
    const PosteriorGrid grid = posterior_grid(*model, x, window, 129);
    const DigitLikelihood likelihood = digit_likelihood(*model, x, 20'000, 1);
    CHECK_THAT(grid.log_integral,
               near(likelihood.log_likelihood.mean, 0.0, 6 * likelihood.log_likelihood.standard_error + 0.01));
  }
}

TEST_CASE("A narrow prior far from the origin is within the first window of the search for the posterior") {
  const auto model = model_of("mixture", 2);
  for (Parameter<float>* p : model->parameters()) {
    if (p->name == "prior.means") p->value.setConstant(9.0f);
    if (p->name == "prior.log_vars") p->value.setConstant(-2.0f);
  }
  const PlaneWindow window = posterior_window(*model, image(8));
  CHECK(window.left > 5.0);
  CHECK(window.right < 13.0);
  CHECK(posterior_grid(*model, image(8), window, 33).log_integral > -30.0);
}

TEST_CASE("Samples of a model with a learned prior are decoded from that prior") {
  for (const char* prior : kPriors) {
    CAPTURE(prior);
    const auto model = model_of(prior, 2);
    const Matrix<float> images = sample_images(*model, 20, 4);
    Matrix<float> outputs, expected;
    model->decode(model->prior().sample(20, 4), outputs);
    model->likelihood().mean(outputs, expected);
    CHECK(images == expected);
  }
}

TEST_CASE("Metrics that compare codes with N(0, I) are refused for a learned prior, and the MMD is that to the prior") {
  const auto model = model_of("mixture", 2);
  std::vector<std::uint8_t> images(40 * kPixels), labels(40);
  for (std::size_t i = 0; i < images.size(); ++i) images[i] = static_cast<std::uint8_t>((i * 97) % 256);
  for (std::size_t n = 0; n < labels.size(); ++n) labels[n] = static_cast<std::uint8_t>(n % 3);
  const LatentReport report = latent_report(*model, images, labels, 5);
  for (const LatentMetric& metric : {report.centredness, report.spread, report.moment_matched_kl}) {
    CHECK_FALSE(metric.value);
    REQUIRE(metric.why);
    CHECK_THAT(error_message(metric.why->code, metric.why->params),
               contains("compares codes with N(0, I); expected the prior standard, got mixture"));
  }
  Matrix<float> codes, log_var;
  encode_images(*model, images, codes, log_var);
  REQUIRE(report.mmd.value);
  CHECK(*report.mmd.value == mmd_to_prior(codes, model->prior(), 5));
  CHECK(*report.mmd.value != mmd_to_prior(codes, PriorDensity(2), 5));
}

TEST_CASE("The noise of the encoder's gradient is that of the encoder without the prior's own parameters") {
  for (const char* prior : kPriors) {
    CAPTURE(prior);
    const auto model = model_of(prior, 2);
    const Matrix<float> x = random_ink<float>(kPixels, 5, 0.4, 9);
    GradientNoiseEvaluation<float> evaluation(*model, x, {}, 2, 1);
    evaluation.advance(2);
    Vector<double> of_draw[2];
    for (std::uint64_t draw = 0; draw < 2; ++draw) {
      model->loss_and_gradient(x, {}, {1, draw});
      std::vector<double> numbers;
      for (const Parameter<float>* p : model->parameters()) {
        const bool is_encoder =
            p->name.starts_with("encoder") || p->name.starts_with("mu") || p->name.starts_with("log_var");
        if (is_encoder) numbers.insert(numbers.end(), p->gradient.data(), p->gradient.data() + p->gradient.size());
      }
      of_draw[draw] = Eigen::Map<const Vector<double>>(numbers.data(), static_cast<Index>(numbers.size()));
    }
    CHECK_THAT(evaluation.report()[0].noise, near((of_draw[0] - of_draw[1]).norm() / std::numbers::sqrt2, 1e-6));
  }
}

TEST_CASE("The bound with a learned prior is bit-identical on any number of threads and with every kernel set") {
  for (const char* prior : kPriors) {
    CAPTURE(prior);
    ModelConfig config{"vae", 100, {40}, 12, Activation::relu};
    config.prior = {prior, 30};
    auto model = make_model<float>(config);
    randomize(model->parameters(), 0.1, 9);
    std::vector<std::uint8_t> images(2 * 100);
    for (std::size_t i = 0; i < images.size(); ++i) images[i] = i % 5 == 0 ? 255 : 0;
    std::optional<double> exact, fused;
    with_every_engine([&] {
      ImportanceWeightedEvaluation evaluation(*model, images, {PixelMode::binarized, 1, {600}});
      evaluation.advance(2);
      const double mean = evaluation.report().negative_log_likelihood[0].mean;
      std::optional<double>& expected = arithmetic() == Arithmetic::exact ? exact : fused;
      if (!expected) expected = mean;
      CHECK(mean == *expected);
    });
  }
}

}  // namespace latentpad::test::learned_prior_test
