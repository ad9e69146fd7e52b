#include "models/model_config.h"

#include <functional>

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
  CHECK_NOTHROW(validate({"vae", 4096, std::vector<Index>(8, 4096), 512, Activation::relu}));
  CHECK_NOTHROW(validate({"ae", 4096, std::vector<Index>(8, 4096), 512, Activation::relu}));
  CHECK_NOTHROW(validate({"ae", 1, {}, 1, Activation::relu}));
  CHECK_NOTHROW(validate({"fvbn", 4096, {}, 0, Activation::relu}));
  CHECK_NOTHROW(validate({"made", 1, {1}, 0, Activation::tanh}));
  CHECK_NOTHROW(validate({"made", 4096, std::vector<Index>(8, 4096), 0, Activation::relu}));
}

TEST_CASE("Impossible models are refused with what was expected and what came") {
  CHECK_THAT(refusal([](ModelConfig& c) { c.model = "gan"; }),
             contains("model: expected one of \"vae\", \"cvae\", \"ae\", \"fvbn\", \"made\", got \"gan\""));
  CHECK_THAT(refusal([](ModelConfig& c) { c.input_dim = 0; }), contains("input_dim: expected a whole number from 1"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.input_dim = 4097; }), contains("to 4096, got 4097"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.hidden.assign(9, 10); }), contains("hidden layers"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.hidden = {400, 0}; }), contains("hidden size"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.hidden = {4097}; }), contains("got 4097"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.hidden = {-1}; }), contains("got -1"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.latent_dim = 0; }), contains("latent_dim"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.latent_dim = 513; }), contains("to 512, got 513"));
}

TEST_CASE("Hidden layers and a code are refused where the model has none, and asked for where it has") {
  const auto refused = [](const ModelConfig& config) {
    return message_of<std::invalid_argument>([&config] { validate(config); });
  };
  CHECK_THAT(refused({"fvbn", 9, {4}, 0, Activation::relu}),
             contains("number of hidden layers: expected a whole number from 0 to 0, got 1"));
  CHECK_THAT(refused({"made", 9, {}, 0, Activation::relu}),
             contains("number of hidden layers: expected a whole number from 1 to 8, got 0"));
  CHECK_THAT(refused({"made", 9, {4, 0}, 0, Activation::relu}), contains("hidden size: expected"));
  for (const char* model : {"fvbn", "made"}) {
    const std::vector<Index> hidden(model == std::string("made") ? 1 : 0, 4);
    CHECK_THAT(refused({model, 9, hidden, 1, Activation::relu}),
               contains("latent_dim: expected a whole number from 0 to 0, got 1"));
  }
  for (const char* model : {"vae", "ae"}) {
    CHECK_THAT(refused({model, 9, {}, 0, Activation::relu}),
               contains("latent_dim: expected a whole number from 1 to 512, got 0"));
  }
}

TEST_CASE("make_model refuses what validate refuses, and else gives the model of the config") {
  ModelConfig config;
  config.latent_dim = 0;
  CHECK_THROWS_AS(make_model<float>(config), std::invalid_argument);
  config = {"vae", 6, {5, 4}, 2, Activation::tanh};
  CHECK(make_model<float>(config)->config() == config);
  for (const ModelConfig& other : {ModelConfig{"ae", 6, {5}, 2, Activation::relu},
                                   ModelConfig{"fvbn", 6, {}, 0, Activation::relu},
                                   ModelConfig{"made", 6, {5, 4}, 0, Activation::tanh}}) {
    CHECK(make_model<float>(other)->config() == other);
  }
}

}  // namespace latentpad::test::model_config_test
