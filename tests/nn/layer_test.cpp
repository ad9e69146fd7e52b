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

TEST_CASE("Layers are written as text and read from it") {
  const std::pair<const char*, LayerSpec> layers[] = {{"400", 400},
                                                      {"conv32k4s2p1", conv2d(32, 4, 2, 1)},
                                                      {"conv8k3", conv2d(8, 3)},
                                                      {"conv8k3p1", conv2d(8, 3, 1, 1)},
                                                      {"conv8k3s2", conv2d(8, 3, 2)}};
  for (const auto& [text, layer] : layers) {
    CHECK(layer_text(layer) == text);
    CHECK(layer_from_text(text) == layer);
  }
  CHECK(layers_text({conv2d(32, 4, 2, 1), 256}) == "[conv32k4s2p1, 256]");
  CHECK(layer_from_text("conv8k3s1p0") == conv2d(8, 3));
  for (const char* text : {"", "x", "-1", "+1", "4 ", " 4", "4.5", "1234567890", "conv", "conv8", "convk3", "conv8k",
                           "conv8s2", "conv8k3p1s2", "conv8k3s", "conv8k-3", "conv8k3x", "Conv8k3"}) {
    CAPTURE(text);
    CHECK_FALSE(layer_from_text(text).has_value());
  }
}

TEST_CASE("A convolution has the output shape of PyTorch, and its mirror has the shape of its input") {
  const auto shape = [](const LayerSpec& layer, const Shape& input) {
    const Shape output = output_shape(layer, input);
    CHECK(output_shape(mirrored(layer, input, input.channels), output) == input);
    CHECK(mirrored(layer, input, 1).output_padding_height < layer.stride);
    return output;
  };
  CHECK(shape(conv2d(32, 4, 2, 1), {1, 28, 28}) == Shape{32, 14, 14});
  CHECK(shape(conv2d(64, 4, 2, 1), {32, 14, 14}) == Shape{64, 7, 7});
  CHECK(shape(conv2d(8, 3, 2, 0), {3, 8, 9}) == Shape{8, 3, 4});
  CHECK(shape(conv2d(8, 3, 3, 2), {3, 7, 7}) == Shape{8, 3, 3});
  CHECK(shape(conv2d(2, 5), {1, 5, 6}) == Shape{2, 1, 2});
  CHECK(output_shape(7, {3, 8, 9}) == Shape{7});
  CHECK(mirrored(7, {3, 8, 9}, 3) == LayerSpec(216));
}

TEST_CASE("Weights and multiply-adds of a layer are counted") {
  CHECK(weight_count(10, {3, 4, 5}) == 600);
  CHECK(multiply_adds(10, {3, 4, 5}) == 600);
  CHECK(weight_count(conv2d(8, 3, 2, 1), {3, 4, 5}) == 8 * 3 * 9);
  CHECK(multiply_adds(conv2d(8, 3, 2, 1), {3, 4, 5}) == 8 * 3 * 9 * 2 * 3);
}

TEST_CASE("A kernel larger than its input with padding is rejected with both sizes") {
  CHECK_THAT(message_of<std::invalid_argument>([] { output_shape(conv2d(8, 7, 1, 1), {3, 4, 9}); }),
             contains("conv8k7p1: expected a kernel that fits its input with padding, 11 x 6, got 7 x 7"));
  CHECK_NOTHROW(output_shape(conv2d(8, 6, 1, 1), {3, 4, 9}));
}

TEST_CASE("Layers are created from their types") {
  const auto conv = make_layer<float>(conv2d(8, 3, 2, 1), "a", {3, 4, 5}, InputKind::dense, Activation::relu);
  CHECK(conv->input_shape() == Shape{3, 4, 5});
  CHECK(conv->output_shape() == Shape{8, 2, 3});
  CHECK(conv->activation() == Activation::relu);
  const auto mirror =
      make_layer<float>(mirrored(conv2d(8, 3, 2, 1), {3, 4, 5}, 3), "b", {8, 2, 3}, InputKind::dense, {});
  CHECK(mirror->output_shape() == Shape{3, 4, 5});
}

TEST_CASE("An unknown layer type is rejected, and the known types are listed") {
  LayerSpec spec = 5;
  spec.type = "pool";
  CHECK_THAT(message_of<std::invalid_argument>([&] { make_layer<float>(spec, "a", {7}, InputKind::dense, {}); }),
             contains("layer: expected one of \"linear\", \"conv2d\", got \"pool\""));
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
