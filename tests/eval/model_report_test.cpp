#include "eval/model_report.h"

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

std::string sentence(const LatentReport& report, const char* metric) {
  const ErrorReason& why = report.why.at(metric);
  return error_message(why.code, why.params);
}

}  // namespace

TEST_CASE("A report holds every metric of the codes, or says why not") {
  for (const char* kind : {"vae", "ae"}) {
    const auto model = random_model(kind);
    const Bytes8 images = random_images(300), labels = labels_of(300);
    const LatentReport report = latent_report(*model, images, labels, 5);
    CHECK(report.why.empty());
    REQUIRE(report.values.size() == 6);
    Matrix<float> codes, log_var;
    encode_images(*model, images, codes, log_var);
    CHECK(report.values.at("centredness") == centredness(codes));
    CHECK(report.values.at("spread") == spread(codes, log_var));
    CHECK(report.values.at("moment_matched_kl") == moment_matched_kl(codes, log_var));
    CHECK(report.values.at("mmd") == mmd_to_prior(codes, 5));
    CHECK(report.values.at("knn_accuracy") == knn_accuracy(codes, labels, 10));
    CHECK(report.values.at("silhouette") == silhouette(codes, labels));
  }
}

TEST_CASE("At most the first 2,000 examples take part in the quadratic metrics") {
  const auto model = random_model("ae");
  const Bytes8 images = random_images(2010);
  Bytes8 labels = labels_of(2010);
  std::fill(labels.begin() + 2000, labels.end(), std::uint8_t(3));
  const LatentReport all = latent_report(*model, images, labels, 1);
  const LatentReport first = latent_report(*model, std::span(images).first(2000 * kPixels), labels_of(2000), 1);
  for (const char* quadratic : {"mmd", "knn_accuracy", "silhouette"}) {
    CHECK(first.values.at(quadratic) == all.values.at(quadratic));
  }
  CHECK(first.values.at("centredness") != all.values.at("centredness"));
}

TEST_CASE("What cannot be computed is missing, with a sentence, and the rest is there") {
  const auto model = random_model("ae");
  const LatentReport without_labels = latent_report(*model, random_images(50), {}, 1);
  CHECK(without_labels.values.size() == 4);
  CHECK_THAT(sentence(without_labels, "knn_accuracy"), contains("expected a label for each of the 50 codes, got 0"));
  CHECK_THAT(sentence(without_labels, "silhouette"), contains("expected a label for each"));
  const LatentReport few = latent_report(*model, random_images(5), labels_of(5), 1);
  CHECK_THAT(sentence(few, "knn_accuracy"), contains("at least 11 examples, got 5"));
  CHECK(few.values.count("silhouette") == 1);
  // Codes all in one place.
  const LatentReport flat = latent_report(*make_model<float>(model->config()), random_images(50), labels_of(50), 1);
  CHECK_THAT(sentence(flat, "moment_matched_kl"), contains("singular covariance"));
  CHECK(flat.values.at("spread") == 0.0);
  CHECK(flat.values.size() + flat.why.size() == 6);
}

TEST_CASE("A model without a code has no metrics of codes, each with the reason") {
  const auto model = make_model<float>({"fvbn", kPixels, {}, 0, Activation::relu});
  const LatentReport report = latent_report(*model, random_images(50), labels_of(50), 1);
  CHECK(report.values.empty());
  REQUIRE(report.why.size() == 6);
  for (const auto& [name, why] : report.why) {
    CHECK(why.code == ErrorCode::measure_needs_code);
    CHECK(error_message(why.code, why.params) == "a model of kind fvbn has no code");
  }
}

}  // namespace latentpad::test::model_report_test
