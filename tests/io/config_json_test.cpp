#include "io/config_json.h"

#include "base/format_error.h"
#include "io/json.h"
#include "io/strict_json.h"
#include "support/catch.h"
#include "support/models.h"

namespace latentpad::test::config_json_test {

namespace {

ModelConfig model(const char* text) { return model_config_from_json(parse_strict_json(text)); }
TrainingConfig training(const char* text) { return training_config_from_json(parse_strict_json(text)); }
TrainingRecord record(const char* text) { return training_record_from_json(parse_strict_json(text)); }

std::string model_refusal(const char* text) {
  return message_of<FormatError>([text] { model(text); });
}
std::string training_refusal(const char* text) {
  return message_of<FormatError>([text] { training(text); });
}
std::string record_refusal(const char* text) {
  return message_of<FormatError>([text] { record(text); });
}

}  // namespace

TEST_CASE("Configurations are converted to JSON and back") {
  const ModelConfig config{"vae", 100, {30, 20}, 3, Activation::tanh};
  CHECK(model_config_from_json(parse_strict_json(to_json(config).dump())) == config);
  CHECK(model_config_from_json(to_json(ModelConfig{"vae", 9, {}, 1, Activation::relu})).hidden.empty());
  const TrainingConfig settings{64, 3e-4, ObjectiveKind::elbo, 1, 0.1, 500, PixelMode::thresholded, 0xffffffffu};
  CHECK(training_config_from_json(parse_strict_json(to_json(settings).dump())) == settings);
  const TrainingConfig iwae{64, 3e-4, ObjectiveKind::iwae, 50, 1.0, 0, PixelMode::grey, 7};
  CHECK(training_config_from_json(parse_strict_json(to_json(iwae).dump())) == iwae);
  for (const ModelConfig& other :
       {ModelConfig{"ae", 9, {4}, 2, Activation::relu}, ModelConfig{"fvbn", 9, {}, 0, Activation::relu},
        ModelConfig{"made", 9, {8, 7}, 0, Activation::tanh}}) {
    CHECK(model_config_from_json(parse_strict_json(to_json(other).dump())) == other);
  }
}

TEST_CASE("The JSON of a configuration has the documented keys") {
  CHECK(to_json(ModelConfig{}).dump() ==
        R"({"activation":"relu","height":28,"hidden":[400],"input_dim":784,"latent_dim":20,"model":"vae","width":28})");
  CHECK(to_json(TrainingConfig{}).dump() ==
        R"({"batch_size":128,"beta":1.0,"beta_warmup_steps":0,"importance_samples":1,"learning_rate":0.001,)"
        R"("objective":"elbo","pixels":"binarized","seed":1})");
}

TEST_CASE("A choice of digits is written, but not all ten, for compatibility with old files") {
  TrainingConfig some;
  some.digits = {0, 1, 7};
  CHECK(to_json(some)["digits"].dump() == "[0,1,7]");
  CHECK(training_config_from_json(parse_strict_json(to_json(some).dump())) == some);
  CHECK(training(R"({"digits": [0,1,2,3,4,5,6,7,8,9]})") == TrainingConfig{});
  for (const char* wrong : {"[]", "[10]", "[1,1]", "[7,1]", "[0.5]", "[-1]", "7"}) {
    const std::string text = std::string(R"({"digits": )") + wrong + "}";
    CHECK_THAT(training_refusal(text.c_str()), contains("training.digits: expected"));
  }
}

TEST_CASE("An estimator is written unless it is the default, for compatibility with older versions") {
  TrainingConfig dreg;
  dreg.objective = ObjectiveKind::iwae;
  dreg.importance_samples = 5;
  dreg.estimator = EstimatorKind::dreg;
  CHECK(to_json(dreg)["estimator"] == "dreg");
  CHECK(training_config_from_json(parse_strict_json(to_json(dreg).dump())) == dreg);
  CHECK(training(R"({"estimator": "reparameterized"})") == TrainingConfig{});
  CHECK_THAT(training_refusal(R"({"estimator": "dreg"})"), contains("training.estimator dreg: expected the objective"));
  CHECK_THAT(training_refusal(R"({"estimator": "vimco"})"), contains("training.estimator: expected one of"));
}

TEST_CASE("A schedule is written unless it is constant, for compatibility with older versions") {
  TrainingConfig steps;
  steps.schedule = ScheduleKind::steps;
  steps.schedule_factor = 0.1;
  steps.schedule_at = {30, 40};
  CHECK(to_json(steps)["schedule"] == "steps");
  CHECK(to_json(steps)["schedule_at"].dump() == "[30,40]");
  CHECK(to_json(steps).count("schedule_epochs") == 0);
  CHECK(training_config_from_json(parse_strict_json(to_json(steps).dump())) == steps);
  TrainingConfig cosine;
  cosine.schedule = ScheduleKind::cosine;
  cosine.schedule_epochs = 7;
  CHECK(to_json(cosine).count("schedule_factor") == 0);
  CHECK(training_config_from_json(parse_strict_json(to_json(cosine).dump())) == cosine);
  CHECK(training(R"({"schedule": "constant", "schedule_at": []})") == TrainingConfig{});
  CHECK_THAT(training_refusal(R"({"schedule": "linear"})"),
             contains("training.schedule: expected one of \"constant\""));
  CHECK_THAT(training_refusal(R"({"schedule": "cosine"})"),
             contains("training.schedule_epochs: expected a whole number"));
  CHECK_THAT(training_refusal(R"({"schedule_at": 30})"), contains("training.schedule_at: expected a list"));
  CHECK_THAT(training_refusal(R"({"schedule_at": [-1]})"), contains("training.schedule_at: expected a whole number"));
}

TEST_CASE("Absent keys keep their defaults") {
  CHECK(model("{}") == ModelConfig{});
  CHECK(training("{}") == TrainingConfig{});
  CHECK(model(R"({"latent_dim": 2})").latent_dim == 2);
  CHECK(model(R"({"latent_dim": 2})").hidden == std::vector<LayerSpec>{400});
}

TEST_CASE("Convolutions are objects with channels, kernel, stride and padding, of which the last two may be absent") {
  const ModelConfig config{"ae", 784, {conv2d(8, 4, 2, 1), conv2d(4, 3), 10}, 2, Activation::relu};
  CHECK(to_json(config)["hidden"].dump() == R"([{"channels":8,"kernel":4,"layer":"conv2d","padding":1,"stride":2},)"
                                            R"({"channels":4,"kernel":3,"layer":"conv2d","padding":0,"stride":1},10])");
  CHECK(model_config_from_json(to_json(config)) == config);
  CHECK(model(R"({"hidden": [{"layer": "conv2d", "channels": 4, "kernel": 3}]})").hidden ==
        std::vector<LayerSpec>{conv2d(4, 3)});
  CHECK_THAT(model_refusal(R"({"hidden": [{"layer": "conv2d", "channels": 4}]})"),
             contains("kernel: expected a whole number from 1 to 16, got 0"));
  CHECK_THAT(model_refusal(R"({"hidden": [{"layer": "conv2d", "units": 4, "kernel": 3}]})"),
             contains("unknown key \"units\""));
  CHECK_THAT(model_refusal(R"({"hidden": [{"layer": "linear", "units": 4, "kernel": 3}]})"),
             contains("unknown key \"kernel\""));
  CHECK_THAT(model_refusal(R"({"hidden": [{"layer": "conv2d", "channels": 4.5, "kernel": 3}]})"),
             contains("config.hidden.channels: expected a whole number"));
  CHECK_THAT(model_refusal(R"({"width": 4, "height": 4, "hidden": [{"layer": "conv2d", "channels": 4, "kernel": 5}]})"),
             contains("conv4k5: expected a kernel that fits its input with padding, 4 x 4, got 5 x 5"));
}

TEST_CASE("A recipe's convolutions need not fit the usual images, since it does not state their size") {
  const auto recipe = [](const std::string& hidden) {
    return recipe_from_json(parse_strict_json(R"({"epochs": 1, "model": {"hidden": )" + hidden + "}}"));
  };
  const std::string layer = R"({"layer": "conv2d", "channels": 4, "kernel": 4, "stride": 4})";
  CHECK(recipe("[" + layer + "," + layer + "," + layer + "]").model.hidden ==
        std::vector<LayerSpec>(3, conv2d(4, 4, 4)));
  CHECK_THAT(message_of<FormatError>([&] { recipe("[7, " + layer + "]"); }),
             contains("expected convolutions before linear layers"));
}

TEST_CASE("Layers are numbers or objects, likelihoods names; unknown ones are rejected with the known ones") {
  CHECK(model(R"({"hidden": [{"layer": "linear", "units": 7}, 5]})").hidden == std::vector<LayerSpec>{7, 5});
  CHECK(model(R"({"likelihood": "continuous_bernoulli"})").likelihood.name == "continuous_bernoulli");
  // As in old files.
  CHECK(to_json(ModelConfig{}).count("likelihood") == 0);
  ModelConfig grey;
  grey.likelihood.name = "continuous_bernoulli";
  CHECK(model_config_from_json(to_json(grey)) == grey);
  CHECK_FALSE(grey == ModelConfig{});
  const auto refused = [](const char* text) { return message_of<FormatError>([&] { model(text); }); };
  CHECK_THAT(refused(R"({"hidden": [{"layer": "conv9d", "units": 7}]})"),
             contains("layer: expected one of \"linear\", \"conv2d\", got \"conv9d\""));
  CHECK_THAT(refused(R"({"hidden": [{"layer": "linear", "size": 7}]})"), contains("unknown key \"size\""));
  CHECK_THAT(refused(R"({"hidden": ["linear"]})"), contains("a whole number"));
  CHECK_THAT(refused(R"({"likelihood": "poisson"})"), contains("likelihood: expected one of \"bernoulli\""));
  CHECK_THAT(refused(R"({"model": "made", "hidden": [5], "latent_dim": 0, "likelihood": "continuous_bernoulli"})"),
             contains("likelihood: expected one of \"bernoulli\", got"));
}

TEST_CASE("A conditional model's number of labels is written unless it is ten, for compatibility with older versions") {
  CHECK(label_dim(model(R"({"model": "cvae"})")) == 10);
  CHECK(model(R"({"model": "cvae", "labels": 10})") == model(R"({"model": "cvae"})"));
  CHECK(to_json(model(R"({"model": "cvae", "labels": 10})")).count("labels") == 0);
  const ModelConfig letters = model(R"({"model": "cvae", "labels": 26.0})");
  CHECK(letters.labels == 26);
  CHECK(to_json(letters)["labels"] == 26);
  CHECK(model_config_from_json(to_json(letters)) == letters);
  CHECK(to_json(ModelConfig{}).count("labels") == 0);
  CHECK_THAT(model_refusal(R"({"model": "cvae", "labels": 1})"),
             contains("config.labels: expected a whole number from 2 to 62, got 1"));
  CHECK_THAT(model_refusal(R"({"model": "cvae", "labels": "26"})"), contains("config.labels: expected a whole number"));
  CHECK_THAT(model_refusal(R"({"labels": 26})"), contains("config.labels: expected a whole number from 0 to 0"));
}

TEST_CASE("Whole numbers may be written as in JavaScript and Python") {
  CHECK(model(R"({"latent_dim": 2.0, "hidden": [512.0, 2.56e2]})").hidden == std::vector<LayerSpec>{512, 256});
  CHECK(training(R"({"seed": 4294967295.0, "learning_rate": 1})").seed == 4294967295u);
}

TEST_CASE("Whole numbers that do not fit their type are rejected, not wrapped") {
  // 2^32 + 1 would wrap to the digit 1 in 32 bits, 2^32 + 784 to a valid size.
  CHECK_THAT(training_refusal(R"({"digits": [4294967297]})"),
             contains("training.digits: expected a whole number from 0 to 4294967295, got \"4294967297\""));
  CHECK_THAT(training_refusal(R"({"digits": [4294967297.0]})"), contains("training.digits: expected a whole number"));
  CHECK_THAT(training_refusal(R"({"digits": [-1]})"), contains("training.digits: expected a whole number from 0"));
  CHECK_THAT(model_refusal(R"({"input_dim": 4294968080})"), contains("config.input_dim: expected a whole number"));
  CHECK_THAT(model_refusal(R"({"hidden": [18446744073709551617]})"),
             contains("config.hidden: expected a whole number"));
  CHECK_THAT(model_refusal(R"({"latent_dim": 18446744073709551615})"),
             contains("config.latent_dim: expected a whole number"));
  CHECK_THAT(training_refusal(R"({"seed": -1})"), contains("training.seed: expected a whole number from 0"));
  CHECK_THAT(training_refusal(R"({"seed": 18446744073709551616})"), contains("training.seed: expected a whole number"));
  // 2^53 + 1 is not a double, but a whole number.
  CHECK(record(R"({"step": 9007199254740993})").step == 9007199254740993u);
  CHECK_THAT(record_refusal(R"({"step": 1e16})"), contains("training.step: expected a whole number"));
}

TEST_CASE("A configuration without width and height has the default size for input_dim") {
  const auto size = [](const char* text) { return image_size(model(text)); };
  CHECK(size("{}") == ImageSize{28, 28});
  CHECK(size(R"({"input_dim": 784})") == ImageSize{28, 28});
  CHECK(size(R"({"input_dim": 100})") == ImageSize{10, 10});
  CHECK(size(R"({"input_dim": 30})") == ImageSize{30, 1});
  CHECK(size(R"({"input_dim": 784, "width": 56, "height": 14})") == ImageSize{56, 14});
  CHECK(model(R"({"width": 20, "height": 10})").input_dim == 200);
}

TEST_CASE("Width and height whose product is not input_dim are rejected") {
  CHECK_THAT(model_refusal(R"({"input_dim": 784, "width": 27, "height": 28})"), contains("got 27 x 28"));
  CHECK_THAT(model_refusal(R"({"width": 28})"), contains("expected whole numbers from 1, got 28 x 0"));
  CHECK_THAT(model_refusal(R"({"width": 0, "height": 0})"), contains("got 0 x 0"));
  CHECK_THAT(model_refusal(R"({"width": -28, "height": -28})"), contains("got -28 x -28"));
  CHECK_THAT(model_refusal(R"({"width": 65536, "height": 65536})"), contains("config.input_dim"));
  CHECK_THAT(model_refusal(R"({"width": 4294967324, "height": 28})"), contains("config"));
}

TEST_CASE("Malformed model configurations are rejected") {
  for (const char* text : {"[]", "null", "\"vae\"", "3"}) {
    CHECK_THAT(model_refusal(text), contains("config: expected a JSON object"));
  }
  CHECK_THAT(model_refusal(R"({"model": 1})"), contains("config.model: expected a string"));
  CHECK_THAT(model_refusal(R"({"hidden": 400})"), contains("config.hidden: expected a list"));
  for (const char* text : {R"({"latent_dim": "2"})", R"({"latent_dim": 2.5})", R"({"latent_dim": null})",
                           R"({"latent_dim": 1e300})", R"({"latent_dim": -1e300})", R"({"latent_dim": true})"}) {
    CHECK_THAT(model_refusal(text), contains("config.latent_dim: expected a whole number"));
  }
  CHECK_THAT(model_refusal(R"({"hidden": [400, "x"]})"), contains("config.hidden: expected a whole number"));
  CHECK_THAT(model_refusal(R"({"latent": 2})"), contains("config: unknown key"));
}

TEST_CASE("Model configurations with invalid values are rejected") {
  CHECK_THAT(model_refusal(R"({"latent_dim": 0})"), contains("config.latent_dim: expected a whole number from 1"));
  CHECK_THAT(model_refusal(R"({"hidden": [5000]})"), contains("config.hidden size"));
  CHECK_THAT(model_refusal(R"({"model": "gan"})"), contains("config.model: expected one of \"vae\""));
  CHECK_THAT(model_refusal(R"({"activation": "selu"})"),
             contains("config.activation: expected one of \"relu\", \"tanh\""));
  CHECK_THAT(model_refusal(R"({"activation": 1})"), contains("config.activation: expected a string"));
}

TEST_CASE("An empty name is not treated as absent") {
  CHECK_THAT(model_refusal(R"({"activation": ""})"), contains("config.activation: expected"));
  CHECK_THAT(training_refusal(R"({"pixels": ""})"), contains("training.pixels: expected"));
  CHECK_THAT(model_refusal(R"({"model": ""})"), contains("config.model: expected"));
}

TEST_CASE("Malformed or invalid training settings are rejected") {
  CHECK_THAT(training_refusal("[]"), contains("training: expected a JSON object"));
  CHECK_THAT(training_refusal(R"({"batch_size": 0})"), contains("training.batch_size: expected"));
  CHECK_THAT(training_refusal(R"({"batch_size": 12.5})"), contains("training.batch_size: expected a whole number"));
  CHECK_THAT(training_refusal(R"({"learning_rate": "1e-3"})"), contains("training.learning_rate: expected a number"));
  CHECK_THAT(training_refusal(R"({"learning_rate": 0})"), contains("training.learning_rate: expected"));
  CHECK_THAT(training_refusal(R"({"beta": -1})"), contains("training.beta: expected"));
  CHECK_THAT(training_refusal(R"({"seed": -1})"), contains("training.seed: expected a whole number"));
  CHECK_THAT(training_refusal(R"({"seed": 4294967296})"), contains("training.seed"));
  CHECK_THAT(training_refusal(R"({"seed": 1.8446744073709552e19})"),
             contains("training.seed: expected a whole number"));
  CHECK_THAT(training_refusal(R"({"pixels": "gray"})"), contains("training.pixels: expected one of \"binarized\""));
  CHECK_THAT(training_refusal(R"({"objective": "vimco"})"),
             contains("training.objective: expected one of \"elbo\", \"iwae\""));
  CHECK_THAT(training_refusal(R"({"objective": "iwae"})"), contains("training.importance_samples: expected"));
  CHECK_THAT(training_refusal(R"({"importance_samples": 2.5})"), contains("expected a whole number"));
  CHECK_THAT(training_refusal(R"({"beta_warmup": 1})"), contains("training: unknown key"));
}

TEST_CASE("A record is converted to JSON and back") {
  TrainingRecord before;
  before.config.beta = 4.0;
  before.step = 123'456'789'012;
  before.epochs = 1.0 / 3;
  before.data = "MNIST, the first 9,000";
  before.train_examples = 9000;
  before.validation = {104.77, 0.25, 1000, PixelMode::thresholded};
  const TrainingRecord after = training_record_from_json(parse_strict_json(to_json(before).dump()));
  CHECK(after.config == before.config);
  CHECK(after.step == before.step);
  CHECK(after.epochs == before.epochs);
  CHECK(after.data == before.data);
  CHECK(after.train_examples == before.train_examples);
  REQUIRE(after.validation.has_value());
  CHECK(after.validation->negative_elbo == 104.77);
  CHECK(after.validation->standard_error == 0.25);
  CHECK(after.validation->examples == 1000);
  CHECK(after.validation->pixels == PixelMode::thresholded);
  CHECK_FALSE(training_record_from_json(to_json(TrainingRecord{})).validation.has_value());
}

TEST_CASE("Malformed records are rejected") {
  CHECK_THAT(record_refusal("[]"), contains("training: expected a JSON object"));
  CHECK_THAT(record_refusal(R"({"step": -1})"), contains("training.step: expected a whole number"));
  CHECK_THAT(record_refusal(R"({"config": {"beta": "x"}})"), contains("training.beta"));
  CHECK_THAT(record_refusal(R"({"data": 3})"), contains("training.data: expected a string"));
  CHECK_THAT(record_refusal(R"({"validation": 3})"), contains("training.validation: expected a JSON object"));
  CHECK_THAT(record_refusal(R"({"validation": {"pixels": "x"}})"), contains("training.validation.pixels"));
  CHECK_THAT(record_refusal(R"({"validation": {"score": 1}})"), contains("training.validation: unknown key"));
  CHECK_THAT(record_refusal(R"({"steps": 1})"), contains("training: unknown key"));
}

TEST_CASE("Settings from other sources than JSON use the same reader: numbers are doubles, objects lists of fields") {
  const SettingValue::List hidden = {{30.0},
                                     {SettingValue::Object{{"layer", {std::string("linear")}}, {"units", {20.0}}}}};
  const SettingValue settings{
      SettingValue::Object{{"hidden", {hidden}}, {"latent_dim", {3.0}}, {"model", {std::string("ae")}}}};
  const ModelConfig config = model_config_from(settings);
  CHECK(config == ModelConfig{"ae", 784, {30, 20}, 3, Activation::relu});
  CHECK(json_text(settings) == R"({"hidden":[30.0,{"layer":"linear","units":20.0}],"latent_dim":3.0,"model":"ae"})");
  CHECK(json_text({}) == "null");
  CHECK(json_text(setting_value(nlohmann::json::parse(R"([null,true,-1,2,0.5,"x",{"a":[]}])"))) ==
        R"([null,true,-1,2,0.5,"x",{"a":[]}])");

  const auto refusal = [](SettingValue value) {
    return message_of<FormatError>(
        [&] { training_config_from({SettingValue::Object{{"batch_size", std::move(value)}}}); });
  };
  CHECK(training_config_from({SettingValue::Object{{"batch_size", {64.0}}}}).batch_size == 64);
  CHECK_THAT(refusal({64.5}), contains("training.batch_size: expected a whole number, got \"64.5\""));
  CHECK_THAT(refusal({1e300}), contains("training.batch_size: expected a whole number from"));
  CHECK_THAT(refusal({std::string("64")}), contains("training.batch_size: expected a whole number"));
  CHECK_THAT(refusal({}), contains("got \"null\""));
  CHECK_THAT(message_of<FormatError>([] { training_config_from({3.0}); }),
             contains("training: expected a JSON object, got \"3.0\""));
}

TEST_CASE("Several stochastic layers are converted to JSON and back; other configurations do not mention them") {
  for (const InferenceKind inference : {InferenceKind::bottom_up, InferenceKind::top_down}) {
    ModelConfig config = hierarchical(100, {{30, 20}, 8}, {12}, 3, inference);
    config.lower_layers.push_back({{}, 5});
    const nlohmann::json json = to_json(config);
    CHECK(model_config_from_json(parse_strict_json(json.dump())) == config);
    CHECK(json["lower_layers"].dump() == R"([{"hidden":[30,20],"latent_dim":8},{"hidden":[],"latent_dim":5}])");
    CHECK(json.contains("inference") == (inference == InferenceKind::top_down));
  }
  CHECK_FALSE(to_json(ModelConfig{}).contains("lower_layers"));
  CHECK_FALSE(to_json(ModelConfig{}).contains("inference"));
  CHECK_THAT(model_refusal(R"({"model":"hvae","lower_layers":[{"hidden":[4]}]})"), contains("latent_dim"));
  CHECK_THAT(model_refusal(R"({"model":"hvae","lower_layers":[{"hidden":[4],"latent":2}]})"),
             contains("config.lower_layers: unknown key \"latent\""));
  CHECK_THAT(model_refusal(R"({"model":"hvae","lower_layers":4})"), contains("expected a list of stochastic layers"));
  CHECK_THAT(model_refusal(R"({"model":"hvae","lower_layers":[{"hidden":[4],"latent_dim":2}],"inference":"up"})"),
             contains("inference: expected one of \"bottom_up\", \"top_down\""));
  CHECK_THAT(model_refusal(R"({"model":"vae","lower_layers":[{"hidden":[4],"latent_dim":2}]})"),
             contains("number of lower layers"));
}

}  // namespace latentpad::test::config_json_test
