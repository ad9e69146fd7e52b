#include "io/checkpoint.h"

#include <limits>

#include "support/catch.h"
#include "support/weight_files.h"

namespace latentpad::test::checkpoint_test {

namespace {

bool same_weights(Model<float>& a, Model<float>& b) {
  const ParameterList<float> left = a.parameters(), right = b.parameters();
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i]->name != right[i]->name || left[i]->value != right[i]->value) return false;
  }
  return true;
}

Bytes with_names_of_pytorch(const Bytes& file) {
  return changed(file, [](Safetensors& content) {
    content.metadata = {{"format", "pt"}};
    for (const auto& [ours, theirs] :
         {std::pair("encoder.0", "fc1"), std::pair("mu", "fc21"), std::pair("log_var", "fc22"),
          std::pair("decoder.0", "fc3"), std::pair("decoder.1", "fc4")}) {
      for (const char* part : {".weight", ".bias"})
        rename_tensor(content, ours + std::string(part), theirs + std::string(part));
    }
  });
}

}  // namespace

TEST_CASE("A model is saved and loaded bit-identically") {
  for (const ModelConfig& config : {kSmallConfig, ModelConfig{"vae", 12, {}, 3, Activation::relu},
                                    ModelConfig{"vae", 9, {4, 3, 2}, 1, Activation::tanh}}) {
    const auto model = random_model(config);
    const LoadedModel loaded = load_model(save_model(*model, {}, {}));
    CHECK(loaded.model->config() == config);
    CHECK(same_weights(*loaded.model, *model));
    CHECK(checksum(*loaded.model) == checksum(*model));
    CHECK_FALSE(loaded.optimizer.has_value());
  }
}

TEST_CASE("A conditional VAE's tensors without metadata are recognized") {
  for (const Index labels : {0, 3, 26}) {
    ModelConfig config{"cvae", 12, {5}, 2, Activation::relu};
    config.labels = labels;
    const auto model = random_model(config);
    const LoadedModel loaded = load_model(without_metadata(save_model(*model, {}, {})));
    CHECK(loaded.model->config() == config);
    CHECK(same_weights(*loaded.model, *model));
  }
}

TEST_CASE("The state of a wrapped module loads like that of the module") {
  const auto model = random_model();
  const Bytes wrapped = changed(save_model(*model, {}, {}), [](Safetensors& content) {
    content.metadata.clear();
    std::map<std::string, Tensor> tensors;
    for (auto& [name, tensor] : content.tensors) tensors["module." + name] = tensor;
    content.tensors = std::move(tensors);
  });
  CHECK(same_weights(*load_model(wrapped).model, *model));
}

TEST_CASE("F64 and BF16 numbers are supported, and the file's types are returned") {
  const auto model = random_model();
  const auto stored_as = [&](const std::string& type, const auto& bytes_of_number) {
    return changed(without_metadata(save_model(*model, {}, {})), [&](Safetensors& content) {
      for (auto& [name, tensor] : content.tensors) {
        Bytes bytes;
        for (const float value : tensor_to_floats(name, tensor)) {
          const Bytes one = bytes_of_number(value);
          bytes.insert(bytes.end(), one.begin(), one.end());
        }
        tensor.dtype = type;
        tensor.bytes = bytes;
      }
    });
  };
  const auto raw = [](const auto& number) {
    const auto* first = reinterpret_cast<const std::uint8_t*>(&number);
    return Bytes(first, first + sizeof number);
  };
  // Slightly more than a float can represent; rounds back to it.
  const LoadedModel wide =
      load_model(stored_as("F64", [&](float v) { return raw(static_cast<double>(v) * (1.0 + 1e-12)); }));
  CHECK(same_weights(*wide.model, *model));
  CHECK(wide.types == std::set<std::string>{"F64"});
  const LoadedModel brief = load_model(stored_as("BF16", [&](float v) { return Bytes{raw(v)[2], raw(v)[3]}; }));
  CHECK(brief.types == std::set<std::string>{"BF16"});
  const ParameterList<float> got = brief.model->parameters(), exact = model->parameters();
  for (std::size_t i = 0; i < got.size(); ++i) {
    // Eight bits of precision, truncated.
    CHECK(((got[i]->value - exact[i]->value).array().abs() <= exact[i]->value.array().abs() / 128.0f).all());
  }
  CHECK(load_model(save_model(*model, {}, {})).types == std::set<std::string>{"F32"});
  CHECK_THAT(message_of<FormatError>([&] { load_model(stored_as("F64", [&](float) { return raw(1e300); })); }),
             contains("is not finite"));
  CHECK_THAT(
      message_of<FormatError>([&] { load_model(stored_as("I32", [&](float) { return raw(std::int32_t{1}); })); }),
      contains("expected dtype F32, F16, BF16 or F64, got I32"));
}

TEST_CASE("Width and height are saved and loaded; old files without them load as before") {
  ModelConfig config = kSmallConfig;
  config.image_width = 6;
  config.image_height = 2;
  const Bytes file = save_model(*random_model(config), {}, {});
  CHECK(image_size(load_model(file).model->config()) == ImageSize{6, 2});
  const Bytes old = changed(file, [](Safetensors& content) {
    content.metadata["latentpad.config"] =
        R"({"model":"vae","input_dim":12,"hidden":[5],"latent_dim":2,"activation":"relu"})";
  });
  CHECK(load_model(old).model->config() == kSmallConfig);
}

TEST_CASE("A number of labels is saved and loaded; files without it have ten, and so does what is written of ten") {
  ModelConfig config{"cvae", 12, {5}, 2, Activation::relu};
  const auto config_in = [](const Bytes& file) { return parse_safetensors(file).metadata.at("latentpad.config"); };
  const Bytes old = save_model(*random_model(config), {}, {});
  config.labels = 10;
  CHECK(save_model(*random_model(config), {}, {}) == old);
  CHECK(config_in(old).find("labels") == std::string::npos);
  CHECK(label_dim(load_model(old).model->config()) == 10);
  config.labels = 26;
  const auto model = random_model(config);
  const LoadedModel loaded = load_model(save_model(*model, {}, {}));
  CHECK(loaded.model->config() == config);
  CHECK(checksum(*loaded.model) == checksum(*model));
  CHECK_THAT(config_in(save_model(*model, {}, {})), contains("\"labels\":26"));
  const auto relabelled = [&](const char* text) {
    return message_of<FormatError>([&] {
      load_model(changed(save_model(*model, {}, {}),
                         [&](Safetensors& content) { content.metadata["latentpad.config"] = text; }));
    });
  };
  CHECK_THAT(relabelled(R"({"model":"cvae","input_dim":12,"hidden":[5],"latent_dim":2,"labels":25})"),
             contains("\"encoder.0.weight\": expected shape [5, 37], got [5, 38]"));
  CHECK_THAT(relabelled(R"({"model":"cvae","input_dim":12,"hidden":[5],"latent_dim":2,"labels":63})"),
             contains("config.labels: expected a whole number from 2 to 62, got 63"));
}

TEST_CASE("The training record is saved and loaded") {
  TrainingRecord record;
  record.config.seed = 99;
  record.step = 4242;
  record.epochs = 2.5;
  record.data = "digits";
  record.validation = {104.5, 0.5, 100, PixelMode::grey};
  const LoadedModel loaded = load_model(save_model(*random_model(), record, {}));
  REQUIRE(loaded.record.has_value());
  CHECK(loaded.record->config == record.config);
  CHECK(loaded.record->step == 4242);
  CHECK(loaded.record->epochs == 2.5);
  CHECK(loaded.record->data == "digits");
  REQUIRE(loaded.record->validation.has_value());
  CHECK(loaded.record->validation->negative_elbo == 104.5);
}

TEST_CASE("The checksum of the training digits is saved if present, outside the record that old versions check") {
  const auto model = random_model();
  TrainingRecord record;
  CHECK(parse_safetensors(save_model(*model, record, {})).metadata.count("latentpad.data") == 0);
  record.data_checksum = "0123456789abcdef";
  const Bytes file = save_model(*model, record, {});
  CHECK(load_model(file).record->data_checksum == "0123456789abcdef");
  CHECK(parse_safetensors(file).metadata.at("latentpad.training").find("0123456789abcdef") == std::string::npos);
}

TEST_CASE("Invalid UTF-8 in the name of the data is replaced") {
  const auto model = random_model();
  TrainingRecord record;
  record.data = "bad\xff.bin.gz";
  CHECK(load_model(save_model(*model, record, {})).record->data == "bad\xef\xbf\xbd.bin.gz");
}

TEST_CASE("The optimizer's moments and steps are saved and loaded bit-identically") {
  const auto model = random_model();
  Adam<float> adam(model->parameters());
  for (auto& moment : adam.first_moments())
    moment = random_normal<WeightMatrix<float>>(moment.rows(), moment.cols(), 2);
  for (auto& moment : adam.second_moments()) {
    moment = random_normal<WeightMatrix<float>>(moment.rows(), moment.cols(), 3).array().square();
  }
  adam.set_steps(1'000'000'007);
  const LoadedModel loaded = load_model(save_model(*model, {}, {false, &adam}));
  REQUIRE(loaded.optimizer.has_value());
  CHECK(loaded.optimizer->steps == 1'000'000'007);
  CHECK(loaded.optimizer->first_moments == adam.first_moments());
  CHECK(loaded.optimizer->second_moments == adam.second_moments());
}

TEST_CASE("The raw weights of an average and its updates are saved and loaded bit-identically") {
  const auto model = random_model(), trained = random_model(kSmallConfig, 5);
  const Adam<float> adam(model->parameters());
  WeightAverage<float> average(model->parameters());
  std::vector<WeightMatrix<float>> raw;
  for (const Parameter<float>* p : trained->parameters()) raw.push_back(p->value);
  average.restart(model->parameters(), raw, 77);
  const LoadedModel loaded = load_model(save_model(*model, {}, {false, &adam, 3, &average}));
  REQUIRE(loaded.optimizer.has_value());
  CHECK(same_weights(*loaded.model, *model));
  CHECK(loaded.optimizer->average.raw == raw);
  CHECK(loaded.optimizer->average.updates == 77);
  CHECK(load_model(save_model(*model, {}, {false, &adam, 3})).optimizer->average.raw.empty());
}

TEST_CASE("A file in F16 has the rounded weights, with their checksum and self-test") {
  const ModelConfig config{"vae", 100, {40}, 3, Activation::relu};
  const auto model = random_model(config);
  const Bytes half = save_model(*model, {}, {true, nullptr});
  CHECK(parse_safetensors(half).tensors.at("mu.weight").dtype == "F16");
  const LoadedModel loaded = load_model(half);
  for (Parameter<float>* p : model->parameters()) p->value = p->value.unaryExpr(&round_to_half).eval();
  CHECK(same_weights(*loaded.model, *model));
  // Saving it in F16 again does not change it.
  CHECK(save_model(*loaded.model, {}, {true, nullptr}) == half);
}

TEST_CASE("Saving does not change the model") {
  const auto model = random_model(), untouched = random_model();
  save_model(*model, {}, {true, nullptr});
  CHECK(same_weights(*model, *untouched));
}

TEST_CASE("A model is always saved to the same bytes") {
  CHECK(small_file() == small_file());
  CHECK(small_file() != save_model(*random_model(kSmallConfig, 2), {}, {}));
}

TEST_CASE("A file has the documented metadata") {
  const Safetensors content = parse_safetensors(small_file());
  CHECK(content.metadata.at("format") == "pt");
  CHECK(content.metadata.at("latentpad.version") == "1");
  CHECK(content.metadata.at("latentpad.config") ==
        R"({"activation":"relu","height":1,"hidden":[5],"input_dim":12,"latent_dim":2,"model":"vae","width":12})");
  CHECK(content.metadata.count("latentpad.self_test") == 1);
  CHECK(content.metadata.count("latentpad.optimizer") == 0);
  CHECK(content.tensors.size() == 10);
  CHECK(content.tensors.at("encoder.0.weight").shape == std::vector<std::uint64_t>{5, 12});
  CHECK(content.tensors.at("decoder.1.bias").shape == std::vector<std::uint64_t>{12});
}

TEST_CASE("The checksum is FNV-1a of names and bytes") {
  // Computed by an independent program from the definition, for a model of 3 pixels, no hidden layer, 1 latent
  // dimension and parameters 1, 2, 3, … in order.
  const auto model = make_model<float>({"vae", 3, {}, 1, Activation::relu});
  float next = 0.0f;
  for (Parameter<float>* p : model->parameters()) {
    for (Index i = 0; i < p->value.size(); ++i) p->value.data()[i] = next += 1.0f;
  }
  CHECK(checksum(*model) == "0f71000f74489074");
}

TEST_CASE("A file without metadata is loaded by its shapes, with relu") {
  for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {5}, {6, 5}}) {
    const ModelConfig config{"vae", 12, hidden, 2, Activation::relu};
    const auto model = random_model(config);
    const LoadedModel loaded = load_model(without_metadata(save_model(*model, {}, {})));
    CHECK(loaded.model->config() == config);
    CHECK(same_weights(*loaded.model, *model));
    CHECK_FALSE(loaded.record.has_value());
  }
}

TEST_CASE("A file with the names of PyTorch's example is loaded") {
  const auto model = random_model();
  CHECK(same_weights(*load_model(with_names_of_pytorch(save_model(*model, {}, {}))).model, *model));
  // In half precision too, which is common for published weights.
  CHECK_NOTHROW(load_model(with_names_of_pytorch(save_model(*model, {}, {true, nullptr}))));
}

TEST_CASE("Weights that could not be loaded are not saved") {
  const auto model = random_model();
  model->parameters()[2]->value(0) = std::numeric_limits<float>::infinity();
  CHECK_THAT(message_of<std::invalid_argument>([&] { save_model(*model, {}, {}); }),
             contains("mu.weight holds a number that is not finite"));
  // 70,000 is a finite float, but not in F16.
  model->parameters()[2]->value(0) = 70'000.0f;
  CHECK_THAT(message_of<std::invalid_argument>([&] { save_model(*model, {}, {true, nullptr}); }),
             contains("not finite in F16"));
}

TEST_CASE("A resumable file is never rounded") {
  const auto model = random_model();
  const Adam<float> adam(model->parameters());
  CHECK_THAT(message_of<std::invalid_argument>([&] { save_model(*model, {}, {true, &adam}); }),
             contains("expected half or optimizer, got both"));
}

}  // namespace latentpad::test::checkpoint_test
