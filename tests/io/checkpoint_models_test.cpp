// Files of every kind of model; checkpoint_test.cpp tests the details with a VAE.
#include "io/checkpoint.h"
#include "support/autoregressive.h"
#include "support/catch.h"
#include "support/models.h"
#include "support/weight_files.h"

namespace latentpad::test::checkpoint_models_test {

namespace {

/// With relu, the default for files without metadata.
std::vector<ModelConfig> configs() {
  ModelConfig three = hierarchical(12, {{}, 4}, {}, 2);
  three.lower_layers.push_back({{6, 5}, 3});
  ModelConfig gaussian = hierarchical(12, {{6}, 4}, {5}, 2, InferenceKind::top_down);
  gaussian.likelihood.name = "gaussian";
  // Of equal sizes, the direction of inference follows from the names only.
  return {hierarchical(12, {{6}, 4}, {5}, 2),
          hierarchical(12, {{5}, 5}, {5}, 2, InferenceKind::top_down),
          hierarchical(12, {{5}, 5}, {5}, 2),
          three,
          gaussian,
          {"ae", 12, {5}, 2, Activation::relu},
          {"ae", 12, {}, 3, Activation::relu},
          {"ae", 9, {4, 3, 2}, 1, Activation::relu},
          {"fvbn", 12, {}, 0, Activation::relu},
          {"fvbn", 1, {}, 0, Activation::relu},
          {"made", 12, {7}, 0, Activation::relu},
          {"made", 12, {15, 9, 3}, 0, Activation::relu}};
}

std::unique_ptr<Model<float>> first_weights(const ModelConfig& config) {
  auto model = make_model<float>(config);
  model->initialize(3);
  return model;
}

Bytes file_of(const ModelConfig& config) { return save_model(*first_weights(config), {}, {}); }

std::string load_refusal(const Bytes& file) {
  return message_of<FormatError>([&file] { load_model(file); });
}

}  // namespace

TEST_CASE("Every model is saved and loaded bit-identically, with and without metadata") {
  for (const ModelConfig& config : configs()) {
    CAPTURE(config.model, config.hidden);
    const auto model = first_weights(config);
    const Bytes file = save_model(*model, {}, {});
    const LoadedModel loaded = load_model(file), bare = load_model(without_metadata(file));
    CHECK(loaded.model->config() == config);
    CHECK(bare.model->config() == config);
    CHECK(checksum(*loaded.model) == checksum(*model));
    CHECK(checksum(*bare.model) == checksum(*model));
  }
  const ModelConfig tanh{"made", 12, {7}, 0, Activation::tanh};
  CHECK(load_model(file_of(tanh)).model->config() == tanh);
}

TEST_CASE("A convolutional model is saved and loaded bit-identically; without its configuration it is refused") {
  for (const char* kind : {"vae", "ae"}) {
    const ModelConfig config{kind, 64, {conv2d(3, 3, 2, 1), conv2d(2, 2), 6}, 2, Activation::relu};
    const auto model = first_weights(config);
    const Bytes file = save_model(*model, {}, {});
    const LoadedModel loaded = load_model(file);
    CHECK(loaded.model->config() == config);
    CHECK(checksum(*loaded.model) == checksum(*model));
    CHECK(parse_safetensors(file).tensors.at("decoder.2.weight").shape == std::vector<std::uint64_t>{2, 3, 2, 2});
    CHECK_THAT(load_refusal(without_metadata(file)),
               contains("weights: tensor \"encoder.0.weight\" is a convolution; expected the file's metadata"));
    const Bytes tampered = changed(file, [&](Safetensors& content) { put(content, "decoder.3.weight", 1, 0.25f); });
    CHECK_THAT(load_refusal(tampered), contains("do not have the checksum"));
  }
}

TEST_CASE("Every model can be saved in half precision, with masked weights zero") {
  for (const ModelConfig& config : configs()) {
    const auto model = first_weights(config);
    const LoadedModel loaded = load_model(save_model(*model, {}, {.half = true}));
    CHECK_NOTHROW(loaded.model->expect_valid_parameters());
    const ParameterList<float> from = model->parameters(), to = loaded.model->parameters();
    for (std::size_t i = 0; i < from.size(); ++i) CHECK(from[i]->value.isApprox(to[i]->value, 1e-3f));
  }
}

TEST_CASE("A nonzero masked weight is rejected in any file") {
  struct Fault {
    ModelConfig config;
    std::string tensor;
    std::size_t position;
    std::string named;
  };
  const ModelConfig fvbn{"fvbn", 12, {}, 0, Activation::relu}, made{"made", 12, {7, 5}, 0, Activation::relu};
  for (const Fault& fault :
       {Fault{fvbn, "direct.weight", 0, "direct.weight[0, 0]"}, Fault{fvbn, "direct.weight", 13, "direct.weight[1, 1]"},
        Fault{made, "direct.weight", 11, "direct.weight[0, 11]"},
        Fault{made, "hidden.0.weight", 11, "hidden.0.weight[0, 11]"},
        Fault{made, "hidden.1.weight", 6, "hidden.1.weight[0, 6]"},
        Fault{made, "output.weight", 4, "output.weight[0, 4]"}}) {
    const Bytes tampered = changed(file_of(fault.config),
                                   [&](Safetensors& content) { put(content, fault.tensor, fault.position, 1e-6f); });
    CHECK_THAT(load_refusal(tampered), contains("weights: " + fault.named + ": expected 0"));
    CHECK_THAT(load_refusal(without_metadata(tampered)), contains("weights: " + fault.named + ": expected 0"));
  }
}

TEST_CASE("A changed, missing or superfluous number of any model is detected") {
  for (const ModelConfig& config : configs()) {
    CAPTURE(config.model, config.hidden);
    const Bytes file = file_of(config);
    const std::string encoder = config.inference == InferenceKind::top_down ? "ladder." : "encoder.";
    const std::string bias = config.model == "ae" ? "code.bias"
                             : config.model == "hvae"
                                 ? encoder + std::to_string(config.lower_layers.size()) + ".mu.bias"
                                 : "direct.bias";
    CHECK_THAT(load_refusal(changed(file, [&](Safetensors& content) { put(content, bias, 0, 0.125f); })),
               contains("do not have the checksum"));
    // Without the checksum, the self-test detects relevant changes.
    CHECK_THAT(load_refusal(changed(file,
                                    [&](Safetensors& content) {
                                      put(content, bias, 0, 9.0f);
                                      content.metadata.erase("latentpad.checksum");
                                    })),
               contains("self-test: expected"));
    CHECK_THAT(load_refusal(changed(file, [&](Safetensors& content) { content.tensors.erase(bias); })),
               contains("the tensor \"" + bias + "\" is missing"));
    CHECK_THAT(load_refusal(changed(
                   file, [&](Safetensors& content) { content.tensors["mu.weight"] = content.tensors.at(bias); })),
               contains("unexpected tensor \"mu.weight\""));
  }
}

TEST_CASE("Tensors of a model other than the configuration's are rejected") {
  const Bytes made = file_of({"made", 12, {7}, 0, Activation::relu}),
              ae = file_of({"ae", 12, {5}, 2, Activation::relu});
  const auto with_config = [](const Bytes& file, const std::string& config) {
    return changed(file, [&](Safetensors& content) { content.metadata["latentpad.config"] = config; });
  };
  CHECK_THAT(load_refusal(with_config(made, R"({"model":"fvbn","input_dim":12,"hidden":[],"latent_dim":0})")),
             contains("unexpected tensor \"hidden.0.bias\""));
  CHECK_THAT(load_refusal(with_config(made, R"({"model":"made","input_dim":12,"hidden":[6],"latent_dim":0})")),
             contains("tensor \"hidden.0.weight\": expected shape [6, 12], got [7, 12]"));
  CHECK_THAT(load_refusal(with_config(ae, R"({"model":"vae","input_dim":12,"hidden":[5],"latent_dim":2})")),
             contains("the tensor \"mu.weight\" is missing"));
  CHECK_THAT(load_refusal(with_config(ae, R"({"model":"fvbn","input_dim":4000,"hidden":[],"latent_dim":0})")),
             contains("asks for at least 16000000 numbers"));
}

TEST_CASE("The optimizer state of every model is saved with it") {
  for (const ModelConfig& config : configs()) {
    const auto model = first_weights(config);
    Adam<float> adam(model->parameters());
    model->loss_and_gradient(random_ink<float>(config.input_dim, 4, 0.4, 1), {}, {1, 0});
    adam.step(model->parameters(), 1e-3);
    const LoadedModel loaded = load_model(save_model(*model, {}, {.optimizer = &adam, .presentations = 4}));
    REQUIRE(loaded.optimizer.has_value());
    CHECK(loaded.optimizer->steps == 1);
    CHECK(loaded.optimizer->first_moments == adam.first_moments());
    CHECK(loaded.optimizer->second_moments == adam.second_moments());
  }
}

TEST_CASE("A nonzero moment of a masked weight is rejected") {
  const ModelConfig config{"fvbn", 12, {}, 0, Activation::relu};
  const auto model = first_weights(config);
  const Adam<float> adam(model->parameters());
  const WeightAverage<float> average(model->parameters());
  const Bytes file = save_model(*model, {}, {.optimizer = &adam, .presentations = 4, .average = &average});
  CHECK_NOTHROW(load_model(file));
  const Bytes raw = changed(file, [](Safetensors& content) { put(content, "optimizer.raw.direct.weight", 5, 1e-3f); });
  CHECK_THAT(load_refusal(raw), contains("direct.weight[0, 5]: expected 0"));
  for (const char* moment : {"optimizer.first.direct.weight", "optimizer.second.direct.weight"}) {
    const Bytes tampered = changed(file, [moment](Safetensors& content) { put(content, moment, 5, 1e-3f); });
    CHECK_THAT(load_refusal(tampered), contains("optimizer moment of direct.weight[0, 5]: expected 0"));
  }
}

}  // namespace latentpad::test::checkpoint_models_test
