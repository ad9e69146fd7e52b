#include "models/bernoulli.h"

#include <cmath>
#include <limits>

#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::bernoulli_test {

TEST_CASE("The reconstruction loss is minus the logarithm of the likelihood, per example") {
  Matrix<double> logits(3, 2), x(3, 2);
  logits << -2, 0.5, 0, 3, 1, -1;
  x << 0, 1, 1, 0, 0.25, 0.5;  // the last row is grey
  const Vector<double> loss = reconstruction_loss(logits, x);
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
  const Vector<double> expected = reconstruction_loss(logits, x);
  const Vector<double> loss = reconstruction_loss<float>(logits.cast<float>(), x.cast<float>());
  for (Index b = 0; b < 5; ++b) CHECK_THAT(loss[b], near(expected[b], 1e-6));
}

TEST_CASE("Logits beyond all bounds cost what they should, and nothing overflows") {
  Matrix<float> logits(1, 4), x(1, 4);
  logits << 1e4f, 1e4f, -1e4f, -1e4f;
  x << 1, 0, 0, 1;
  const Vector<double> loss = reconstruction_loss(logits, x);
  // Certain and right costs next to nothing; certain and wrong costs the logit.
  CHECK(loss[0] < 1e-30);
  CHECK(loss[1] == 1e4);
  CHECK(loss[2] < 1e-30);
  CHECK(loss[3] == 1e4);
}

TEST_CASE("A logit that is NaN makes the loss NaN") {
  Matrix<float> logits = Matrix<float>::Zero(5, 2);
  logits(3, 1) = std::numeric_limits<float>::quiet_NaN();
  const Vector<double> loss = reconstruction_loss<float>(logits, Matrix<float>::Zero(5, 2));
  CHECK_THAT(loss[0], near(5 * std::log(2.0), 1e-6));
  CHECK(std::isnan(loss[1]));
}

TEST_CASE("The gradient of the reconstruction loss agrees with central differences") {
  Matrix<double> logits = random_normal<Matrix<double>>(9, 4, 63) * 3.0;
  Matrix<double> x = random_ink<double>(9, 4, 0.5, 64);
  x(0, 0) = 0.3;
  constexpr double kScale = 0.25;
  Matrix<double> d_logits;
  reconstruction_loss_backward(logits, x, kScale, d_logits);
  CHECK(gradient_error(logits, d_logits, [&] { return kScale * reconstruction_loss(logits, x).sum(); }) < 1e-6);
}

TEST_CASE("The reconstruction is the sigmoid of the logits") {
  const Matrix<double> logits = random_normal<Matrix<double>>(6, 3, 65) * 5.0;
  Matrix<double> probabilities;
  reconstruction(logits, probabilities);
  REQUIRE(probabilities.rows() == 6);
  REQUIRE(probabilities.cols() == 3);
  for (Index i = 0; i < logits.size(); ++i) {
    CHECK_THAT(probabilities(i), near(1.0 / (1.0 + std::exp(-logits(i))), 1e-14));
  }
}

TEST_CASE("Losses of matrices of different shapes are refused") {
  const Matrix<float> logits(3, 2), x(3, 1);
  Matrix<float> d_logits;
  CHECK_THAT(message_of<std::invalid_argument>([&] { reconstruction_loss(logits, x); }),
             contains("reconstruction_loss: expected logits and x of one shape, got 3x2 and 3x1"));
  CHECK_THAT(message_of<std::invalid_argument>([&] { reconstruction_loss_backward(logits, x, 1.0f, d_logits); }),
             contains("reconstruction_loss_backward"));
}

}  // namespace latentpad::test::bernoulli_test
