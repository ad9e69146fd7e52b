#include "eval/sample_quality.h"

#include <cmath>
#include <limits>

#include "models/fvbn_sampler.h"
#include "support/autoregressive.h"
#include "support/catch.h"
#include "support/models.h"

namespace latentpad::test::sample_quality_test {

namespace {

using Images = std::vector<std::uint8_t>;

constexpr Index kPixels = 4;

/// Classifies an image with ink at pixel c only as c with certainty, and a blank one with equal probabilities.
Classifier<float> pixel_classifier(Index pixels = kPixels) {
  Classifier<float> classifier(pixels, {});
  for (Index c = 0; c < pixels; ++c) classifier.parameters()[0]->value(c, c) = 50.0f;
  return classifier;
}

Matrix<float> one_hot(const std::vector<Index>& places) {
  Matrix<float> images = Matrix<float>::Zero(kPixels, static_cast<Index>(places.size()));
  for (std::size_t n = 0; n < places.size(); ++n) images(places[n], static_cast<Index>(n)) = 1.0f;
  return images;
}

Images bytes_of_images(const Matrix<float>& images) {
  Images bytes;
  for (Index i = 0; i < images.size(); ++i) bytes.push_back(images.data()[i] > 0.5f ? 255 : 0);
  return bytes;
}

/// One pixel, whose logit is `slope` times a code of one dimension.
std::unique_ptr<Model<float>> slope_model(float slope) {
  auto model = make_model<float>({"ae", 1, {}, 1, Activation::relu});
  model->parameters()[2]->value(0, 0) = slope;
  return model;
}

Smoothness smoothness(const Model<float>& model, std::vector<float> codes, Index frames, Index paths = 7) {
  const Matrix<float> line = Eigen::Map<const Matrix<float>>(codes.data(), 1, static_cast<Index>(codes.size()));
  return interpolation_smoothness(model, line, paths, frames, 1, pixel_classifier(1));
}

}  // namespace

TEST_CASE("Confidence, histogram and entropy are those of the classifier's results") {
  const SampleQuality quality = sample_quality(one_hot({0, 0, 1, 2}), Images(kPixels), pixel_classifier());
  CHECK(quality.samples == 4);
  CHECK_THAT(quality.classifier_confidence, near(1.0, 1e-6));
  CHECK_THAT(quality.label_histogram[0], near(0.5, 1e-12));
  CHECK_THAT(quality.label_histogram[1], near(0.25, 1e-12));
  CHECK_THAT(quality.label_histogram[2], near(0.25, 1e-12));
  CHECK(quality.label_histogram[3] == 0.0);
  CHECK_THAT(quality.label_entropy, near(1.5 * std::log(2.0), 1e-12));
  // Blank images: equal probabilities, and always the same class.
  const SampleQuality blank = sample_quality(Matrix<float>::Zero(kPixels, 5), Images(kPixels), pixel_classifier());
  CHECK_THAT(blank.classifier_confidence, near(0.1, 1e-6));
  CHECK_THAT(blank.label_entropy, near(0.0, 0.0, 1e-12));
  CHECK(std::count(blank.label_histogram.begin(), blank.label_histogram.end(), 0.0) == 9);
}

TEST_CASE("Grey images are thresholded") {
  Matrix<float> soft(kPixels, 2);
  soft << 0.51f, 0.0f, 0.5f, 0.2f, 0.1f, 0.9f, 0.0f, 0.49f;
  const Images reference = {0, 255, 127, 0, 255, 128, 0, 128};
  const SampleQuality hard = sample_quality(one_hot({0, 2}), reference, pixel_classifier());
  const SampleQuality quality = sample_quality(soft, reference, pixel_classifier());
  CHECK(quality.classifier_confidence == hard.classifier_confidence);
  CHECK(quality.label_histogram == hard.label_histogram);
  CHECK(quality.nearest_distance == hard.nearest_distance);
}

TEST_CASE("The distance to the nearest reference is zero for a copy, and otherwise depends on the number of pixels") {
  const Matrix<float> samples = one_hot({0, 1, 3});
  CHECK(sample_quality(samples, bytes_of_images(one_hot({3, 1, 1, 0})), pixel_classifier()).nearest_distance == 0.0);
  // One pixel from a blank image, three from a full one.
  CHECK_THAT(sample_quality(samples, Images(kPixels, 0), pixel_classifier()).nearest_distance, near(1.0, 1e-6));
  CHECK_THAT(sample_quality(samples, Images(kPixels, 255), pixel_classifier()).nearest_distance,
             near(std::sqrt(3.0), 1e-6));
  // Two of three have a copy; the third is √2 from it.
  CHECK_THAT(sample_quality(samples, bytes_of_images(one_hot({0, 1})), pixel_classifier()).nearest_distance,
             near(std::sqrt(2.0) / 3, 1e-6));
}

TEST_CASE("The nearest reference is found at any position") {
  for (const std::size_t place : {0u, 499u, 500u, 1002u}) {
    Images reference(1003 * kPixels, 255);
    for (std::size_t i = 0; i < kPixels; ++i) reference[place * kPixels + i] = i == 2 ? 255 : 0;
    CHECK(sample_quality(one_hot({2}), reference, pixel_classifier()).nearest_distance == 0.0);
    CHECK_THAT(sample_quality(one_hot({1}), reference, pixel_classifier()).nearest_distance,
               near(std::sqrt(2.0), 1e-6));
  }
}

TEST_CASE("Models with a code sample from the prior and decode") {
  for (const ModelConfig& config :
       {ModelConfig{"vae", 9, {5}, 3, Activation::relu}, ModelConfig{"ae", 9, {5}, 3, Activation::relu}}) {
    const auto model = make_model<float>(config);
    randomize(model->parameters(), 0.6, 1);
    const Matrix<float> images = sample_images(*model, 50, 4);
    Matrix<float> z(3, 50), logits, expected;
    NoiseStream(4, NoisePurpose::prior_sample, 0).standard_normal(0, 150, z.data());
    latent(*model).decode(z, logits);
    bernoulli_mean(logits, expected);
    CHECK(images == expected);
    CHECK(sample_images(*model, 7, 4) == images.leftCols(7));
    CHECK(sample_images(*model, 50, 5) != images);
  }
}

TEST_CASE("Autoregressive models sample an image per index") {
  for (const ModelConfig& config :
       {ModelConfig{"fvbn", 9, {}, 0, Activation::relu}, ModelConfig{"made", 9, {6}, 0, Activation::relu}}) {
    const Fvbn<float> model = random_fvbn<float>(config, 2);
    const Matrix<float> images = sample_images(model, 20, 4);
    REQUIRE(images.rows() == 9);
    REQUIRE(images.cols() == 20);
    for (Index n = 0; n < 20; ++n) {
      const GivenSample sampled = sample_given(model, {}, 4, static_cast<std::uint64_t>(n));
      CHECK(std::equal(sampled.pixels.begin(), sampled.pixels.end(), images.col(n).data()));
    }
    CHECK(images.col(0) != images.col(1));
  }
}

TEST_CASE("The unevenness of a constant or uniform change is 1") {
  CHECK_THAT(smoothness(*slope_model(0.0f), {-1, 1}, 11).unevenness, near(1.0, 1e-12));
  // σ is linear near 0.
  CHECK_THAT(smoothness(*slope_model(1e-2f), {-1, 1}, 11).unevenness, near(1.0, 1e-3));
}

TEST_CASE("Unevenness is the largest step over the mean step") {
  // By hand: σ(0), σ(1), σ(2), in either direction.
  const auto sigmoid = [](double t) { return 1.0 / (1.0 + std::exp(-t)); };
  const double first = sigmoid(1) - sigmoid(0), second = sigmoid(2) - sigmoid(1);
  CHECK_THAT(smoothness(*slope_model(1.0f), {0, 2}, 3).unevenness, near(first / ((first + second) / 2), 1e-5));
  // The whole change is in one of ten steps, or in two if a frame is on the edge.
  CHECK_THAT(smoothness(*slope_model(1e4f), {-1.0f, 1.2f}, 11).unevenness, near(10.0, 1e-5));
  CHECK_THAT(smoothness(*slope_model(1e4f), {-1.0f, 1.0f}, 11).unevenness, near(5.0, 1e-5));
}

TEST_CASE("Recognisable is the fraction of frames that are classified with high probability") {
  // From −1 to 1 in 11 frames: five have more than half of the ink, in either direction.
  CHECK_THAT(smoothness(*slope_model(3.0f), {-1, 1}, 11).recognisable, near(5.0 / 11.0, 1e-12));
  CHECK_THAT(smoothness(*slope_model(3.0f), {1, 2}, 5).recognisable, near(1.0, 1e-12));
  CHECK(smoothness(*slope_model(3.0f), {-2, -1}, 5).recognisable == 0.0);
  // The limit is 0.9: e^4.4 / (e^4.4 + 9) is 0.901, e^4.3 / (e^4.3 + 9) is 0.891.
  Matrix<float> codes(1, 2);
  codes << 1.0f, 2.0f;
  for (const auto& [logit, share] : {std::pair(4.4f, 1.0), std::pair(4.3f, 0.0)}) {
    Classifier<float> classifier(1, {});
    classifier.parameters()[0]->value(0, 0) = logit;
    CHECK_THAT(interpolation_smoothness(*slope_model(3.0f), codes, 2, 5, 1, classifier).recognisable,
               near(share, 1e-12));
  }
}

TEST_CASE("A path through non-finite images is rejected") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK_THAT(message_of<std::invalid_argument>([&] { smoothness(*slope_model(1.0f), {nan, nan}, 5); }),
             contains("interpolation_smoothness: expected finite numbers"));
  CHECK_THAT(smoothness(*slope_model(1e-2f), {-1, 1}, 11).unevenness, near(1.0, 1e-3));
}

TEST_CASE("A path has different ends, and the seed determines the pairs") {
  // Equal codes would give constant paths: unevenness 1. There must be none among two different codes.
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Matrix<float> codes(1, 2);
    codes << -1.0f, 1.2f;
    const auto model = slope_model(1e4f);
    CHECK_THAT(interpolation_smoothness(*model, codes, 3, 11, seed, pixel_classifier(1)).unevenness, near(10.0, 1e-5));
  }
  const Matrix<float> many = random_normal<Matrix<float>>(1, 100, 3);
  const auto model = slope_model(2.0f);
  const auto of = [&](std::uint64_t seed) {
    const double unevenness = interpolation_smoothness(*model, many, 5, 9, seed, pixel_classifier(1)).unevenness;
    CHECK(interpolation_unevenness(*model, many, 5, 9, seed) == unevenness);
    return unevenness;
  };
  CHECK(of(1) == of(1));
  CHECK(of(1) != of(2));
}

TEST_CASE("Invalid arguments of sampling, comparison and interpolation are rejected") {
  const auto refusal = [](const auto& action) { return message_of<std::invalid_argument>(action); };
  const auto model = slope_model(1.0f);
  for (const Index count : {-1, 0, 10'001}) {
    CHECK_THAT(refusal([&] { sample_images(*model, count, 1); }),
               contains("sample_images: expected from 1 to 10000 samples, got " + std::to_string(count)));
  }
  CHECK(sample_images(*model, 10'000, 1).cols() == 10'000);
  const Classifier<float> classifier = pixel_classifier();
  CHECK_THAT(refusal([&] { sample_quality(Matrix<float>(kPixels, 0), Images(kPixels), classifier); }),
             contains("sample_quality: expected at least one sample"));
  for (const std::size_t bytes : {0u, 3u, 5u}) {
    CHECK_THAT(refusal([&] { sample_quality(one_hot({0}), Images(bytes), classifier); }),
               contains("sample_quality: expected a whole number of images of 4 bytes"));
  }
  CHECK_THAT(refusal([&] { smoothness(*model, {1}, 5); }),
             contains("at least 2 codes, 1 path and 3 frames, got 1, 7 and 5"));
  CHECK_THAT(refusal([&] { smoothness(*model, {1, 2}, 2); }), contains("got 2, 7 and 2"));
  CHECK_THAT(refusal([&] { smoothness(*model, {1, 2}, 5, 0); }), contains("got 2, 0 and 5"));
  CHECK_THAT(refusal([&] { smoothness(*make_model<float>({"fvbn", 1, {}, 0, Activation::relu}), {1, 2}, 5); }),
             contains("interpolation_smoothness: expected a model that has it (vae, cvae, hvae and ae), got fvbn"));
}

}  // namespace latentpad::test::sample_quality_test
