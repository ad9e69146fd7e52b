#include "models/model_config.h"

#include <functional>

#include "base/error.h"
#include "models/model.h"
#include "support/catch.h"

namespace latentpad::test::model_config_test {

namespace {

std::string refusal(const std::function<void(ModelConfig&)>& change) {
  ModelConfig config;
  change(config);
  return message_of<std::invalid_argument>([&config] { validate(config); });
}

}  // namespace

TEST_CASE("The default model and the models at the limits are valid") {
  CHECK_NOTHROW(validate(ModelConfig{}));
  CHECK_NOTHROW(validate({"vae", 1, {}, 1, Activation::tanh}));
  CHECK_NOTHROW(validate({"vae", 4096, std::vector<LayerSpec>(8, 4096), 512, Activation::relu}));
  CHECK_NOTHROW(validate({"ae", 4096, std::vector<LayerSpec>(8, 4096), 512, Activation::relu}));
  CHECK_NOTHROW(validate({"ae", 1, {}, 1, Activation::relu}));
  CHECK_NOTHROW(validate({"fvbn", 4096, {}, 0, Activation::relu}));
  CHECK_NOTHROW(validate({"made", 1, {1}, 0, Activation::tanh}));
  CHECK_NOTHROW(validate({"made", 4096, std::vector<LayerSpec>(8, 4096), 0, Activation::relu}));
}

TEST_CASE("Invalid configurations are rejected with the expected and the actual value") {
  CHECK_THAT(refusal([](ModelConfig& c) { c.model = "gan"; }),
             contains("model: expected one of \"vae\", \"cvae\", \"hvae\", \"ae\", \"fvbn\", \"made\", got \"gan\""));
  CHECK_THAT(refusal([](ModelConfig& c) { c.input_dim = 0; }), contains("input_dim: expected a whole number from 1"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.input_dim = 4097; }), contains("to 4096, got 4097"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.hidden.assign(9, 10); }), contains("hidden layers"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.hidden = {400, 0}; }), contains("hidden size"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.hidden = {4097}; }), contains("got 4097"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.hidden = {-1}; }), contains("got -1"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.latent_dim = 0; }), contains("latent_dim"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.latent_dim = 513; }), contains("to 512, got 513"));
}

TEST_CASE("Convolutions are valid before linear layers, in models whose encoder reads pixels alone") {
  const auto refused = [](std::vector<LayerSpec> hidden, const char* model = "vae") {
    return refusal([&](ModelConfig& c) {
      c.model = model;
      c.hidden = std::move(hidden);
      if (!traits_of(c).code) c.latent_dim = 0;
    });
  };
  const LayerSpec conv = conv2d(8, 4, 2, 1);
  for (const char* model : {"vae", "ae"}) {
    CHECK_NOTHROW(validate({model, 784, {conv, conv, 16}, 2, Activation::relu}));
    CHECK_NOTHROW(validate({model, 784, {conv}, 2, Activation::relu}));
  }
  CHECK_NOTHROW(validate({"vae", 784, {conv2d(83, 1)}, 2, Activation::relu}));
  for (const char* model : {"cvae", "made"}) {
    CHECK_THAT(refused({conv}, model), contains(std::string("hidden: expected linear layers for a model of kind ") +
                                                model + " (vae and ae may have convolutions), got [conv8k4s2p1]"));
  }
  CHECK_THAT(refused({16, conv}),
             contains("hidden: expected convolutions before linear layers, got [16, conv8k4s2p1]"));
  CHECK_THAT(refused({conv2d(0, 4)}), contains("channels: expected a whole number from 1 to 512, got 0"));
  CHECK_THAT(refused({conv2d(513, 4)}), contains("channels: expected a whole number from 1 to 512, got 513"));
  CHECK_THAT(refused({conv2d(8, 0)}), contains("kernel: expected a whole number from 1 to 16, got 0"));
  CHECK_THAT(refused({conv2d(8, 17)}), contains("kernel: expected a whole number from 1 to 16, got 17"));
  CHECK_THAT(refused({conv2d(8, 4, 5)}), contains("stride: expected a whole number from 1 to 4, got 5"));
  CHECK_THAT(refused({conv2d(8, 4, 0)}), contains("stride: expected a whole number from 1 to 4, got 0"));
  CHECK_THAT(refused({conv2d(8, 4, 1, 4)}), contains("padding: expected a whole number from 0 to 3, got 4"));
  CHECK_THAT(refused({conv2d(84, 1)}),
             contains("outputs of a convolution: expected a whole number from 1 to 65536, got 65856"));
  CHECK_THAT(refused({conv, conv, conv, conv2d(8, 4)}),
             contains("conv8k4: expected a kernel that fits its input with padding, 3 x 3, got 4 x 4"));
  LayerSpec transposed = conv;
  transposed.type = "conv_transpose2d";
  CHECK_THAT(refused({transposed}), contains("layer: expected one of \"linear\", \"conv2d\""));
}

TEST_CASE("Width and height are those of the configuration, or the default for input_dim") {
  const auto size = [](Index input_dim) { return image_size({"vae", input_dim, {}, 1, Activation::relu}); };
  CHECK(size(784) == ImageSize{28, 28});
  CHECK(size(4096) == ImageSize{64, 64});
  CHECK(size(1) == ImageSize{1, 1});
  CHECK(size(783) == ImageSize{783, 1});
  for (Index side = 1; side <= 64; ++side) CHECK(size(side * side) == ImageSize{side, side});
  ModelConfig tall;
  tall.image_width = 14;
  tall.image_height = 56;
  CHECK_NOTHROW(validate(tall));
  CHECK(image_size(tall) == ImageSize{14, 56});
  CHECK_FALSE(tall == ModelConfig{});
  ModelConfig said = ModelConfig{};
  said.image_width = said.image_height = 28;
  CHECK(said == ModelConfig{});
  const auto refused = [](Index width, Index height) {
    return refusal([&](ModelConfig& c) {
      c.image_width = width;
      c.image_height = height;
    });
  };
  CHECK_THAT(refused(28, 27), contains("28 x 27"));
  CHECK_THAT(refused(28, 0), contains("height: expected a whole number from 1"));
  CHECK_THAT(refused(-28, -28), contains("width: expected a whole number from 1"));
}

TEST_CASE("Images of another size are rejected with both sizes") {
  CHECK_NOTHROW(expect_same_image_size("train", ModelConfig{}, {28, 28}));
  const auto refusal_of = [](const ModelConfig& config, const ImageSize& size) {
    return message_of<ArgumentError>([&] { expect_same_image_size("train", config, size); });
  };
  CHECK_THAT(refusal_of({"vae", 100, {}, 1, Activation::relu}, {28, 28}),
             contains("train: the model's images are 10 x 10, these are 28 x 28"));
  CHECK_THAT(refusal_of(ModelConfig{}, {56, 14}), contains("these are 56 x 14"));
}

TEST_CASE("Hidden layers and a code are rejected if the model has none, and required if it has") {
  const auto refused = [](const ModelConfig& config) {
    return message_of<std::invalid_argument>([&config] { validate(config); });
  };
  CHECK_THAT(refused({"fvbn", 9, {4}, 0, Activation::relu}),
             contains("number of hidden layers: expected a whole number from 0 to 0, got 1"));
  CHECK_THAT(refused({"made", 9, {}, 0, Activation::relu}),
             contains("number of hidden layers: expected a whole number from 1 to 8, got 0"));
  CHECK_THAT(refused({"made", 9, {4, 0}, 0, Activation::relu}), contains("hidden size: expected"));
  for (const char* model : {"fvbn", "made"}) {
    const std::vector<LayerSpec> hidden(model == std::string("made") ? 1 : 0, 4);
    CHECK_THAT(refused({model, 9, hidden, 1, Activation::relu}),
               contains("latent_dim: expected a whole number from 0 to 0, got 1"));
  }
  for (const char* model : {"vae", "ae"}) {
    CHECK_THAT(refused({model, 9, {}, 0, Activation::relu}),
               contains("latent_dim: expected a whole number from 1 to 512, got 0"));
  }
}

TEST_CASE("A conditional model has 2 to 62 labels, ten unless it says otherwise, and others have none") {
  const auto labelled = [](const char* model, Index labels) {
    ModelConfig config{model, 12, {5}, 2, Activation::relu};
    config.labels = labels;
    return config;
  };
  for (const auto& [labels, dim] : {std::pair<Index, Index>{0, 10}, {2, 2}, {10, 10}, {26, 26}, {62, 62}}) {
    CAPTURE(labels);
    CHECK_NOTHROW(validate(labelled("cvae", labels)));
    CHECK(label_dim(labelled("cvae", labels)) == dim);
    CHECK(example_dim(labelled("cvae", labels)) == 12 + dim);
  }
  CHECK(labelled("cvae", 10) == labelled("cvae", 0));
  CHECK_FALSE(labelled("cvae", 26) == labelled("cvae", 0));
  const auto refused = [&](const char* model, Index labels) {
    return message_of<std::invalid_argument>([&] { validate(labelled(model, labels)); });
  };
  for (const Index labels : {-1, 1, 63}) {
    CHECK(refused("cvae", labels) == "labels: expected a whole number from 2 to 62, got " + std::to_string(labels));
  }
  for (const char* model : {"vae", "ae"}) {
    CHECK(label_dim(labelled(model, 0)) == 0);
    CHECK(refused(model, 10) == "labels: expected a whole number from 0 to 0, got 10");
  }
}

TEST_CASE("make_model rejects what validate rejects, and otherwise creates the model of the config") {
  ModelConfig config;
  config.latent_dim = 0;
  CHECK_THROWS_AS(make_model<float>(config), std::invalid_argument);
  config = {"vae", 6, {5, 4}, 2, Activation::tanh};
  CHECK(make_model<float>(config)->config() == config);
  for (const ModelConfig& other :
       {ModelConfig{"ae", 6, {5}, 2, Activation::relu}, ModelConfig{"fvbn", 6, {}, 0, Activation::relu},
        ModelConfig{"made", 6, {5, 4}, 0, Activation::tanh}}) {
    CHECK(make_model<float>(other)->config() == other);
  }
}

TEST_CASE("Lower stochastic layers are those of a hierarchical model, from one to seven, within the limits of layers") {
  ModelConfig config{"hvae", 12, {5}, 2, Activation::relu};
  const auto refused = [](const ModelConfig& c) { return message_of<std::invalid_argument>([&] { validate(c); }); };
  CHECK(refused(config) == "number of lower layers: expected a whole number from 1 to 7, got 0");
  for (const std::size_t count : {1u, 7u}) {
    config.lower_layers.assign(count, {{8, 6}, 3});
    CHECK_NOTHROW(validate(config));
    CHECK(noise_dim(config) == static_cast<Index>(3 * count + 2));
    CHECK(stochastic_layers(config).size() == count + 1);
    CHECK(stochastic_layers(config).back() == StochasticLayer{{5}, 2});
  }
  config.inference = InferenceKind::top_down;
  CHECK_NOTHROW(validate(config));
  config.lower_layers.assign(8, {{8}, 3});
  CHECK(refused(config) == "number of lower layers: expected a whole number from 1 to 7, got 8");
  config.lower_layers = {{{8}, 513}};
  CHECK_THAT(refused(config), contains("latent_dim: expected a whole number from 1 to 512, got 513"));
  config.lower_layers = {{std::vector<LayerSpec>(9, 4), 3}};
  CHECK_THAT(refused(config), contains("number of hidden layers"));
  config.lower_layers = {{{0}, 3}};
  CHECK_THAT(refused(config), contains("hidden size"));
  config.lower_layers = {{{conv2d(8, 4, 2, 1)}, 3}};
  CHECK_THAT(refused(config), contains("hidden: expected linear layers for a model of kind hvae"));

  ModelConfig vae;
  CHECK(noise_dim(vae) == vae.latent_dim);
  vae.lower_layers = {{{8}, 3}};
  CHECK(refused(vae) == "number of lower layers: expected a whole number from 0 to 0, got 1");
  vae.lower_layers.clear();
  vae.inference = InferenceKind::top_down;
  CHECK(refused(vae) == "inference: expected one of \"bottom_up\", got \"top_down\"");
  CHECK_FALSE(vae == ModelConfig{});
  CHECK_THAT(message_of<std::invalid_argument>([] { inference_from_name("sideways"); }),
             contains("inference: expected one of \"bottom_up\", \"top_down\", got \"sideways\""));
}

}  // namespace latentpad::test::model_config_test
