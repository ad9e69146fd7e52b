#include "models/continuous_bernoulli.h"

#include <cmath>
#include <limits>

#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::continuous_bernoulli_test {

namespace {

const ContinuousBernoulli<double> kLikelihood;

/// −log p of one pixel.
template <typename Scalar>
double loss_of(Scalar logit, Scalar x) {
  return ContinuousBernoulli<Scalar>().loss(Matrix<Scalar>::Constant(1, 1, logit),
                                            Matrix<Scalar>::Constant(1, 1, x))[0];
}

template <typename Scalar>
double mean_of(Scalar logit) {
  Matrix<Scalar> mean;
  ContinuousBernoulli<Scalar>().mean(Matrix<Scalar>::Constant(1, 1, logit), mean);
  return static_cast<double>(mean(0, 0));
}

/// log C(λ) as in the paper: log(2 artanh(1 − 2 λ) / (1 − 2 λ)), in long double.
double log_constant(double logit) {
  const long double lambda = 1.0L / (1.0L + std::exp(-static_cast<long double>(logit)));
  const long double c = 1.0L - 2.0L * lambda;
  return static_cast<double>(std::log(2.0L * std::atanh(c) / c));
}

}  // namespace

TEST_CASE("The density integrates to 1, and its expectation is the mean") {
  for (const double logit : {-40.0, -5.0, -1.0, -1e-3, 0.0, 1e-9, 0.4, 1.0, 7.0, 100.0}) {
    CAPTURE(logit);
    // Simpson's rule.
    constexpr int kParts = 20'000;
    double mass = 0.0, mean = 0.0;
    for (int i = 0; i <= kParts; ++i) {
      const double x = static_cast<double>(i) / kParts, weight = i == 0 || i == kParts ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
      const double density = weight * std::exp(-loss_of(logit, x)) / (3.0 * kParts);
      mass += density;
      mean += density * x;
    }
    CHECK_THAT(mass, near(1.0, 1e-9));
    CHECK_THAT(mean_of(logit), near(mean, 1e-9));
  }
}

TEST_CASE("The loss is the Bernoulli loss minus the log of the normalizing constant") {
  for (const double logit : {-12.0, -3.0, -1.5, -0.7, 0.3, 2.0, 9.0}) {
    for (const double x : {0.0, 0.25, 1.0}) {
      CAPTURE(logit, x);
      const double bernoulli = std::log1p(std::exp(logit)) - logit * x;
      CHECK_THAT(loss_of(logit, x), near(bernoulli - log_constant(logit), 1e-12, 1e-12));
    }
  }
}

TEST_CASE("Near one half the constant is smooth: no step at the start of the series, and no division by 0") {
  CHECK_THAT(loss_of(0.0, 0.3), near(0.0, 0.0, 1e-15));  // the uniform density is 1
  CHECK(mean_of(0.0) == 0.5);
  for (const double logit : {1e-300, 1e-20, 1e-8, 1e-4}) {
    // A(l) = l/2 + l²/24 − …, A'(l) = ½ + l/12 − …
    CHECK_THAT(loss_of(logit, 0.0), near(logit / 2 + logit * logit / 24, 0.0, 4e-16));
    CHECK_THAT(mean_of(logit) - 0.5, near(logit / 12, 1e-9, 1e-16));
  }
  for (const double edge : {-1.0, 1.0}) {
    const double below = edge * (1.0 - 1e-12), above = edge * (1.0 + 1e-12);
    CHECK_THAT(loss_of(below, 0.2), near(loss_of(above, 0.2), 0.0, 1e-11));
    CHECK_THAT(mean_of(below), near(mean_of(above), 0.0, 1e-11));
  }
}

TEST_CASE("The loss in float is close to that in double, for all logits") {
  for (double logit = -60.0; logit <= 60.0; logit += 0.37) {
    CAPTURE(logit);
    const auto single = static_cast<float>(logit);
    CHECK_THAT(loss_of(single, 0.25f), near(loss_of(static_cast<double>(single), 0.25), 3e-6, 3e-6));
    CHECK_THAT(mean_of(single), near(mean_of(static_cast<double>(single)), 0.0, 1e-6));
  }
  for (const float logit : {1e10f, -1e10f, 1e35f, -1e35f}) {
    CAPTURE(logit);
    CHECK(std::isfinite(loss_of(logit, logit > 0.0f ? 1.0f : 0.0f)));
    CHECK(mean_of(logit) == (logit > 0.0f ? 1.0 : 0.0));
  }
  CHECK(std::isnan(loss_of(std::numeric_limits<float>::quiet_NaN(), 0.5f)));
}

TEST_CASE("The gradient of the continuous Bernoulli's loss agrees with central differences") {
  Matrix<double> logits = random_normal<Matrix<double>>(9, 4, 71) * 3.0;
  logits(0, 0) = 1e-3;
  logits(1, 0) = 0.0;
  const Matrix<double> x = (random_normal<Matrix<double>>(9, 4, 72).array().abs() / 5.0).min(1.0);
  constexpr double kScale = 0.25;
  Matrix<double> d_logits, again;
  Vector<double> losses;
  kLikelihood.gradient(logits, x, kScale, d_logits);
  kLikelihood.loss_and_gradient(logits, x, kScale, losses, again);
  CHECK(gradient_error(logits, d_logits, [&] { return kScale * kLikelihood.loss(logits, x).sum(); }) < 1e-6);
  CHECK(again == d_logits);
  CHECK(losses == kLikelihood.loss(logits, x));
}

TEST_CASE("Samples are in [0, 1] and have the distribution's mean") {
  const double logits[] = {-30.0, -2.0, 0.0, 1e-8, 0.5, 30.0};
  Matrix<double> outputs(6, 20'000), x;
  for (Index i = 0; i < 6; ++i) outputs.row(i).setConstant(logits[i]);
  kLikelihood.sample(outputs, NoiseStream(3, NoisePurpose::prior_sample, 0), x);
  CHECK(x.minCoeff() >= 0.0);
  CHECK(x.maxCoeff() <= 1.0);
  // The standard deviation is at most 0.29; within five standard errors.
  for (Index i = 0; i < 6; ++i) CHECK_THAT(x.row(i).mean(), near(mean_of(logits[i]), 0.0, 0.0103));
}

TEST_CASE("The outputs of a mean give that mean, clamped to at least 0.001") {
  Vector<double> mean(5);
  mean << 0.0, 0.13, 0.5, 0.87, 1.0;
  const Vector<double> outputs = kLikelihood.outputs_of_mean(mean);
  CHECK_THAT(mean_of(outputs[0]), near(0.001, 1e-3));
  CHECK_THAT(mean_of(outputs[1]), near(0.13, 1e-5));
  CHECK_THAT(mean_of(outputs[2]), near(0.5, 1e-5));
  CHECK_THAT(mean_of(outputs[3]), near(0.87, 1e-5));
  CHECK_THAT(mean_of(outputs[4]), near(0.999, 1e-3));
}

TEST_CASE("The continuous Bernoulli is a density of grey pixels only") {
  CHECK(kLikelihood.is_density_on(PixelMode::grey));
  CHECK_FALSE(kLikelihood.is_density_on(PixelMode::binarized));
  CHECK_FALSE(kLikelihood.is_density_on(PixelMode::thresholded));
}

}  // namespace latentpad::test::continuous_bernoulli_test
