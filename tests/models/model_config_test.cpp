#include "models/model_config.h"

#include <functional>

#include "models/model.h"
#include "support/catch.h"

using namespace latentpad;
using namespace latentpad::test;

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
}

TEST_CASE("Impossible models are refused with what was expected and what came") {
  CHECK_THAT(refusal([](ModelConfig& c) { c.model = "gan"; }), contains("model: expected \"vae\", got \"gan\""));
  CHECK_THAT(refusal([](ModelConfig& c) { c.input_dim = 0; }), contains("input_dim: expected a whole number from 1"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.input_dim = 4097; }), contains("to 4096, got 4097"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.hidden.assign(9, 10); }), contains("hidden layers"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.hidden = {400, 0}; }), contains("hidden size"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.hidden = {4097}; }), contains("got 4097"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.hidden = {-1}; }), contains("got -1"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.latent_dim = 0; }), contains("latent_dim"));
  CHECK_THAT(refusal([](ModelConfig& c) { c.latent_dim = 513; }), contains("to 512, got 513"));
}

TEST_CASE("make_model refuses what validate refuses, and else gives the model of the config") {
  ModelConfig config;
  config.latent_dim = 0;
  CHECK_THROWS_AS(make_model<float>(config), std::invalid_argument);
  config = {"vae", 6, {5, 4}, 2, Activation::tanh};
  CHECK(make_model<float>(config)->config() == config);
}
