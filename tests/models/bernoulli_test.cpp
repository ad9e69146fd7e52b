#include "models/bernoulli.h"

#include <cmath>
#include <limits>

#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::bernoulli_test {

namespace {

const Bernoulli<double> kBernoulli;

}  // namespace

TEST_CASE("The reconstruction loss is the negative log-likelihood, per example") {
  Matrix<double> logits(3, 2), x(3, 2);
  logits << -2, 0.5, 0, 3, 1, -1;
  x << 0, 1, 1, 0, 0.25, 0.5;  // the last row is grey
  const Vector<double> loss = kBernoulli.loss(logits, x);
  REQUIRE(loss.size() == 2);
  for (Index b = 0; b < 2; ++b) {
    double expected = 0.0;
    for (Index i = 0; i < 3; ++i) {
      const double p = 1.0 / (1.0 + std::exp(-logits(i, b)));
      expected -= x(i, b) * std::log(p) + (1.0 - x(i, b)) * std::log(1.0 - p);
    }
    CHECK_THAT(loss[b], near(expected, 1e-13));
  }
}

TEST_CASE("The reconstruction loss in float is close to that in double") {
  const Matrix<double> logits = random_normal<Matrix<double>>(784, 5, 61) * 4.0;
  const Matrix<double> x = random_ink<double>(784, 5, 0.13, 62);
  const Vector<double> expected = kBernoulli.loss(logits, x);
  const Vector<double> loss = Bernoulli<float>().loss(logits.cast<float>(), x.cast<float>());
  for (Index b = 0; b < 5; ++b) CHECK_THAT(loss[b], near(expected[b], 1e-6));
}

TEST_CASE("Extreme logits have the correct loss without overflow") {
  Matrix<float> logits(1, 4), x(1, 4);
  logits << 1e4f, 1e4f, -1e4f, -1e4f;
  x << 1, 0, 0, 1;
  const Vector<double> loss = Bernoulli<float>().loss(logits, x);
  // A confident correct prediction has almost no loss; a confident wrong one the loss of its logit.
  CHECK(loss[0] < 1e-30);
  CHECK(loss[1] == 1e4);
  CHECK(loss[2] < 1e-30);
  CHECK(loss[3] == 1e4);
}

TEST_CASE("A logit that is NaN makes the loss NaN") {
  Matrix<float> logits = Matrix<float>::Zero(5, 2);
  logits(3, 1) = std::numeric_limits<float>::quiet_NaN();
  const Vector<double> loss = Bernoulli<float>().loss(logits, Matrix<float>::Zero(5, 2));
  CHECK_THAT(loss[0], near(5 * std::log(2.0), 1e-6));
  CHECK(std::isnan(loss[1]));
}

TEST_CASE("The gradient of the reconstruction loss agrees with central differences") {
  Matrix<double> logits = random_normal<Matrix<double>>(9, 4, 63) * 3.0;
  Matrix<double> x = random_ink<double>(9, 4, 0.5, 64);
  x(0, 0) = 0.3;
  constexpr double kScale = 0.25;
  Matrix<double> d_logits;
  kBernoulli.gradient(logits, x, kScale, d_logits);
  CHECK(gradient_error(logits, d_logits, [&] { return kScale * kBernoulli.loss(logits, x).sum(); }) < 1e-6);
}

TEST_CASE("The mean is the sigmoid of the logits") {
  const Matrix<double> logits = random_normal<Matrix<double>>(6, 3, 65) * 5.0;
  Matrix<double> probabilities;
  kBernoulli.mean(logits, probabilities);
  REQUIRE(probabilities.rows() == 6);
  REQUIRE(probabilities.cols() == 3);
  for (Index i = 0; i < logits.size(); ++i) {
    CHECK_THAT(probabilities(i), near(1.0 / (1.0 + std::exp(-logits(i))), 1e-14));
  }
}

TEST_CASE("The frequency of ink matches its probability, and equal noise gives equal samples") {
  Matrix<double> logits = Matrix<double>::Zero(3, 20'000), x, again;
  logits.row(1).setConstant(std::log(0.2 / 0.8));
  logits.row(2).setConstant(50.0);
  const NoiseStream noise(1, NoisePurpose::prior_sample, 0);
  kBernoulli.sample(logits, noise, x);
  kBernoulli.sample(logits, noise, again);
  CHECK(x == again);
  CHECK(((x.array() == 0.0) || (x.array() == 1.0)).all());
  // Within five standard errors.
  CHECK_THAT(x.row(0).mean(), near(0.5, 0.0, 0.018));
  CHECK_THAT(x.row(1).mean(), near(0.2, 0.0, 0.015));
  CHECK(x.row(2).minCoeff() == 1.0);
}

TEST_CASE("The outputs of a mean are its logits, clamped so that no pixel value is impossible") {
  Vector<double> mean(5);
  mean << 0.0, 0.0005, 0.2, 0.9995, 1.0;
  const Vector<double> outputs = kBernoulli.outputs_of_mean(mean);
  REQUIRE(outputs.size() == 5);
  CHECK_THAT(outputs[0], near(-std::log(999.0), 1e-6));
  CHECK(outputs[1] == outputs[0]);
  CHECK_THAT(outputs[2], near(-std::log(4.0), 1e-6));
  CHECK_THAT(outputs[3], near(std::log(999.0), 1e-6));
  CHECK(outputs[4] == outputs[3]);
}

TEST_CASE("Bernoulli is a probability of binary pixels only") {
  CHECK(kBernoulli.is_density_on(PixelMode::binarized));
  CHECK(kBernoulli.is_density_on(PixelMode::thresholded));
  CHECK_FALSE(kBernoulli.is_density_on(PixelMode::grey));
}

TEST_CASE("A repeated loss is that of each example's columns in a row") {
  const Matrix<double> logits = random_normal<Matrix<double>>(7, 6, 63), x = random_ink<double>(7, 2, 0.5, 64);
  Matrix<double> repeated(7, 6);
  for (Index n = 0; n < 6; ++n) repeated.col(n) = x.col(n / 3);
  Vector<double> losses;
  kBernoulli.repeated_loss(logits, x, losses);
  CHECK(losses == kBernoulli.loss(logits, repeated));
  for (const Index examples : {0, 4, 7}) {
    CHECK_THROWS_AS(kBernoulli.repeated_loss(logits, Matrix<double>::Zero(7, examples), losses), std::invalid_argument);
  }
}

TEST_CASE("Outputs for another number of pixels or examples are rejected") {
  const Matrix<double> logits(3, 2), x(3, 1);
  Matrix<double> d_logits;
  CHECK_THAT(message_of<std::invalid_argument>([&] { kBernoulli.loss(logits, x); }),
             contains("likelihood loss: expected 1 outputs for each pixel of x, got 3x2 for 3x1"));
  CHECK_THAT(message_of<std::invalid_argument>([&] { kBernoulli.gradient(logits, x, 1.0, d_logits); }),
             contains("likelihood gradient"));
}

}  // namespace latentpad::test::bernoulli_test
