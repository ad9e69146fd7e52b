#include "models/encoder_decoder.h"

#include "models/bernoulli.h"
#include "nn/linear.h"
#include "support/catch.h"

namespace latentpad::test::encoder_decoder_test {

namespace {

/// Sizes of the input and of the outputs of all layers.
std::vector<Index> sizes_of(const Sequential<float>& chain) {
  std::vector<Index> sizes = {chain.input_shape().size()};
  for (const auto& layer : chain.layers()) sizes.push_back(layer->output_shape().size());
  return sizes;
}

}  // namespace

TEST_CASE("The decoder mirrors the encoder, and has the number of outputs that the likelihood requires") {
  const ModelConfig config{"vae", 11, {7, 5}, 3, Activation::relu}, shallow{"ae", 11, {}, 3, Activation::relu},
      conditional{"cvae", 11, {7}, 3, Activation::relu};
  CHECK(sizes_of(make_encoder<float>(config)) == std::vector<Index>{11, 7, 5});
  CHECK(sizes_of(make_decoder<float>(config, 1)) == std::vector<Index>{3, 5, 7, 11});
  CHECK(sizes_of(make_decoder<float>(config, 2)) == std::vector<Index>{3, 5, 7, 22});
  CHECK(sizes_of(make_encoder<float>(shallow)) == std::vector<Index>{11});
  CHECK(sizes_of(make_decoder<float>(shallow, 1)) == std::vector<Index>{3, 11});
  CHECK(sizes_of(make_encoder<float>(conditional)) == std::vector<Index>{21, 7});
  CHECK(sizes_of(make_decoder<float>(conditional, 1)) == std::vector<Index>{13, 7, 11});
}

TEST_CASE("A convolutional decoder inverts the shapes of the encoder") {
  ModelConfig config{"vae", 63, {conv2d(4, 3, 2, 1), conv2d(6, 3, 2), 5}, 3, Activation::relu};
  config.image_width = 9;
  config.image_height = 7;
  const Sequential<float> encoder = make_encoder<float>(config), decoder = make_decoder<float>(config, 2);
  const std::vector<Shape> shapes = hidden_shapes(config);
  CHECK(shapes == std::vector<Shape>{{1, 7, 9}, {4, 4, 5}, {6, 1, 2}, {5}});
  REQUIRE(encoder.layers().size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(encoder.layers()[i]->output_shape() == shapes[i + 1]);
  REQUIRE(decoder.layers().size() == 4);
  CHECK(decoder.layers()[0]->output_shape() == Shape{5});
  CHECK(decoder.layers()[1]->output_shape() == Shape{12});
  CHECK(decoder.layers()[2]->output_shape() == shapes[1]);
  CHECK(decoder.layers()[3]->output_shape() == Shape{2, 7, 9});
  CHECK(decoder.layers()[2]->activation() == Activation::relu);
  CHECK_FALSE(decoder.layers()[3]->activation().has_value());
  // Without linear layers, the heads read the last map.
  config.hidden.pop_back();
  CHECK(make_encoder<float>(config).output_shape() == shapes[2]);
  CHECK(sizes_of(make_decoder<float>(config, 1)) == std::vector<Index>{3, 12, 80, 63});
}

TEST_CASE("All layers except the decoder's last have the activation") {
  const ModelConfig config{"vae", 11, {7, 5}, 3, Activation::tanh};
  const Sequential<float> encoder = make_encoder<float>(config);
  for (const auto& layer : encoder.layers()) CHECK(layer->activation() == Activation::tanh);
  const Sequential<float> decoder = make_decoder<float>(config, 1);
  CHECK(decoder.layers()[1]->activation() == Activation::tanh);
  CHECK_FALSE(decoder.layers()[2]->activation().has_value());
}

TEST_CASE("Only heads that read the image directly have sparse input") {
  CHECK(head_input({"vae", 11, {}, 3, Activation::relu}) == InputKind::sparse);
  CHECK(head_input({"vae", 11, {7}, 3, Activation::relu}) == InputKind::dense);
}

TEST_CASE("The output bias is set from the mean image, which must have one mean per pixel") {
  const ModelConfig config{"vae", 3, {}, 1, Activation::relu};
  const Bernoulli<double> bernoulli;
  Linear<double> layer("layer", 2, 3);
  Vector<double> mean(3);
  mean << 0.0, 0.2, 1.0;
  set_bias_of_mean(config, bernoulli, mean, static_cast<Layer<double>&>(layer));
  const Vector<double> outputs = bernoulli.outputs_of_mean(mean);
  for (Index i = 0; i < 3; ++i) CHECK(layer.bias.value(i, 0) == outputs[i]);
  for (const Index size : {0, 2, 4}) {
    CHECK_THAT(message_of<std::invalid_argument>([&] {
                 set_bias_of_mean(config, bernoulli, Vector<double>::Zero(size), static_cast<Layer<double>&>(layer));
               }),
               contains("expected 3 mean pixels, got " + std::to_string(size)));
  }
}

TEST_CASE("A bias for all pixels is that of the mean of all") {
  const ModelConfig config{"vae", 16, {conv2d(2, 3)}, 1, Activation::relu};
  const Bernoulli<double> bernoulli;
  Sequential<double> decoder = make_decoder<double>(config, 1);
  Vector<double> mean(16);
  for (Index i = 0; i < 16; ++i) mean[i] = static_cast<double>(i) / 60.0;
  set_bias_of_mean(config, bernoulli, mean, *decoder.layers().back());
  ParameterList<double> parameters;
  decoder.append_to(parameters);
  REQUIRE(parameters.back()->value.size() == 1);
  // logit(1/8), the log-odds of the mean of all pixels.
  CHECK_THAT(parameters.back()->value(0, 0), near(-1.9459101490553132, 1e-6));
}

}  // namespace latentpad::test::encoder_decoder_test
