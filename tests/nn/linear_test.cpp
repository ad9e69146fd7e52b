#include "nn/linear.h"

#include <cmath>

#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::linear_test {

namespace {

/// Checks the gradients of Σ y · r, for a random r, with respect to the input and all parameters.
void check_gradients(InputKind kind, Matrix<double> x) {
  Linear<double> layer("layer", x.rows(), 5, kind);
  randomize(ParameterList<double>{&layer.weight, &layer.bias}, 1.0, 31);
  const Matrix<double> r = random_normal<Matrix<double>>(5, x.cols(), 32);
  const auto loss = [&] {
    Matrix<double> y;
    layer.forward(x, y);
    return y.cwiseProduct(r).sum();
  };
  Matrix<double> d_x;
  layer.backward(x, r, &d_x);
  CHECK(gradient_error(layer.weight.value, layer.weight.gradient, loss) < 1e-6);
  CHECK(gradient_error(layer.bias.value, layer.bias.gradient, loss) < 1e-6);
  CHECK(gradient_error(x, d_x, loss) < 1e-6);
}

}  // namespace

TEST_CASE("A linear layer is W x + b") {
  Linear<float> layer("layer", 2, 3);
  layer.weight.value << 1, 2, 3, 4, 5, 6;
  layer.bias.value << 10, 20, 30;
  Matrix<float> x(2, 2), y, expected(3, 2);
  x << 1, 0, 1, -1;
  expected << 13, 8, 27, 16, 41, 24;
  layer.forward(x, y);
  CHECK(y == expected);
}

TEST_CASE("A linear layer's gradients agree with central differences") {
  check_gradients(InputKind::dense, random_normal<Matrix<double>>(7, 4, 33));
  check_gradients(InputKind::dense, random_normal<Matrix<double>>(1, 1, 34));
  check_gradients(InputKind::sparse, random_ink<double>(9, 6, 0.3, 35));
}

TEST_CASE("Backward overwrites the gradients of the previous step") {
  Linear<double> layer("layer", 3, 2);
  const Matrix<double> x = random_normal<Matrix<double>>(3, 4, 36), d_y = random_normal<Matrix<double>>(2, 4, 37);
  layer.backward(x, d_y, nullptr);
  const WeightMatrix<double> weight_once = layer.weight.gradient, bias_once = layer.bias.gradient;
  layer.backward(x, d_y, nullptr);
  CHECK(layer.weight.gradient == weight_once);
  CHECK(layer.bias.gradient == bias_once);
}

TEST_CASE("A linear layer is initially zero, with PyTorch's parameter names") {
  const Linear<float> layer("encoder.0", 4, 3);
  CHECK(layer.weight.name == "encoder.0.weight");
  CHECK(layer.bias.name == "encoder.0.bias");
  CHECK(layer.weight.shape() == std::vector<std::uint64_t>{3, 4});
  CHECK(layer.bias.shape() == std::vector<std::uint64_t>{3});
  CHECK(layer.inputs() == 4);
  CHECK(layer.outputs() == 3);
  CHECK((layer.weight.value.array() == 0.0f).all());
  CHECK((layer.bias.value.array() == 0.0f).all());
}

TEST_CASE("Initial weights and biases are uniform within 1/sqrt(inputs)") {
  Linear<float> layer("layer", 100, 300);
  layer.initialize(1, 0);
  const auto weights = layer.weight.value.array(), biases = layer.bias.value.array();
  CHECK(weights.abs().maxCoeff() <= 0.1f);
  CHECK(biases.abs().maxCoeff() <= 0.1f);
  CHECK(weights.abs().maxCoeff() > 0.0999f);
  // Mean 0 and variance limit²/3, within five standard errors; the biases use another part of the stream.
  CHECK(std::abs(weights.cast<double>().mean()) < 0.0017);
  CHECK_THAT(weights.cast<double>().square().mean(), near(0.01 / 3, 0.03));
  CHECK_THAT(biases.cast<double>().square().mean(), near(0.01 / 3, 0.3));
  CHECK(layer.bias.value(0, 0) != layer.weight.value(0, 0));
}

TEST_CASE("Initial weights differ between layers and between seeds") {
  Linear<float> a("a", 8, 8), b("b", 8, 8);
  a.initialize(1, 0);
  b.initialize(1, 0);
  CHECK(a.weight.value == b.weight.value);
  b.initialize(1, 1);
  CHECK(a.weight.value != b.weight.value);
  b.initialize(2, 0);
  CHECK(a.weight.value != b.weight.value);
}

TEST_CASE("A linear layer rejects an input of another size and names itself") {
  for (const InputKind kind : {InputKind::dense, InputKind::sparse}) {
    const Linear<float> layer("mu", 4, 3, kind);
    const Matrix<float> x = Matrix<float>::Zero(5, 2);
    Matrix<float> y;
    CHECK_THAT(message_of<std::invalid_argument>([&] { layer.forward(x, y); }),
               contains("mu.weight: expected an input of 4 features, got 5"));
  }
}

}  // namespace latentpad::test::linear_test
