#include "io/architecture.h"

#include "support/catch.h"
#include "support/models.h"
#include "support/weight_files.h"

namespace latentpad::test::architecture_test {

namespace {

using Tensors = std::map<std::string, Tensor>;

Tensor shaped(std::vector<std::uint64_t> shape) { return {"F32", std::move(shape), {}}; }

Tensors tensors_of(const ModelConfig& config) {
  return parse_safetensors(save_model(*make_model<float>(config), {}, {})).tensors;
}

Tensors pytorch_example() {
  return {{"fc1.weight", shaped({400, 784})}, {"fc1.bias", shaped({400})},        {"fc21.weight", shaped({20, 400})},
          {"fc21.bias", shaped({20})},        {"fc22.weight", shaped({20, 400})}, {"fc22.bias", shaped({20})},
          {"fc3.weight", shaped({400, 20})},  {"fc3.bias", shaped({400})},        {"fc4.weight", shaped({784, 400})},
          {"fc4.bias", shaped({784})}};
}

std::string infer_refusal(const Tensors& tensors) {
  return message_of<FormatError>([&tensors] { infer_config(tensors); });
}

}  // namespace

TEST_CASE("The architecture is inferred from names and shapes") {
  for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {5}, {6, 5}, {1, 1, 1, 1, 1, 1, 1, 1}}) {
    const ModelConfig config{"vae", 12, hidden, 2, Activation::relu};
    CHECK(infer_config(tensors_of(config)) == config);
  }
}

TEST_CASE("The names of PyTorch's example are translated") {
  Tensors tensors = pytorch_example();
  translate_foreign_names(tensors);
  CHECK(tensors.size() == 10);
  CHECK(infer_config(tensors) == ModelConfig{});
  CHECK(tensors.at("mu.weight").shape == std::vector<std::uint64_t>{20, 400});
  CHECK(tensors.at("decoder.1.bias").shape == std::vector<std::uint64_t>{784});
}

TEST_CASE("Names are not translated if a foreign layer is missing or one of the project's is present") {
  Tensors incomplete = pytorch_example();
  incomplete.erase("fc22.bias");
  const std::size_t before = incomplete.size();
  translate_foreign_names(incomplete);
  CHECK(incomplete.size() == before);
  CHECK(incomplete.count("fc1.weight") == 1);

  Tensors both = pytorch_example();
  both["log_var.bias"] = shaped({20});
  translate_foreign_names(both);
  CHECK(both.count("fc1.weight") == 1);
  CHECK(both.count("encoder.0.weight") == 0);
}

TEST_CASE("Tensors of other models are rejected with the tensor that is missing or malformed") {
  CHECK_THAT(infer_refusal({}), contains("the tensor \"mu.weight\" is missing"));
  CHECK_THAT(infer_refusal({{"mu.weight", shaped({4})}}), contains("\"mu.weight\": expected two dimensions"));
  CHECK_THAT(infer_refusal({{"mu.weight", shaped({0, 4})}}), contains("mu: expected from 1 to 4096 units, got 0"));
  CHECK_THAT(infer_refusal({{"mu.weight", shaped({2, 1ull << 40})}}), contains("got 1099511627776"));
  CHECK_THAT(infer_refusal({{"mu.weight", shaped({600, 4})}}), contains("latent_dim"));
  Tensors deep = {{"mu.weight", shaped({2, 4})}};
  for (int i = 0; i < 12; ++i) deep["encoder." + std::to_string(i) + ".weight"] = shaped({4, 4});
  CHECK_THAT(infer_refusal(deep), contains("hidden layers"));
  CHECK_THAT(infer_refusal({{"mu.weight", shaped({2, 4})}, {"encoder.0.weight", shaped({4})}}),
             contains("\"encoder.0.weight\": expected two dimensions"));
}

TEST_CASE("A conditional VAE is recognized by the label inputs, with and without hidden layers") {
  for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {5}, {6, 5}}) {
    for (const Index labels : {0, 2, 3, 10, 26, 62}) {
      ModelConfig config{"cvae", 12, hidden, 2, Activation::relu};
      config.labels = labels;
      CAPTURE(labels);
      CHECK(infer_config(tensors_of(config)) == config);
    }
  }
  CHECK_THAT(infer_refusal({{"mu.weight", shaped({2, 10})}, {"decoder.0.weight", shaped({4, 12})}}),
             contains("mu: expected pixels and 10 numbers of a label, got 10 inputs"));
  CHECK_THAT(infer_refusal({{"mu.weight", shaped({2, 26})}, {"decoder.0.weight", shaped({4, 28})}}),
             contains("mu: expected pixels and 26 numbers of a label, got 26 inputs"));
}

TEST_CASE("Further inputs of the decoder that cannot be labels do not make a model conditional") {
  // One class is no condition; 63 are more than a data set can have; sizes near 2^64 must not wrap.
  for (const std::uint64_t inputs : {std::uint64_t(1), std::uint64_t(3), std::uint64_t(65), ~std::uint64_t(0)}) {
    CAPTURE(inputs);
    CHECK(infer_config({{"mu.weight", shaped({2, 30})}, {"decoder.0.weight", shaped({4, inputs})}}).model == "vae");
  }
  CHECK_THAT(infer_refusal({{"mu.weight", shaped({~std::uint64_t(0), 30})}, {"decoder.0.weight", shaped({4, 1})}}),
             contains("mu: expected from 1 to 4096 units"));
}

TEST_CASE("Prefixes of all names are removed, also repeated ones") {
  const ModelConfig config{"vae", 12, {5}, 2, Activation::relu};
  const Tensors plain = tensors_of(config);
  const auto names = [](const Tensors& tensors) {
    std::vector<std::string> list;
    for (const auto& [name, tensor] : tensors) list.push_back(name);
    return list;
  };
  for (const std::string prefix : {"module.", "_orig_mod.", "module._orig_mod.", "_orig_mod.module.module."}) {
    Tensors wrapped;
    for (const auto& [name, tensor] : plain) wrapped[prefix + name] = tensor;
    remove_common_prefixes(wrapped);
    CHECK(names(wrapped) == names(plain));
  }
  // A prefix of some names only is kept.
  Tensors some = plain;
  some["module.extra"] = shaped({1});
  remove_common_prefixes(some);
  CHECK(some.count("module.extra") == 1);
  Tensors none;
  remove_common_prefixes(none);
  CHECK(none.empty());
}

TEST_CASE("A configuration must not require more numbers than the file has") {
  const ModelConfig config{"vae", 12, {5}, 2, Activation::relu};
  CHECK_NOTHROW(expect_enough_numbers(config, tensors_of(config)));
  const ModelConfig huge{"vae", 4096, std::vector<LayerSpec>(8, 4096), 512, Activation::relu};
  CHECK_THAT(message_of<FormatError>([&] { expect_enough_numbers(huge, tensors_of(config)); }),
             contains("the configuration asks for at least"));
  const ModelConfig conv{"ae", 36, {conv2d(3, 3, 2, 1), conv2d(2, 2), 6}, 2, Activation::relu};
  CHECK_NOTHROW(expect_enough_numbers(conv, tensors_of(conv)));
  ModelConfig wide = conv;
  wide.hidden = {conv2d(512, 3, 2, 1), conv2d(512, 2)};
  // 2 · (512 · 9 + 512 · 512 · 4 + 2 · 512 · 2 · 2), without biases.
  CHECK_THAT(message_of<FormatError>([&] { expect_enough_numbers(wide, tensors_of(conv)); }),
             contains("the configuration asks for at least 2114560 numbers"));
}

TEST_CASE("Too many stochastic layers, or one, and files with too few numbers for several are rejected") {
  Tensors one = tensors_of(hierarchical(12, {{6}, 4}, {5}, 2));
  for (const char* part : {"encoder.1.mu.weight", "encoder.1.mu.bias"}) one.erase(part);
  CHECK_THAT(infer_refusal(one), contains("number of lower layers: expected a whole number from 1 to 7, got 0"));
  ModelConfig nine = hierarchical(12, {{}, 3}, {}, 3);
  nine.lower_layers.resize(7, {{}, 3});
  Tensors many = tensors_of(nine);
  many["encoder.8.mu.weight"] = many.at("encoder.7.mu.weight");
  CHECK_THAT(infer_refusal(many), contains("from 1 to 7, got 8"));

  for (const InferenceKind inference : {InferenceKind::bottom_up, InferenceKind::top_down}) {
    for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {6, 5}}) {
      const ModelConfig config = hierarchical(12, {hidden, 4}, hidden, 2, inference);
      CHECK_NOTHROW(expect_enough_numbers(config, tensors_of(config)));
      ModelConfig larger = config;
      larger.lower_layers[0].latent_dim = 400;
      CHECK_THROWS_AS(expect_enough_numbers(larger, tensors_of(config)), FormatError);
    }
  }
}

}  // namespace latentpad::test::architecture_test
