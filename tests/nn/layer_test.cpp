#include "nn/layer.h"

#include "nn/linear.h"
#include "support/catch.h"
#include "support/random_matrix.h"

namespace latentpad::test::layer_test {

TEST_CASE("A number specifies a linear layer with that many units") {
  const LayerSpec spec = 5;
  CHECK(spec.type == "linear");
  const auto layer = make_layer<double>(spec, "encoder.0", {7}, InputKind::dense, Activation::tanh);
  CHECK(layer->input_shape() == Shape{7});
  CHECK(layer->output_shape() == Shape{5});
  CHECK(layer->activation() == Activation::tanh);
  ParameterList<double> list;
  layer->append_to(list);
  REQUIRE(list.size() == 2);
  CHECK(list[0]->name == "encoder.0.weight");
  CHECK(list[1]->name == "encoder.0.bias");
  CHECK(layers_text({5, 7}) == "[5, 7]");
}

TEST_CASE("An unknown layer type is rejected, and the known types are listed") {
  LayerSpec spec = 5;
  spec.type = "conv2d";
  CHECK_THAT(message_of<std::invalid_argument>([&] { make_layer<float>(spec, "a", {7}, InputKind::dense, {}); }),
             contains("layer: expected one of \"linear\", got \"conv2d\""));
}

TEST_CASE("A layer is its affine part followed by its activation, in both directions") {
  Linear<double> plain("a", 4, 3), activated("a", 4, 3, InputKind::dense, Activation::tanh);
  plain.initialize(1, 0);
  activated.initialize(1, 0);
  const Matrix<double> x = random_normal<Matrix<double>>(4, 5, 1), d = random_normal<Matrix<double>>(3, 5, 2);
  Matrix<double> sum, y, d_x, expected_d_x;
  plain.forward(x, sum);
  activated.forward(x, y);
  CHECK((y - sum.array().tanh().matrix()).cwiseAbs().maxCoeff() < 1e-14);
  Matrix<double> d_y = d;
  activated.backward(x, y, d_y, &d_x);
  const Matrix<double> d_sum = d.cwiseProduct((1.0 - y.array().square()).matrix());
  CHECK((d_y - d_sum).cwiseAbs().maxCoeff() < 1e-14);
  plain.backward(x, d_y, &expected_d_x);
  CHECK(d_x == expected_d_x);
  CHECK(activated.weight.gradient == plain.weight.gradient);
}

TEST_CASE("A bias is set completely or not at all") {
  Linear<float> layer("a", 4, 3);
  Vector<double> outputs(3);
  outputs << 1.0, -2.0, 0.5;
  layer.set_bias(outputs);
  CHECK(layer.bias.value(1, 0) == -2.0f);
  CHECK_THROWS_AS(layer.set_bias(Vector<double>::Ones(2)), std::invalid_argument);
  CHECK(layer.bias.value(0, 0) == 1.0f);
}

}  // namespace latentpad::test::layer_test
