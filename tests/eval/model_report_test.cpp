#include "eval/model_report.h"

#include <array>

#include "eval/latent_metrics.h"
#include "eval/likelihood.h"
#include "models/model_kind.h"
#include "support/catch.h"
#include "support/random_matrix.h"

namespace latentpad::test::model_report_test {

namespace {

using Bytes8 = std::vector<std::uint8_t>;

constexpr std::size_t kPixels = 12;

Bytes8 random_images(std::size_t count) {
  Bytes8 images(count * kPixels);
  const NoiseStream noise(1, NoisePurpose::prior_sample, 2);
  for (std::size_t i = 0; i < images.size(); ++i) images[i] = static_cast<std::uint8_t>(noise.word(i) >> 24);
  return images;
}

Bytes8 labels_of(std::size_t count) {
  Bytes8 labels(count);
  for (std::size_t n = 0; n < count; ++n) labels[n] = static_cast<std::uint8_t>(n % 10);
  return labels;
}

std::unique_ptr<Model<float>> random_model(const std::string& kind) {
  auto model = make_model<float>({kind, kPixels, {6}, 2, Activation::tanh});
  randomize(model->parameters(), 0.6, 3);
  return model;
}

std::array<LatentMetric, 7> all_of(const LatentReport& report) {
  return {report.centredness,  report.spread,     report.moment_matched_kl,  report.mmd,
          report.knn_accuracy, report.silhouette, report.participation_ratio};
}

std::size_t measured(const LatentReport& report) {
  std::size_t count = 0;
  for (const LatentMetric& metric : all_of(report)) {
    CHECK(metric.value.has_value() != metric.why.has_value());
    if (metric.value) ++count;
  }
  return count;
}

std::string sentence(const LatentMetric& metric) {
  REQUIRE(metric.why);
  return error_message(metric.why->code, metric.why->params);
}

}  // namespace

TEST_CASE("A report has every metric of the codes, or the reason why not") {
  for (const char* kind : {"vae", "ae"}) {
    const auto model = random_model(kind);
    const Bytes8 images = random_images(300), labels = labels_of(300);
    const LatentReport report = latent_report(*model, images, labels, 5);
    REQUIRE(measured(report) == 7);
    Matrix<float> codes, log_var;
    encode_images(*model, images, codes, log_var);
    CHECK(*report.centredness.value == centredness(codes));
    CHECK(*report.spread.value == spread(codes, log_var));
    CHECK(*report.moment_matched_kl.value == moment_matched_kl(codes, log_var));
    CHECK(*report.mmd.value == mmd_to_prior(codes, PriorDensity(codes.rows()), 5));
    CHECK(*report.knn_accuracy.value == knn_accuracy(codes, labels, 10));
    CHECK(*report.silhouette.value == silhouette(codes, labels));
    CHECK(*report.participation_ratio.value == participation_ratio(codes));
  }
}

TEST_CASE("At most the first 2,000 examples are used for the quadratic metrics") {
  const auto model = random_model("ae");
  const Bytes8 images = random_images(2010);
  Bytes8 labels = labels_of(2010);
  std::fill(labels.begin() + 2000, labels.end(), std::uint8_t(3));
  const LatentReport all = latent_report(*model, images, labels, 1);
  const LatentReport first = latent_report(*model, std::span(images).first(2000 * kPixels), labels_of(2000), 1);
  CHECK(first.mmd.value == all.mmd.value);
  CHECK(first.knn_accuracy.value == all.knn_accuracy.value);
  CHECK(first.silhouette.value == all.silhouette.value);
  CHECK(first.centredness.value != all.centredness.value);
}

TEST_CASE("Metrics that cannot be computed are missing, with the reason, and the others are present") {
  const auto model = random_model("ae");
  const LatentReport without_labels = latent_report(*model, random_images(50), {}, 1);
  CHECK(measured(without_labels) == 5);
  CHECK_THAT(sentence(without_labels.knn_accuracy), contains("expected a label for each of the 50 codes, got 0"));
  CHECK_THAT(sentence(without_labels.silhouette), contains("expected a label for each"));
  const LatentReport few = latent_report(*model, random_images(5), labels_of(5), 1);
  CHECK_THAT(sentence(few.knn_accuracy), contains("at least 11 examples, got 5"));
  CHECK(few.silhouette.value.has_value());
  // All codes are equal.
  const LatentReport flat = latent_report(*make_model<float>(model->config()), random_images(50), labels_of(50), 1);
  CHECK_THAT(sentence(flat.moment_matched_kl), contains("singular covariance"));
  CHECK(flat.spread.value == 0.0);
  CHECK(measured(flat) < 6);
}

TEST_CASE("A model without a code has no metrics of codes, each with the reason") {
  const auto model = make_model<float>({"fvbn", kPixels, {}, 0, Activation::relu});
  const LatentReport report = latent_report(*model, random_images(50), labels_of(50), 1);
  REQUIRE(measured(report) == 0);
  for (const LatentMetric& metric : all_of(report)) {
    CHECK(metric.why->code == ErrorCode::measure_needs_code);
    CHECK(sentence(metric) == "a model of kind fvbn has no code");
  }
}

TEST_CASE("The report of a model has the measurements of its kind, each equal to that of its own function") {
  const Bytes8 images = random_images(60), labels = labels_of(60), reference = random_images(20);
  ReportConfig config;
  config.evaluation = {PixelMode::thresholded, 4, 1};
  config.importance_samples = {1, 5};
  config.importance_examples = 25;
  config.samples = 30;
  std::vector<Index> done;
  config.on_progress = [&done](const ImportanceWeightedEvaluation& evaluation) {
    CHECK(evaluation.examples() == 25);
    done.push_back(evaluation.done());
    return true;
  };
  Classifier<float> classifier(kPixels, {4});
  randomize(classifier.parameters(), 0.5, 8);
  const auto vae = random_model("vae");
  const ReportData data{images, labels, reference};

  ModelReport report = model_report(*vae, data, config);
  CHECK(report.traits.posterior);
  CHECK(report.bound.negative_elbo.mean == evaluate_bound(*vae, images, config.evaluation).negative_elbo.mean);
  REQUIRE(report.importance_weighted);
  CHECK(report.importance_weighted->examples == 25);
  CHECK(report.importance_weighted->samples == std::vector<Index>{1, 5});
  CHECK(done == std::vector<Index>{0, 25});
  CHECK_FALSE(report.is_partial);
  CHECK(report.latent.mmd.value == latent_report(*vae, images, labels, 4).mmd.value);
  CHECK_FALSE(report.sample_quality);
  CHECK_FALSE(report.smoothness);

  config.classifier = &classifier;
  config.importance_samples.clear();
  report = model_report(*vae, data, config);
  CHECK_FALSE(report.importance_weighted);
  REQUIRE(report.sample_quality);
  CHECK(report.sample_quality->nearest_distance ==
        sample_quality(sample_images(*vae, 30, 4), reference, classifier).nearest_distance);
  Matrix<float> codes, log_var;
  encode_images(*vae, images, codes, log_var);
  REQUIRE(report.smoothness);
  CHECK(report.smoothness->unevenness == interpolation_smoothness(*vae, codes, 200, 11, 4, classifier).unevenness);

  config.importance_samples = {1};
  for (const char* kind : {"ae", "fvbn"}) {
    const auto other = make_model<float>({kind, kPixels, {}, std::string(kind) == "ae" ? 2 : 0, Activation::tanh});
    report = model_report(*other, data, config);
    CHECK_FALSE(report.importance_weighted);
    CHECK(report.sample_quality.has_value());
    CHECK(report.smoothness.has_value() == report.traits.code);
  }
}

TEST_CASE("A report that is ended is partial, and one that goes on from its state equals that of a single run") {
  const Bytes8 images = random_images(60), labels = labels_of(60);
  const ReportData data{images, labels, images};
  const auto vae = random_model("vae");
  ReportConfig config;
  config.importance_samples = {1, 300};  // one example at a time
  config.importance_examples = 40;
  const ModelReport whole = model_report(*vae, data, config);
  for (const Index stop : {0, 1, 23, 40}) {
    CAPTURE(stop);
    ImportanceWeightedState state;
    config.resume.reset();
    config.on_progress = [&](const ImportanceWeightedEvaluation& evaluation) {
      state = evaluation.state();
      return evaluation.done() < stop;
    };
    const ModelReport partial = model_report(*vae, data, config);
    CHECK(partial.is_partial);
    CHECK(partial.bound.examples == 60);
    CHECK(partial.importance_weighted->examples == stop);
    CHECK(measured(whole.latent) == 7);
    CHECK_FALSE(partial.latent.mmd.value);
    config.resume = state;
    config.on_progress = [](const auto&) { return true; };
    const ModelReport rest = model_report(*vae, data, config);
    CHECK_FALSE(rest.is_partial);
    CHECK(rest.importance_weighted->examples == 40);
    for (std::size_t i = 0; i < 2; ++i) {
      const Estimate &got = rest.importance_weighted->negative_log_likelihood[i],
                     &expected = whole.importance_weighted->negative_log_likelihood[i];
      CHECK(got.mean == expected.mean);
      CHECK(got.standard_error == expected.standard_error);
    }
    CHECK(rest.latent.mmd.value == whole.latent.mmd.value);
  }
}

}  // namespace latentpad::test::model_report_test
