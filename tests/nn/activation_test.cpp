#include "nn/activation.h"

#include <cmath>
#include <limits>

#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

using namespace latentpad;
using namespace latentpad::test;

TEST_CASE("relu keeps what is positive and zeroes the rest") {
  Matrix<float> h(2, 3);
  h << -1.5f, 0.0f, 2.0f, -1e-30f, 1e-30f, -3.0f;
  activate(Activation::relu, h);
  Matrix<float> expected(2, 3);
  expected << 0.0f, 0.0f, 2.0f, 0.0f, 1e-30f, 0.0f;
  CHECK(h == expected);
}

TEST_CASE("tanh is applied to every element") {
  Matrix<double> h = random_normal<Matrix<double>>(7, 5, 1);
  const Matrix<double> before = h;
  activate(Activation::tanh, h);
  for (Index i = 0; i < h.size(); ++i) CHECK(h(i) == std::tanh(before(i)));
}

TEST_CASE("Activations keep NaN, so that a diverged run does not look healthy") {
  for (const Activation activation : {Activation::relu, Activation::tanh}) {
    Matrix<float> h = Matrix<float>::Constant(3, 3, std::numeric_limits<float>::quiet_NaN());
    activate(activation, h);
    CHECK(h.array().isNaN().all());
  }
}

TEST_CASE("The activations' derivatives agree with central differences") {
  for (const Activation activation : {Activation::relu, Activation::tanh}) {
    CAPTURE(activation_name(activation));
    Matrix<double> x = random_normal<Matrix<double>>(6, 4, 2);
    const Matrix<double> weights = random_normal<Matrix<double>>(6, 4, 3);
    const auto loss = [&] {
      Matrix<double> h = x;
      activate(activation, h);
      return h.cwiseProduct(weights).sum();
    };
    Matrix<double> h = x, d_h = weights;
    activate(activation, h);
    activate_backward(activation, h, d_h);
    CHECK(gradient_error(x, d_h, loss) < 1e-6);
  }
}

TEST_CASE("relu passes no gradient at its kink") {
  const Matrix<double> h = Matrix<double>::Zero(1, 1);
  Matrix<double> d_h = Matrix<double>::Ones(1, 1);
  activate_backward(Activation::relu, h, d_h);
  CHECK(d_h(0) == 0.0);
}

TEST_CASE("Activations are known by their names only") {
  for (const Activation activation : {Activation::relu, Activation::tanh}) {
    CHECK(activation_from_name(activation_name(activation)) == activation);
  }
  CHECK(activation_name(Activation::tanh) == "tanh");
  for (const char* name : {"", "ReLU", "relu ", "sigmoid"}) {
    CHECK_THAT(message_of<std::invalid_argument>([name] { activation_from_name(name); }),
               contains("expected \"relu\" or \"tanh\", got \"" + std::string(name) + "\""));
  }
}
