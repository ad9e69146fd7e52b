#include "nn/activation.h"

#include <cmath>
#include <limits>

#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::activation_test {

TEST_CASE("relu keeps positive numbers and zeroes the rest") {
  Matrix<float> h(2, 3);
  h << -1.5f, 0.0f, 2.0f, -1e-30f, 1e-30f, -3.0f;
  add_bias<float>(Activation::relu, Vector<float>::Zero(2).eval().data(), h);
  Matrix<float> expected(2, 3);
  expected << 0.0f, 0.0f, 2.0f, 0.0f, 1e-30f, 0.0f;
  CHECK(h == expected);
}

TEST_CASE("tanh is applied to every element after the bias of its row") {
  Matrix<double> h = random_normal<Matrix<double>>(7, 5, 1);
  const Matrix<double> before = h;
  const Vector<double> bias = random_normal<Vector<double>>(7, 1, 4);
  add_bias(Activation::tanh, bias.data(), h);
  for (Index b = 0; b < 5; ++b) {
    for (Index i = 0; i < 7; ++i) CHECK(h(i, b) == std::tanh(before(i, b) + bias[i]));
  }
}

TEST_CASE("Without an activation only the bias is added") {
  // More elements than one part of a parallel loop.
  Matrix<float> h = random_normal<Matrix<float>>(333, 40, 5);
  const Vector<float> bias = random_normal<Vector<float>>(333, 1, 6);
  const Matrix<float> expected = h.colwise() + bias;
  add_bias(std::nullopt, bias.data(), h);
  CHECK(h == expected);
}

TEST_CASE("Activations propagate NaN, so that divergence is detected") {
  for (const Activation activation : {Activation::relu, Activation::tanh}) {
    Matrix<float> h = Matrix<float>::Constant(9, 3, std::numeric_limits<float>::quiet_NaN());
    const Vector<float> zero = Vector<float>::Zero(9);
    add_bias(activation, zero.data(), h);
    CHECK(h.array().isNaN().all());
  }
}

TEST_CASE("The activations' derivatives agree with central differences") {
  for (const Activation activation : {Activation::relu, Activation::tanh}) {
    CAPTURE(activation_name(activation));
    Matrix<double> x = random_normal<Matrix<double>>(6, 4, 2);
    const Matrix<double> weights = random_normal<Matrix<double>>(6, 4, 3);
    const Vector<double> zero = Vector<double>::Zero(6);
    const auto loss = [&] {
      Matrix<double> h = x;
      add_bias(activation, zero.data(), h);
      return h.cwiseProduct(weights).sum();
    };
    Matrix<double> h = x, d_h = weights;
    add_bias(activation, zero.data(), h);
    activate_backward(activation, h, d_h);
    CHECK(gradient_error(x, d_h, loss) < 1e-6);
  }
}

TEST_CASE("relu has gradient zero at zero") {
  const Matrix<double> h = Matrix<double>::Zero(1, 1);
  Matrix<double> d_h = Matrix<double>::Ones(1, 1);
  activate_backward(Activation::relu, h, d_h);
  CHECK(d_h(0) == 0.0);
}

TEST_CASE("Activations are identified by their names only") {
  for (const Activation activation : {Activation::relu, Activation::tanh}) {
    CHECK(activation_from_name(activation_name(activation)) == activation);
  }
  CHECK(activation_name(Activation::tanh) == "tanh");
  for (const char* name : {"", "ReLU", "relu ", "sigmoid"}) {
    CHECK_THAT(message_of<std::invalid_argument>([name] { activation_from_name(name); }),
               contains("expected one of \"relu\", \"tanh\", got \"" + std::string(name) + "\""));
  }
}

}  // namespace latentpad::test::activation_test
