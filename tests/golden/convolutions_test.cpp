// Comparison of convolutions and of a convolutional VAE with PyTorch; make_convolution_golden.py wrote the file.
#include "io/json.h"
#include "io/strict_json.h"
#include "models/vae.h"
#include "nn/conv2d.h"
#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::convolutions_test {

namespace {

const nlohmann::json& golden() {
  static const nlohmann::json kContent = [] {
    const Bytes file = read_test_file(std::string(LATENTPAD_TEST_DATA) + "/golden/convolutions.json");
    return parse_strict_json(std::string(file.begin(), file.end()));
  }();
  return kContent;
}

/// A batch: examples are consecutive in PyTorch's memory, as are our columns.
Matrix<double> batch_of(const nlohmann::json& list, Index count) {
  const auto values = list.get<std::vector<double>>();
  return Eigen::Map<const Matrix<double>>(values.data(), static_cast<Index>(values.size()) / count, count);
}

/// Copies a list to a parameter of as many numbers.
void fill(Parameter<double>& parameter, const nlohmann::json& list) {
  const auto values = list.get<std::vector<double>>();
  REQUIRE(static_cast<Index>(values.size()) == parameter.value.size());
  std::copy(values.begin(), values.end(), parameter.value.data());
}

template <typename Numbers>
void check_close(const char* what, const Numbers& got, const nlohmann::json& list) {
  CAPTURE(what);
  const auto expected = list.get<std::vector<double>>();
  REQUIRE(static_cast<std::size_t>(got.size()) == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK_THAT(got.data()[i], near(expected[i], 1e-10, 1e-10));
}

template <typename Layer>
void check_layer(Layer layer, const nlohmann::json& row) {
  const auto output = row["output"].get<std::vector<Index>>();
  REQUIRE(layer.output_shape() == Shape{output[0], output[1], output[2]});
  fill(layer.weight, row["weight"]);
  fill(layer.bias, row["bias"]);
  const Matrix<double> x = batch_of(row["x"], 2);
  Matrix<double> y, d_y = batch_of(row["d_y"], 2), d_x;
  layer.forward(x, y);
  layer.backward(x, y, d_y, &d_x);
  check_close("y", y, row["y"]);
  check_close("d_x", d_x, row["d_x"]);
  check_close("d_weight", layer.weight.gradient, row["d_weight"]);
  check_close("d_bias", layer.bias.gradient, row["d_bias"]);
}

}  // namespace

TEST_CASE("Convolutions, transposed convolutions and their gradients agree with PyTorch") {
  REQUIRE(golden().at("layers").size() == 8);
  for (const nlohmann::json& row : golden().at("layers")) {
    const auto sizes = row["input"].get<std::vector<Index>>();
    const Shape input{sizes[0], sizes[1], sizes[2]};
    LayerSpec spec = conv2d(row["channels"].get<Index>(), row["kernel"].get<Index>(), row["stride"].get<Index>(),
                            row["padding"].get<Index>());
    CAPTURE(layer_text(spec), sizes, row["output_padding"].dump());
    if (row["output_padding"].is_null()) {
      check_layer(Conv2d<double>("layer", spec, input), row);
    } else {
      spec.type = "conv_transpose2d";
      spec.output_padding_height = row["output_padding"][0].get<Index>();
      spec.output_padding_width = row["output_padding"][1].get<Index>();
      check_layer(ConvTranspose2d<double>("layer", spec, input), row);
    }
  }
}

TEST_CASE("A convolutional VAE agrees with PyTorch: names, shapes, codes, loss and gradients") {
  const nlohmann::json& row = golden().at("vae");
  ModelConfig config{"vae", 30, {conv2d(3, 3, 2, 1), conv2d(4, 2), 5}, 2, Activation::relu};
  config.image_width = 6;
  config.image_height = 5;
  Vae<double> vae(config);
  const ParameterList<double> parameters = vae.parameters();
  REQUIRE(parameters.size() == row["parameters"].size());
  for (Parameter<double>* p : parameters) {
    const nlohmann::json& expected = row["parameters"].at(p->name);
    CAPTURE(p->name);
    CHECK(p->shape() == expected["shape"].get<std::vector<std::uint64_t>>());
    fill(*p, expected["value"]);
  }
  const Matrix<double> x = batch_of(row["x"], 3), epsilon = batch_of(row["epsilon"], 3);
  VaeWorkspace<double> workspace;
  const LossTerms terms = vae.negative_elbo(x, epsilon, workspace);
  vae.backward(x, epsilon, 1.0, workspace);
  CHECK_THAT(terms.reconstruction, near(row["reconstruction"].get<double>(), 1e-10));
  CHECK_THAT(terms.kl, near(row["kl"].get<double>(), 1e-10));
  check_close("mu", workspace.mu, row["mu"]);
  check_close("log_var", workspace.log_var, row["log_var"]);
  check_close("logits", workspace.decoder.outputs.back(), row["logits"]);
  for (const Parameter<double>* p : parameters) {
    check_close(p->name.c_str(), p->gradient, row["parameters"].at(p->name)["gradient"]);
  }
}

}  // namespace latentpad::test::convolutions_test
