#include "nn/conv2d.h"

#include <cmath>

#include "base/error.h"
#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::conv2d_test {

namespace {

template <typename Layer>
void check_gradients(Layer& layer, Index batch) {
  CAPTURE(layer.input_shape().size(), layer.output_shape().size());
  randomize(ParameterList<double>{&layer.weight, &layer.bias}, 0.7, 31);
  auto x = random_normal<Matrix<double>>(layer.input_shape().size(), batch, 30);
  const auto r = random_normal<Matrix<double>>(layer.output_shape().size(), batch, 32);
  Matrix<double> y, d_x;
  const auto loss = [&] {
    layer.forward(x, y);
    return y.cwiseProduct(r).sum();
  };
  loss();
  Matrix<double> d_y = r;
  const Matrix<double> output = y;
  layer.backward(x, output, d_y, &d_x);
  CHECK(gradient_error(layer.weight.value, layer.weight.gradient, loss) < 1e-6);
  CHECK(gradient_error(layer.bias.value, layer.bias.gradient, loss) < 1e-6);
  CHECK(gradient_error(x, d_x, loss) < 1e-6);
  // Without d_x the same, and from the start.
  const WeightMatrix<double> once = layer.weight.gradient;
  Matrix<double> again = r;
  layer.backward(x, output, again, nullptr);
  CHECK(layer.weight.gradient == once);
}

void check_both(const LayerSpec& spec, const Shape& input, Index batch, std::optional<Activation> activation) {
  CAPTURE(layer_text(spec), input.channels, input.height, input.width, batch);
  Conv2d<double> layer("layer", spec, input, activation);
  check_gradients(layer, batch);
  ConvTranspose2d<double> mirror("mirror", mirrored(spec, input, input.channels), layer.output_shape(), activation);
  CHECK(mirror.output_shape() == input);
  check_gradients(mirror, batch);
}

}  // namespace

TEST_CASE("A convolution and its mirror have the gradients of central differences") {
  for (const Index stride : {1, 2}) {
    for (const Index padding : {0, 1, 2}) {
      check_both(conv2d(2, 3, stride, padding), {1, 5, 6}, 2, {});
      check_both(conv2d(3, 4, stride, padding), {2, 7, 5}, 3, Activation::tanh);
    }
  }
  check_both(conv2d(1, 1), {1, 1, 1}, 1, {});
  check_both(conv2d(9, 3, 1, 1), {8, 3, 3}, 2, Activation::relu);
  check_both(conv2d(2, 5, 3, 1), {3, 6, 8}, 2, {});
}

TEST_CASE("A convolution is a cross-correlation with a bias for each channel") {
  Conv2d<float> layer("layer", conv2d(1, 2), {1, 2, 3});
  layer.weight.value << 1, 2, 3, 4;
  layer.bias.value << 100;
  Matrix<float> x(6, 1), y, expected(2, 1);
  x << 1, 2, 3, 4, 5, 6;
  expected << 1 + 4 + 12 + 20 + 100, 2 + 6 + 15 + 24 + 100;
  layer.forward(x, y);
  CHECK(y == expected);
  CHECK(layer.output_shape() == Shape{1, 1, 2});
}

TEST_CASE("A transposed convolution adds its kernel once for each input") {
  LayerSpec spec = mirrored(conv2d(1, 2, 2), {1, 2, 5}, 1);
  CHECK(spec.output_padding_height == 0);
  CHECK(spec.output_padding_width == 1);
  ConvTranspose2d<float> layer("layer", spec, {1, 1, 2});
  layer.weight.value << 1, 2, 3, 4;
  layer.bias.value << 100;
  Matrix<float> x(2, 1), y, expected(10, 1);
  x << 1, 10;
  expected << 101, 102, 110, 120, 100, 103, 104, 130, 140, 100;
  layer.forward(x, y);
  CHECK(y == expected);
}

TEST_CASE("Parameters have PyTorch's names and shapes, and start at zero") {
  using Sizes = std::vector<std::uint64_t>;
  Conv2d<float> layer("encoder.0", conv2d(3, 4, 2, 1), {2, 8, 8});
  ConvTranspose2d<float> mirror("decoder.1", mirrored(conv2d(3, 4, 2, 1), {2, 8, 8}, 2), {3, 4, 4});
  CHECK(layer.weight.name == "encoder.0.weight");
  CHECK(layer.bias.name == "encoder.0.bias");
  CHECK(layer.weight.shape() == Sizes{3, 2, 4, 4});
  CHECK(layer.bias.shape() == Sizes{3});
  CHECK(mirror.weight.name == "decoder.1.weight");
  CHECK(mirror.weight.shape() == Sizes{3, 2, 4, 4});
  CHECK(mirror.bias.shape() == Sizes{2});
  CHECK((layer.weight.value.array() == 0.0f).all());
}

TEST_CASE("Initial weights are uniform within the limits of PyTorch") {
  // 1/√(input channels · kernel²); for the transposed convolution with the output channels.
  Conv2d<float> layer("a", conv2d(64, 5), {4, 8, 8});
  ConvTranspose2d<float> mirror("b", mirrored(conv2d(64, 5), {4, 8, 8}, 4), {64, 4, 4});
  layer.initialize(1, 0);
  mirror.initialize(1, 0);
  for (const Parameter<float>* weight : {&layer.weight, &mirror.weight}) {
    CHECK(weight->value.cwiseAbs().maxCoeff() <= 0.1f);
    CHECK(weight->value.cwiseAbs().maxCoeff() > 0.0999f);
    CHECK(std::abs(weight->value.mean()) < 0.004f);
  }
  CHECK(layer.bias.value.cwiseAbs().maxCoeff() > 0.05f);
}

TEST_CASE("The bias of a channel is set to the mean over its outputs, completely or not at all") {
  Conv2d<double> layer("a", conv2d(2, 2), {1, 2, 3});
  Vector<double> outputs(4);
  outputs << 1, 2, 10, 30;
  layer.set_bias(outputs);
  CHECK(layer.bias.value(0, 0) == 1.5);
  CHECK(layer.bias.value(1, 0) == 20.0);
  CHECK_THROWS_AS(layer.set_bias(Vector<double>::Ones(2)), std::invalid_argument);
  CHECK(layer.bias.value(0, 0) == 1.5);
}

TEST_CASE("A convolution rejects an input of another size and names itself") {
  const Conv2d<float> layer("encoder.0", conv2d(2, 2), {1, 2, 3});
  const ConvTranspose2d<float> mirror("decoder.1", mirrored(conv2d(2, 2), {1, 2, 3}, 1), {2, 1, 2});
  Matrix<float> y;
  CHECK_THAT(message_of<std::invalid_argument>([&] { layer.forward(Matrix<float>::Zero(5, 2), y); }),
             contains("encoder.0.weight: expected an input of 6 numbers, got 5"));
  CHECK_THAT(message_of<std::invalid_argument>([&] { mirror.forward(Matrix<float>::Zero(5, 2), y); }),
             contains("decoder.1.weight: expected an input of 4 numbers, got 5"));
}

}  // namespace latentpad::test::conv2d_test
