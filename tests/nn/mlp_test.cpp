#include "nn/mlp.h"

#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::mlp_test {

namespace {

ParameterList<double> parameters_of(Mlp<double>& mlp) {
  ParameterList<double> list;
  for (Linear<double>& layer : mlp.layers()) {
    list.push_back(&layer.weight);
    list.push_back(&layer.bias);
  }
  return list;
}

void check_gradients(const std::vector<Index>& sizes, Activation activation, Mlp<double>::Output output) {
  CAPTURE(sizes, activation_name(activation), static_cast<int>(output));
  Mlp<double> mlp("chain", sizes, activation, output, InputKind::dense);
  const ParameterList<double> parameters = parameters_of(mlp);
  randomize(parameters, 0.7, 41);
  Matrix<double> x = random_normal<Matrix<double>>(sizes.front(), 5, 42);
  const Matrix<double> r = random_normal<Matrix<double>>(sizes.back(), 5, 43);
  const auto loss = [&] {
    MlpWorkspace<double> scratch;
    return mlp.forward(x, scratch).cwiseProduct(r).sum();
  };
  MlpWorkspace<double> workspace;
  mlp.forward(x, workspace);
  Matrix<double> d_x;
  mlp.backward(x, r, workspace, &d_x);
  for (Parameter<double>* p : parameters) {
    CAPTURE(p->name);
    CHECK(gradient_error(p->value, p->gradient, loss) < 1e-6);
  }
  CHECK(gradient_error(x, d_x, loss) < 1e-6);
}

}  // namespace

TEST_CASE("The gradients of chains of one to three layers agree with central differences") {
  for (const Activation activation : {Activation::relu, Activation::tanh}) {
    for (const auto output : {Mlp<double>::Output::activated, Mlp<double>::Output::linear}) {
      check_gradients({4, 6}, activation, output);
      check_gradients({4, 6, 5}, activation, output);
      check_gradients({4, 7, 6, 5}, activation, output);
    }
  }
}

TEST_CASE("A chain without layers is the identity in both directions") {
  Mlp<double> mlp("chain", {4}, Activation::relu, Mlp<double>::Output::activated, InputKind::sparse);
  const Matrix<double> x = random_normal<Matrix<double>>(4, 3, 44), d_output = random_normal<Matrix<double>>(4, 3, 45);
  MlpWorkspace<double> workspace;
  CHECK(&mlp.forward(x, workspace) == &x);
  Matrix<double> d_x;
  mlp.backward(x, d_output, workspace, &d_x);
  CHECK(d_x == d_output);
  mlp.backward(x, d_output, workspace, nullptr);
}

TEST_CASE("Only a linear output escapes the last activation") {
  for (const auto output : {Mlp<double>::Output::activated, Mlp<double>::Output::linear}) {
    Mlp<double> mlp("chain", {3, 8, 8}, Activation::relu, output, InputKind::dense);
    randomize(parameters_of(mlp), 1.0, 46);
    MlpWorkspace<double> workspace;
    const Matrix<double> y = mlp.forward(random_normal<Matrix<double>>(3, 20, 47), workspace);
    CHECK((workspace.outputs[0].array() >= 0.0).all());
    CHECK((y.array() < 0.0).any() == (output == Mlp<double>::Output::linear));
  }
}

TEST_CASE("The layers of a chain are numbered from 0 and fit each other") {
  Mlp<double> mlp("decoder", {2, 5, 3}, Activation::tanh, Mlp<double>::Output::linear, InputKind::dense);
  REQUIRE(mlp.layers().size() == 2);
  CHECK(mlp.layers()[0].weight.name == "decoder.0.weight");
  CHECK(mlp.layers()[1].bias.name == "decoder.1.bias");
  CHECK(mlp.layers()[0].inputs() == 2);
  CHECK(mlp.layers()[0].outputs() == 5);
  CHECK(mlp.layers()[1].inputs() == 5);
  CHECK(mlp.layers()[1].outputs() == 3);
}

TEST_CASE("A workspace serves batches of changing size") {
  Mlp<double> mlp("chain", {4, 6, 5}, Activation::tanh, Mlp<double>::Output::linear, InputKind::sparse);
  randomize(parameters_of(mlp), 0.7, 48);
  MlpWorkspace<double> reused;
  for (const Index batch : {8, 1, 5}) {
    const Matrix<double> x = random_ink<double>(4, batch, 0.5, 49), d = random_normal<Matrix<double>>(5, batch, 50);
    MlpWorkspace<double> fresh;
    CHECK(mlp.forward(x, reused) == mlp.forward(x, fresh));
    mlp.backward(x, d, fresh, nullptr);
    const WeightMatrix<double> expected = mlp.layers()[0].weight.gradient;
    mlp.backward(x, d, reused, nullptr);
    CHECK(mlp.layers()[0].weight.gradient == expected);
  }
}

}  // namespace latentpad::test::mlp_test
