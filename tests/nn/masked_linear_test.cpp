#include "nn/masked_linear.h"

#include "nn/adam.h"
#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::masked_linear_test {

namespace {

const std::vector<Index> kLimits = {0, 2, 5, 6, 1};

/// The layer with random unmasked weights and random biases.
template <typename Scalar>
MaskedLinear<Scalar> random_layer(InputKind input) {
  MaskedLinear<Scalar> layer("layer", 6, kLimits, input);
  layer.initialize(1, 0);
  return layer;
}

bool zero_outside(const WeightMatrix<double>& weights) {
  for (Index o = 0; o < weights.rows(); ++o) {
    for (Index i = kLimits[static_cast<std::size_t>(o)]; i < weights.cols(); ++i) {
      if (weights(o, i) != 0.0) return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("An output depends on the inputs below its limit only") {
  for (const InputKind input : {InputKind::dense, InputKind::sparse}) {
    const auto layer = random_layer<double>(input);
    const Matrix<double> x = random_ink<double>(6, 3, 0.5, 2);
    Matrix<double> y, changed;
    layer.forward(x, y);
    for (Index j = 0; j < 6; ++j) {
      Matrix<double> other = x;
      other.row(j) = 1.0 - other.row(j).array();
      layer.forward(other, changed);
      for (Index o = 0; o < 5; ++o) {
        CAPTURE(j, o);
        CHECK((changed.row(o) == y.row(o)) == (j >= layer.limit(o)));
      }
    }
  }
}

TEST_CASE("The gradient of a masked layer agrees with central differences, and is zero for masked weights") {
  for (const InputKind input : {InputKind::dense, InputKind::sparse}) {
    auto layer = random_layer<double>(input);
    Matrix<double> x = random_ink<double>(6, 4, 0.5, 3), y, d_x;
    const Matrix<double> d_y = random_normal<Matrix<double>>(5, 4, 4);
    const auto loss = [&] {
      layer.forward(x, y);
      return y.cwiseProduct(d_y).sum();
    };
    layer.backward(x, d_y, &d_x);
    WeightMatrix<double>& weights = layer.linear().weight.value;
    const WeightMatrix<double>& gradient = layer.linear().weight.gradient;
    CHECK(zero_outside(gradient));
    for (Index o = 0; o < 5; ++o) {
      if (layer.limit(o) == 0) continue;
      CHECK(gradient.row(o).head(layer.limit(o)).cwiseAbs().minCoeff() > 0.0);
      CHECK(gradient_error(&weights(o, 0), layer.limit(o), &gradient(o, 0), loss) < 1e-6);
    }
    CHECK(gradient_error(layer.linear().bias.value, layer.linear().bias.gradient, loss) < 1e-6);
    CHECK(gradient_error(x, d_x, loss) < 1e-6);
  }
}

TEST_CASE("Masked weights are initially zero and stay exactly zero in training") {
  auto layer = random_layer<double>(InputKind::dense);
  ParameterList<double> parameters;
  layer.linear().append_to(parameters);
  Adam<double> adam(parameters);
  const WeightMatrix<double> first = layer.linear().weight.value;
  CHECK(zero_outside(first));
  CHECK(first.row(3).cwiseAbs().minCoeff() > 0.0);
  for (std::uint64_t step = 0; step < 20; ++step) {
    layer.backward(random_ink<double>(6, 4, 0.5, step), random_normal<Matrix<double>>(5, 4, step), nullptr);
    adam.step(parameters, 1e-2);
  }
  CHECK(zero_outside(layer.linear().weight.value));
  CHECK(layer.linear().weight.value != first);
  CHECK_NOTHROW(layer.expect_masked());
}

TEST_CASE("The first nonzero masked weight is reported with its position and value") {
  auto layer = random_layer<float>(InputKind::dense);
  CHECK_NOTHROW(layer.expect_masked());
  layer.linear().weight.value(4, 1) = 0.25f;
  CHECK_THAT(message_of<std::invalid_argument>([&] { layer.expect_masked(); }),
             contains("layer.weight[4, 1]: expected 0") && contains("got 0.25"));
  layer.linear().weight.value(0, 0) = -1.0f;
  CHECK_THAT(message_of<std::invalid_argument>([&] { layer.expect_masked(); }), contains("layer.weight[0, 0]"));
  // This output has no masked inputs.
  auto other = random_layer<float>(InputKind::dense);
  other.linear().weight.value.row(3).setConstant(9.0f);
  CHECK_NOTHROW(other.expect_masked());
}

}  // namespace latentpad::test::masked_linear_test
