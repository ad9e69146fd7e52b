#include "models/fvbn_sampler.h"

#include <cmath>

#include "math/vec_math.h"
#include "support/autoregressive.h"
#include "support/every_engine.h"

namespace latentpad::test::fvbn_sampler_test {

namespace {

Matrix<float> image_of(const GivenSample& sampled) {
  return Eigen::Map<const Matrix<float>>(sampled.pixels.data(), static_cast<Index>(sampled.pixels.size()), 1);
}

/// Σ (observed − expected)² / expected over all images; images expected less than 5 times are combined.
struct ChiSquare {
  double sum = 0.0;
  double cells = 0.0;
};

ChiSquare chi_square(const Vector<double>& expected, const Vector<double>& observed) {
  ChiSquare result;
  double rare_expected = 0.0, rare_observed = 0.0;
  const auto add = [&result](double e, double o) {
    result.sum += (o - e) * (o - e) / e;
    result.cells += 1.0;
  };
  for (Index n = 0; n < expected.size(); ++n) {
    if (expected[n] >= 5.0) {
      add(expected[n], observed[n]);
    } else {
      rare_expected += expected[n];
      rare_observed += observed[n];
    }
  }
  if (rare_expected > 0.0) add(rare_expected, rare_observed);
  return result;
}

}  // namespace

TEST_CASE("The sampling probabilities are bit-identical to conditional_logits") {
  with_every_engine([] {
    for (const ModelConfig& config : autoregressive_configs(40)) {
      CAPTURE(config.model, config.hidden, activation_name(config.activation));
      const Fvbn<float> model = random_fvbn<float>(config, 51);
      for (std::uint64_t index = 0; index < 10; ++index) {
        const GivenSample sampled = sample_given(model, {}, 1, index);
        REQUIRE(sampled.pixels.size() == 40);
        REQUIRE(sampled.probabilities.size() == 40);
        Matrix<float> logits;
        model.conditional_logits(image_of(sampled), logits);
        for (Index i = 0; i < 40; ++i) {
          CAPTURE(i);
          CHECK(sampled.probabilities[static_cast<std::size_t>(i)] == portable::sigmoid(logits(i)));
        }
      }
    }
  });
}

TEST_CASE("Given pixels are kept, and the rest is sampled conditionally") {
  const Fvbn<float> model = random_fvbn<float>({"made", 12, {9, 14}, 0, Activation::relu}, 52);
  const std::vector<float> given = {1, 0, 0, 1, 1, 1, 0};
  for (std::uint64_t index = 0; index < 20; ++index) {
    const GivenSample sampled = sample_given(model, given, 2, index);
    CHECK(std::equal(given.begin(), given.end(), sampled.pixels.begin()));
    Matrix<float> logits;
    model.conditional_logits(image_of(sampled), logits);
    for (std::size_t i = 0; i < 12; ++i) {
      CHECK(sampled.probabilities[i] == portable::sigmoid(logits(static_cast<Index>(i))));
    }
    // Noise is addressed by pixel: continuing from the beginning of a sample gives the same image.
    const GivenSample whole = sample_given(model, {}, 2, index);
    CHECK(sample_given(model, std::span(whole.pixels).first(5), 2, index).pixels == whole.pixels);
  }
  const std::vector<float> all = {1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1};
  CHECK(sample_given(model, all, 1, 0).pixels == all);
}

TEST_CASE("A seed and an index determine an image") {
  const Fvbn<float> model = random_fvbn<float>({"fvbn", 30, {}, 0, Activation::relu}, 53);
  const GivenSample image = sample_given(model, {}, 7, 3);
  CHECK(sample_given(model, {}, 7, 3).pixels == image.pixels);
  CHECK(sample_given(model, {}, 7, 4).pixels != image.pixels);
  CHECK(sample_given(model, {}, 8, 3).pixels != image.pixels);
  for (const float pixel : image.pixels) CHECK((pixel == 0.0f || pixel == 1.0f));
}

TEST_CASE("The frequency of images matches their probability") {
  for (const ModelConfig& config :
       {ModelConfig{"fvbn", 4, {}, 0, Activation::relu}, ModelConfig{"made", 4, {7}, 0, Activation::relu},
        ModelConfig{"made", 4, {3, 5}, 0, Activation::tanh}}) {
    CAPTURE(config.model, config.hidden);
    const Fvbn<float> model = random_fvbn<float>(config, 54);
    constexpr int kDraws = 8000;
    Vector<double> observed = Vector<double>::Zero(16);
    for (int n = 0; n < kDraws; ++n) {
      const GivenSample sampled = sample_given(model, {}, 9, static_cast<std::uint64_t>(n));
      Index image = 0;
      for (std::size_t i = 0; i < 4; ++i) image += sampled.pixels[i] == 1.0f ? Index(1) << i : 0;
      observed[image] += 1.0;
    }
    const Vector<double> expected = kDraws * probabilities_of(model, all_images<float>(4));
    const ChiSquare chi = chi_square(expected, observed);
    // At most 15 degrees of freedom: mean 15, standard deviation √30; exceeded once in 10^5.
    CHECK(chi.cells > 8);
    CHECK(chi.sum < 48.0);
    // The test distinguishes this model from the uniform distribution.
    CHECK(chi_square(Vector<double>::Constant(16, kDraws / 16.0), observed).sum > 200.0);
  }
}

TEST_CASE("Pixels of probability 0 or 1 are deterministic") {
  Fvbn<float> model({"fvbn", 6, {}, 0, Activation::relu});
  // Ink, then always the opposite of the previous pixel.
  WeightMatrix<float>&weights = model.parameters()[0]->value, &bias = model.parameters()[1]->value;
  bias(0) = 100.0f;
  for (Index i = 1; i < 6; ++i) {
    weights(i, i - 1) = -200.0f;
    bias(i) = 100.0f;
  }
  for (std::uint64_t index = 0; index < 50; ++index) {
    CHECK(sample_given(model, {}, 1, index).pixels == std::vector<float>{1, 0, 1, 0, 1, 0});
  }
  CHECK(sample_given(model, std::vector<float>{0}, 1, 0).pixels == std::vector<float>{0, 1, 0, 1, 0, 1});
}

TEST_CASE("A sampler returns its position, and repeated queries change nothing") {
  const Fvbn<float> model = random_fvbn<float>({"made", 8, {6}, 0, Activation::relu}, 55);
  FvbnSampler sampler(model), silent(model);
  Matrix<float> x = Matrix<float>::Zero(8, 1), logits;
  for (Index i = 0; i < 8; ++i) {
    CHECK(sampler.position() == i);
    const float first = sampler.probability();
    CHECK(sampler.probability() == first);
    // A sampler that was not queried before returns the same.
    if (i == 7) CHECK(silent.probability() == first);
    sampler.push(i % 3 == 0);
    silent.push(i % 3 == 0);
    x(i) = i % 3 == 0 ? 1.0f : 0.0f;
  }
  CHECK(sampler.position() == 8);
}

TEST_CASE("Invalid given pixels are rejected") {
  const Fvbn<float> model = random_fvbn<float>({"fvbn", 4, {}, 0, Activation::relu}, 56);
  const auto refusal = [&](const std::vector<float>& given) {
    return message_of<std::invalid_argument>([&] { sample_given(model, given, 1, 0); });
  };
  CHECK_THAT(refusal({0, 0, 0, 0, 0}), contains("sample_given: expected at most 4 given pixels, got 5"));
  for (const float pixel : {0.5f, -1.0f, 255.0f, std::nanf("")}) {
    CHECK_THAT(refusal({0, pixel}), contains("expected given pixels to be 0 or 1"));
  }
}

}  // namespace latentpad::test::fvbn_sampler_test
