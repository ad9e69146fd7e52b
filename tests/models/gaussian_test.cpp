#include "models/gaussian.h"

#include <cmath>
#include <limits>

#include "models/model.h"
#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::gaussian_test {

namespace {

const Gaussian<double> kFixed(0.1), kLearned(0.0);

double density_loss(double x, double mean, double sigma) {
  return 0.5 * (x - mean) * (x - mean) / (sigma * sigma) + std::log(sigma) + 0.5 * std::log(2.0 * 3.14159265358979324);
}

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

/// Random grey pixels.
Matrix<double> grey(Index pixels, Index batch, std::uint64_t seed) {
  return (random_normal<Matrix<double>>(pixels, batch, seed).array().abs() / 3.0).min(1.0);
}

}  // namespace

TEST_CASE("With a fixed sigma the loss is the squared error plus a constant") {
  const Matrix<double> outputs = random_normal<Matrix<double>>(5, 3, 1) * 2.0, x = grey(5, 3, 2);
  const Vector<double> loss = kFixed.loss(outputs, x);
  for (Index b = 0; b < 3; ++b) {
    double expected = 0.0;
    for (Index i = 0; i < 5; ++i) expected += density_loss(x(i, b), sigmoid(outputs(i, b)), 0.1);
    CHECK_THAT(loss[b], near(expected, 1e-12));
  }
}

TEST_CASE("A learned sigma is the second output of each pixel, clamped to between one grey level and 1") {
  Matrix<double> outputs(6, 1), x(3, 1);
  outputs << 0.3, -1.0, 2.0, std::log(0.04), -50.0, 7.0;
  x << 0.5, 0.25, 1.0;
  const double expected = density_loss(0.5, sigmoid(0.3), 0.2) + density_loss(0.25, sigmoid(-1.0), 1.0 / 255.0) +
                          density_loss(1.0, sigmoid(2.0), 1.0);
  CHECK_THAT(kLearned.loss(outputs, x)[0], near(expected, 1e-12));
  Matrix<double> mean;
  kLearned.mean(outputs, mean);
  REQUIRE(mean.rows() == 3);
  for (Index i = 0; i < 3; ++i) CHECK_THAT(mean(i, 0), near(sigmoid(outputs(i, 0)), 1e-12));
}

TEST_CASE("The Gaussian's gradients agree with central differences") {
  for (const Gaussian<double>* likelihood : {&kFixed, &kLearned}) {
    const Index each = likelihood->outputs_per_pixel();
    Matrix<double> outputs = random_normal<Matrix<double>>(7 * each, 4, 3);
    // Within the range of a learned sigma.
    if (each == 2) outputs.bottomRows(7) = (outputs.bottomRows(7).array() - 4.0).max(-9.0).min(-0.5);
    const Matrix<double> x = grey(7, 4, 4);
    constexpr double kScale = 0.25;
    Matrix<double> d_outputs, again;
    Vector<double> losses;
    likelihood->gradient(outputs, x, kScale, d_outputs);
    likelihood->loss_and_gradient(outputs, x, kScale, losses, again);
    CHECK(gradient_error(outputs, d_outputs, [&] { return kScale * likelihood->loss(outputs, x).sum(); }) < 1e-6);
    CHECK(again == d_outputs);
    CHECK(losses == likelihood->loss(outputs, x));
  }
}

TEST_CASE("The gradient of a sigma outside its range only leads back into the range") {
  Matrix<double> outputs(4, 1), x(2, 1), d_outputs;
  outputs << 0.0, 0.0, -20.0, -20.0;
  x << 0.5, 0.9;  // exact: sigma should decrease; wrong: it should increase
  kLearned.gradient(outputs, x, 1.0, d_outputs);
  CHECK(d_outputs(2, 0) == 0.0);
  CHECK(d_outputs(3, 0) < 0.0);
  outputs << 0.0, 0.0, 5.0, 5.0;
  x << 0.5, 0.9;
  kLearned.gradient(outputs, x, 1.0, d_outputs);
  CHECK(d_outputs(2, 0) > 0.0);
}

TEST_CASE("In float the Gaussian is close to double, and NaN stays NaN") {
  const Matrix<double> outputs = random_normal<Matrix<double>>(1568, 3, 5), x = grey(784, 3, 6);
  const Vector<double> loss = Gaussian<float>(0.0).loss(outputs.cast<float>(), x.cast<float>()),
                       expected = kLearned.loss(outputs, x);
  for (Index b = 0; b < 3; ++b) CHECK_THAT(loss[b], near(expected[b], 1e-5));
  for (const Index i : {0, 800}) {
    Matrix<float> bad = outputs.cast<float>();
    bad(i, 1) = std::numeric_limits<float>::quiet_NaN();
    CHECK(std::isnan(Gaussian<float>(0.0).loss(bad, x.cast<float>())[1]));
  }
}

TEST_CASE("Samples have the mean and the standard deviation") {
  Matrix<double> outputs(4, 20'000), x;
  outputs.row(0).setConstant(-1.0);
  outputs.row(1).setConstant(2.0);
  outputs.row(2).setConstant(std::log(0.01));
  outputs.row(3).setConstant(std::log(0.25));
  kLearned.sample(outputs, NoiseStream(3, NoisePurpose::prior_sample, 0), x);
  const double sigmas[] = {0.1, 0.5};
  for (Index i = 0; i < 2; ++i) {
    // Within five standard errors.
    CHECK_THAT(x.row(i).mean(), near(sigmoid(outputs(i, 0)), 0.0, 5.0 * sigmas[i] / 141.0));
    const double deviation = std::sqrt((x.row(i).array() - x.row(i).mean()).square().mean());
    CHECK_THAT(deviation, near(sigmas[i], 0.025));
  }
}

TEST_CASE("The outputs of a mean give that mean, and the maximum variance of a pixel with that mean") {
  Vector<double> mean(2);
  mean << 0.2, 0.5;
  const Vector<double> fixed = kFixed.outputs_of_mean(mean), learned = kLearned.outputs_of_mean(mean);
  REQUIRE(fixed.size() == 2);
  REQUIRE(learned.size() == 4);
  CHECK_THAT(fixed[0], near(std::log(0.25), 1e-6));
  CHECK(learned.head(2) == fixed);
  CHECK_THAT(learned[2], near(std::log(0.16), 1e-6));
  CHECK_THAT(learned[3], near(std::log(0.25), 1e-6));
}

TEST_CASE("Only a Gaussian has a sigma, from 0.01 to 10 or learned") {
  const auto refused = [](const LikelihoodSpec& spec) {
    return message_of<std::invalid_argument>([&] { validate(spec); });
  };
  CHECK_NOTHROW(validate(LikelihoodSpec{"gaussian", 0.0}));
  CHECK_NOTHROW(validate(LikelihoodSpec{"gaussian", 0.01}));
  CHECK_NOTHROW(validate(LikelihoodSpec{"gaussian", 10.0}));
  CHECK_THAT(refused({"gaussian", 0.001}), contains("sigma: expected a number from 0.01 to 10, got 0.001"));
  CHECK_THAT(refused({"gaussian", -1.0}), contains("sigma: expected"));
  CHECK_THAT(refused({"gaussian", std::nan("")}), contains("sigma: expected"));
  CHECK_THAT(refused({"bernoulli", 0.5}), contains("sigma: expected a number from 0 to 0, got 0.5"));
}

TEST_CASE("A model with a learned sigma has two outputs per pixel, and can be trained") {
  ModelConfig config{"vae", 9, {7}, 2, Activation::tanh};
  config.likelihood.name = "gaussian";
  const auto model = make_model<double>(config);
  model->initialize(1);
  model->set_output_bias(Vector<double>::Constant(9, 0.3));
  CHECK(model->parameters().back()->value.rows() == 18);
  const Matrix<double> x = grey(9, 6, 7);
  const auto loss = [&] { return model->loss_and_gradient(x, {}, {1, 0}).negative_elbo(); };
  loss();
  // Each call of loss() recomputes the gradients.
  for (Parameter<double>* p : model->parameters()) {
    CAPTURE(p->name);
    const WeightMatrix<double> gradient = p->gradient;
    CHECK(gradient_error(p->value, gradient, loss) < 1e-5);
  }
}

}  // namespace latentpad::test::gaussian_test
