#include "nn/sequential.h"

#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::sequential_test {

namespace {

ParameterList<double> parameters_of(Sequential<double>& chain) {
  ParameterList<double> list;
  chain.append_to(list);
  return list;
}

/// Linear layers from sizes[0] to sizes.back(), each with the activation; the last one is linear if is_last_linear.
Sequential<double> chain_of(const std::vector<Index>& sizes, Activation activation, bool is_last_linear,
                            InputKind input, const std::string& name = "chain") {
  Sequential<double> chain(name, {sizes.front()}, input);
  for (std::size_t i = 1; i < sizes.size(); ++i) {
    const bool is_linear = is_last_linear && i + 1 == sizes.size();
    chain.append(sizes[i], is_linear ? std::nullopt : std::optional(activation));
  }
  return chain;
}

void check_gradients(const std::vector<Index>& sizes, Activation activation, bool is_last_linear) {
  CAPTURE(sizes, activation_name(activation), is_last_linear);
  Sequential<double> chain = chain_of(sizes, activation, is_last_linear, InputKind::dense);
  const ParameterList<double> parameters = parameters_of(chain);
  randomize(parameters, 0.7, 41);
  Matrix<double> x = random_normal<Matrix<double>>(sizes.front(), 5, 42);
  const Matrix<double> r = random_normal<Matrix<double>>(sizes.back(), 5, 43);
  const auto loss = [&] {
    SequentialWorkspace<double> scratch;
    return chain.forward(x, scratch).cwiseProduct(r).sum();
  };
  SequentialWorkspace<double> workspace;
  chain.forward(x, workspace);
  Matrix<double> d_x;
  Matrix<double> d_output = r;
  chain.backward(x, d_output, workspace, &d_x);
  for (Parameter<double>* p : parameters) {
    CAPTURE(p->name);
    CHECK(gradient_error(p->value, p->gradient, loss) < 1e-6);
  }
  CHECK(gradient_error(x, d_x, loss) < 1e-6);
}

}  // namespace

TEST_CASE("The gradients of sequences of one to three layers agree with central differences") {
  for (const Activation activation : {Activation::relu, Activation::tanh}) {
    for (const bool is_last_linear : {false, true}) {
      check_gradients({4, 6}, activation, is_last_linear);
      check_gradients({4, 6, 5}, activation, is_last_linear);
      check_gradients({4, 7, 6, 5}, activation, is_last_linear);
    }
  }
}

TEST_CASE("A sequence without layers is the identity in both directions") {
  Sequential<double> chain("chain", {4}, InputKind::sparse);
  const Matrix<double> x = random_normal<Matrix<double>>(4, 3, 44);
  Matrix<double> d_output = random_normal<Matrix<double>>(4, 3, 45);
  SequentialWorkspace<double> workspace;
  CHECK(&chain.forward(x, workspace) == &x);
  Matrix<double> d_x;
  chain.backward(x, d_output, workspace, &d_x);
  CHECK(d_x == d_output);
  chain.backward(x, d_output, workspace, nullptr);
}

TEST_CASE("Only a linear output layer has no activation") {
  for (const bool is_last_linear : {false, true}) {
    Sequential<double> chain = chain_of({3, 8, 8}, Activation::relu, is_last_linear, InputKind::dense);
    randomize(parameters_of(chain), 1.0, 46);
    SequentialWorkspace<double> workspace;
    const Matrix<double> y = chain.forward(random_normal<Matrix<double>>(3, 20, 47), workspace);
    CHECK((workspace.outputs[0].array() >= 0.0).all());
    CHECK((y.array() < 0.0).any() == is_last_linear);
  }
}

TEST_CASE("The layers of a sequence are numbered from 0 and have matching sizes") {
  Sequential<double> chain = chain_of({2, 5, 3}, Activation::tanh, true, InputKind::dense, "decoder");
  REQUIRE(chain.layers().size() == 2);
  CHECK(parameters_of(chain)[0]->name == "decoder.0.weight");
  CHECK(parameters_of(chain)[3]->name == "decoder.1.bias");
  CHECK(chain.layers()[0]->input_shape() == Shape{2});
  CHECK(chain.layers()[0]->output_shape() == Shape{5});
  CHECK(chain.layers()[1]->input_shape() == Shape{5});
  CHECK(chain.output_shape() == Shape{3});
}

TEST_CASE("A workspace supports batches of changing size") {
  Sequential<double> chain = chain_of({4, 6, 5}, Activation::tanh, true, InputKind::sparse);
  randomize(parameters_of(chain), 0.7, 48);
  SequentialWorkspace<double> reused;
  for (const Index batch : {8, 1, 5}) {
    const Matrix<double> x = random_ink<double>(4, batch, 0.5, 49),
                         d_output = random_normal<Matrix<double>>(5, batch, 50);
    Matrix<double> d = d_output;
    SequentialWorkspace<double> fresh;
    CHECK(chain.forward(x, reused) == chain.forward(x, fresh));
    chain.backward(x, d, fresh, nullptr);
    const WeightMatrix<double> expected = parameters_of(chain)[0]->gradient;
    d = d_output;
    chain.backward(x, d, reused, nullptr);
    CHECK(parameters_of(chain)[0]->gradient == expected);
  }
}

}  // namespace latentpad::test::sequential_test
