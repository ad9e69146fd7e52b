#include "io/config_json.h"

#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "base/format_error.h"
#include "io/json.h"

namespace latentpad {
namespace {

using Json = nlohmann::json;

/// Reads the keys of one object; finish() throws for unread keys.
class Fields {
 public:
  Fields(const char* what, const SettingValue& object) : what_(what), object_(object) {
    if (object.is_object()) return;
    throw FormatError(ErrorCode::setting_type,
                      {{"setting", what_}, {"expected", "a JSON object"}, {"got", quote(json_text(object))}});
  }

  bool has(const char* key) const { return object_.find(key) != nullptr; }

  const SettingValue* find(const char* key) {
    const SettingValue* found = object_.find(key);
    if (found != nullptr) used_.insert(key);
    return found;
  }

  void read(const char* key, std::string& out) {
    const SettingValue* value = find(key);
    if (value == nullptr) return;
    const auto* text = std::get_if<std::string>(&value->content);
    if (text == nullptr) wrong(key, "a string", *value);
    out = *text;
  }

  void read(const char* key, double& out) {
    const SettingValue* value = find(key);
    if (value == nullptr) return;
    if (const auto* number = std::get_if<double>(&value->content)) out = *number;
    else if (const auto* whole = std::get_if<std::int64_t>(&value->content)) out = static_cast<double>(*whole);
    else if (const auto* natural = std::get_if<std::uint64_t>(&value->content)) out = static_cast<double>(*natural);
    else wrong(key, "a number", *value);
  }

  template <typename Integer>
    requires std::integral<Integer>
  void read(const char* key, Integer& out) {
    const SettingValue* value = find(key);
    if (value != nullptr) out = whole_number<Integer>(key, *value);
  }

  template <typename Integer>
    requires std::integral<Integer>
  void read(const char* key, std::vector<Integer>& out) {
    const SettingValue* value = find(key);
    if (value == nullptr) return;
    out.clear();
    for (const SettingValue& element : list(key, "a list of whole numbers", *value))
      out.push_back(whole_number<Integer>(key, element));
  }

  /// Reads a list in which a number means a linear layer with that many units. A convolution's stride and padding may
  /// be absent.
  void read(const char* key, std::vector<LayerSpec>& out) {
    const SettingValue* value = find(key);
    if (value == nullptr) return;
    out.clear();
    for (const SettingValue& element : list(key, "a list of layers", *value)) {
      LayerSpec layer;
      if (element.is_object()) {
        Fields fields("config.hidden", element);
        fields.read("layer", layer.type);
        if (is_convolution(layer)) {
          fields.read("channels", layer.units);
          fields.read("kernel", layer.kernel);
          fields.read("stride", layer.stride);
          fields.read("padding", layer.padding);
        } else {
          fields.read("units", layer.units);
        }
        fields.finish();
      } else {
        layer.units = whole_number<Index>(key, element);
      }
      out.push_back(std::move(layer));
    }
  }

  void read(const char* key, std::vector<StochasticLayer>& out) {
    const SettingValue* value = find(key);
    if (value == nullptr) return;
    out.clear();
    for (const SettingValue& element : list(key, "a list of stochastic layers", *value)) {
      StochasticLayer layer;
      Fields fields("config.lower_layers", element);
      fields.read("hidden", layer.hidden);
      fields.read("latent_dim", layer.latent_dim);
      fields.finish();
      out.push_back(std::move(layer));
    }
  }

  /// The elements of the value of a key. Throws FormatError with what was expected unless it is a list.
  const SettingValue::List& list(const char* key, const char* expected, const SettingValue& value) const {
    const auto* elements = std::get_if<SettingValue::List>(&value.content);
    if (elements == nullptr) wrong(key, expected, value);
    return *elements;
  }

  void finish() const {
    for (const SettingField& field : std::get<SettingValue::Object>(object_.content)) {
      if (used_.count(field.name) == 0) {
        throw FormatError(ErrorCode::unknown_setting, {{"part", what_}, {"key", quote(field.name)}});
      }
    }
  }

 private:
  /// Accepts 2.0, as written by JavaScript and others, up to 2^53, below which every whole number is a double.
  /// Rejects numbers that do not fit into Integer.
  template <typename Integer>
  Integer whole_number(const char* key, const SettingValue& value) const {
    constexpr double kExact = 9007199254740992.0;  // 2^53
    bool fits = false, is_whole = false;
    Integer result = 0;
    const auto take = [&](auto number) {
      fits = std::in_range<Integer>(number);
      if (fits) result = static_cast<Integer>(number);
    };
    if (const auto* natural = std::get_if<std::uint64_t>(&value.content)) {
      is_whole = true;
      take(*natural);
    } else if (const auto* whole = std::get_if<std::int64_t>(&value.content)) {
      is_whole = true;
      take(*whole);
    } else if (const auto* number = std::get_if<double>(&value.content)) {
      is_whole = std::floor(*number) == *number;
      if (is_whole && std::abs(*number) <= kExact) take(static_cast<std::int64_t>(*number));
    }
    if (!is_whole) wrong(key, "a whole number", value);
    if (!fits) {
      using Limits = std::numeric_limits<Integer>;
      const std::string expected =
          "a whole number from " + std::to_string(Limits::min()) + " to " + std::to_string(Limits::max());
      wrong(key, expected.c_str(), value);
    }
    return result;
  }

  [[noreturn]] void wrong(const char* key, const char* expected, const SettingValue& value) const {
    throw FormatError(ErrorCode::setting_type,
                      {{"setting", what_ + "." + key}, {"expected", expected}, {"got", quote(json_text(value))}});
  }

  std::string what_;
  const SettingValue& object_;
  std::set<std::string> used_;
};

constexpr double kMaxRecipeEpochs = 1e6;

template <typename Config>
Config validated(const char* what, Config config) {
  in_format(ErrorCode::in_settings, {{"part", what}}, [&] { validate(config); });
  return config;
}

/// 0 if the size is invalid for a layer; validate() then reports it.
Index product_or_none(Index width, Index height) {
  const bool small = width >= 0 && height >= 0 && width <= kMaxLayerSize && height <= kMaxLayerSize;
  return small ? width * height : 0;
}

template <typename Value, typename FromName>
void read_name(Fields& fields, const char* what, const char* key, FromName from_name, Value& out) {
  if (!fields.has(key)) return;
  std::string name;
  fields.read(key, name);
  in_format(ErrorCode::in_settings, {{"part", what}}, [&] { out = from_name(name); });
}

}  // namespace

namespace {

Json to_json(const std::vector<LayerSpec>& layers) {
  Json list = Json::array();
  for (const LayerSpec& layer : layers) {
    if (layer.type == LayerSpec{}.type) list.push_back(layer.units);
    else
      list.push_back({{"layer", layer.type},
                      {"channels", layer.units},
                      {"kernel", layer.kernel},
                      {"stride", layer.stride},
                      {"padding", layer.padding}});
  }
  return list;
}

// Begins with an array: after a failed allocation in push_back, a null value would be an array without elements to
// free.
Json to_json(const std::vector<StochasticLayer>& layers) {
  Json list = Json::array();
  for (const StochasticLayer& layer : layers) {
    list.push_back({{"hidden", to_json(layer.hidden)}, {"latent_dim", layer.latent_dim}});
  }
  return list;
}

}  // namespace

Json to_json(const ModelConfig& config) {
  const ImageSize size = image_size(config);
  Json value = {{"model", config.model},
                {"input_dim", config.input_dim},
                {"width", size.width},
                {"height", size.height},
                {"hidden", to_json(config.hidden)},
                {"latent_dim", config.latent_dim},
                {"activation", activation_name(config.activation)}};
  if (config.likelihood != LikelihoodSpec{}) value["likelihood"] = config.likelihood.name;
  if (config.likelihood.sigma != 0.0) value["sigma"] = config.likelihood.sigma;
  if (is_learned(config.prior)) {
    value["prior"] = config.prior.name;
    value["components"] = component_count(config.prior);
  }
  ModelConfig usual = config;
  usual.labels = 0;
  usual.orderings = 1;
  if (label_dim(config) != label_dim(usual)) value["labels"] = config.labels;
  if (config.orderings != usual.orderings) {
    value["orderings"] = config.orderings;
    value["ordering_seed"] = config.ordering_seed;
  }
  if (!config.lower_layers.empty()) value["lower_layers"] = to_json(config.lower_layers);
  if (config.inference != InferenceKind::bottom_up) value["inference"] = inference_name(config.inference);
  return value;
}

namespace {

/// The configuration, not yet validated.
ModelConfig read_model_config(const SettingValue& value) {
  ModelConfig config;
  Fields fields("config", value);
  fields.read("model", config.model);
  fields.read("width", config.image_width);
  fields.read("height", config.image_height);
  // Old files have input_dim instead of width and height.
  const bool sized = fields.has("width") || fields.has("height");
  if (fields.has("input_dim")) {
    fields.read("input_dim", config.input_dim);
  } else if (sized) {
    config.input_dim = product_or_none(config.image_width, config.image_height);
  }
  if (sized && (config.image_width < 1 || config.image_height < 1)) {
    throw FormatError(ErrorCode::invalid_argument,
                      {{"function", "config.width, config.height"},
                       {"expected", "whole numbers from 1"},
                       {"got", std::to_string(config.image_width) + " x " + std::to_string(config.image_height)}});
  }
  fields.read("hidden", config.hidden);
  fields.read("latent_dim", config.latent_dim);
  fields.read("likelihood", config.likelihood.name);
  fields.read("sigma", config.likelihood.sigma);
  fields.read("labels", config.labels);
  fields.read("orderings", config.orderings);
  fields.read("ordering_seed", config.ordering_seed);
  fields.read("prior", config.prior.name);
  fields.read("components", config.prior.components);
  fields.read("lower_layers", config.lower_layers);
  read_name(fields, "config", "inference", inference_from_name, config.inference);
  read_name(fields, "config", "activation", activation_from_name, config.activation);
  fields.finish();
  return config;
}

}  // namespace

ModelConfig model_config_from(const SettingValue& value) { return validated("config", read_model_config(value)); }

Json to_json(const TrainingConfig& config) {
  Json value = {{"objective", objective_name(config.objective)},
                {"importance_samples", config.importance_samples},
                {"pixels", pixel_mode_name(config.pixels)},
                {"seed", config.seed}};
  for_each_training_number([&](const auto& number) {
    if (number.is_optional && static_cast<double>(number.of(config)) == number.setting.default_value) return;
    value[std::string(number.setting.name)] = number.of(config);
  });
  if (config.estimator != EstimatorKind::reparameterized) value["estimator"] = estimator_name(config.estimator);
  if (config.schedule != ScheduleKind::constant) value["schedule"] = schedule_name(config.schedule);
  if (!config.schedule_at.empty()) value["schedule_at"] = config.schedule_at;
  if (config.digits != TrainingConfig{}.digits) value["digits"] = config.digits;
  return value;
}

namespace {

/// The fields that may change in the course of a run.
void read_training_settings(Fields& fields, const char* what, TrainingConfig& config) {
  for_each_training_number(
      [&](const auto& number) { fields.read(std::string(number.setting.name).c_str(), number.of(config)); });
  read_name(fields, what, "objective", objective_from_name, config.objective);
  fields.read("importance_samples", config.importance_samples);
  read_name(fields, what, "estimator", estimator_from_name, config.estimator);
  read_name(fields, what, "schedule", schedule_from_name, config.schedule);
  fields.read("schedule_at", config.schedule_at);
  read_name(fields, what, "pixels", pixel_mode_from_name, config.pixels);
}

}  // namespace

TrainingConfig training_config_from(const SettingValue& value) {
  TrainingConfig config;
  Fields fields("training", value);
  read_training_settings(fields, "training", config);
  fields.read("seed", config.seed);
  fields.read("digits", config.digits);
  fields.finish();
  return validated("training", config);
}

ModelConfig model_config_from_json(const Json& value) { return model_config_from(setting_value(value)); }
TrainingConfig training_config_from_json(const Json& value) { return training_config_from(setting_value(value)); }

namespace {

/// The stage of this name, after one with these settings.
RecipeStage read_stage(const std::string& name, const SettingValue& value, TrainingConfig training) {
  RecipeStage stage;
  Fields fields(name.c_str(), value);
  fields.read("epochs", stage.epochs);
  if (fields.has("schedule")) copy_schedule(TrainingConfig{}, training);
  read_training_settings(fields, name.c_str(), training);
  fields.finish();
  stage.training = validated(name.c_str(), std::move(training));
  return stage;
}

}  // namespace

Recipe recipe_from_json(const Json& json) {
  Recipe recipe;
  const SettingValue value = setting_value(json);
  Fields fields("recipe", value);
  if (const SettingValue* model = fields.find("model")) {
    for (const char* key : {"input_dim", "width", "height"}) {
      if (model->find(key) != nullptr) {
        throw FormatError(ErrorCode::unknown_setting, {{"part", "recipe.model"}, {"key", quote(key)}});
      }
    }
    recipe.model = read_model_config(*model);
    in_format(ErrorCode::in_settings, {{"part", "config"}}, [&] { validate_for_any_size(recipe.model); });
  }
  TrainingConfig training;
  if (const SettingValue* settings = fields.find("training")) training = training_config_from(*settings);
  std::uint64_t held_out = 0;
  if (fields.has("validation")) {
    fields.read("validation", held_out);
    recipe.validation = held_out;
  }
  if (fields.has("epochs") == fields.has("stages")) {
    throw FormatError(ErrorCode::invalid_argument, {{"function", "recipe"},
                                                    {"expected", "either epochs or stages"},
                                                    {"got", fields.has("epochs") ? "both" : "neither"}});
  }
  if (fields.has("epochs")) {
    recipe.stages.push_back({0.0, training});
    fields.read("epochs", recipe.stages.front().epochs);
  } else {
    for (const SettingValue& stage : fields.list("stages", "a list of stages", *fields.find("stages"))) {
      recipe.stages.push_back(read_stage("recipe.stages[" + std::to_string(recipe.stages.size()) + "]", stage,
                                         recipe.stages.empty() ? training : recipe.stages.back().training));
    }
  }
  fields.finish();
  double before = 0.0;
  for (const RecipeStage& stage : recipe.stages) {
    if (!(stage.epochs > before) || stage.epochs > kMaxRecipeEpochs) {
      throw FormatError(ErrorCode::invalid_argument, {{"function", "recipe"},
                                                      {"expected", "epochs above 0 and rising, to 1000000"},
                                                      {"got", std::to_string(stage.epochs)}});
    }
    before = stage.epochs;
  }
  if (recipe.stages.empty()) {
    throw FormatError(ErrorCode::invalid_argument,
                      {{"function", "recipe.stages"}, {"expected", "at least one stage"}, {"got", "none"}});
  }
  return recipe;
}

Json to_json(const TrainingRecord& record) {
  Json value = {{"config", to_json(record.config)},
                {"step", record.step},
                {"epochs", record.epochs},
                {"data", record.data},
                {"train_examples", record.train_examples}};
  if (record.validation) {
    value["validation"] = {{"negative_elbo", record.validation->negative_elbo},
                           {"standard_error", record.validation->standard_error},
                           {"examples", record.validation->examples},
                           {"pixels", pixel_mode_name(record.validation->pixels)}};
  }
  return value;
}

TrainingRecord training_record_from_json(const Json& json) {
  TrainingRecord record;
  const SettingValue value = setting_value(json);
  Fields fields("training", value);
  if (const SettingValue* config = fields.find("config")) record.config = training_config_from(*config);
  fields.read("step", record.step);
  fields.read("epochs", record.epochs);
  fields.read("data", record.data);
  fields.read("train_examples", record.train_examples);
  if (const SettingValue* validation = fields.find("validation")) {
    ValidationScore score;
    Fields score_fields("training.validation", *validation);
    score_fields.read("negative_elbo", score.negative_elbo);
    score_fields.read("standard_error", score.standard_error);
    score_fields.read("examples", score.examples);
    read_name(score_fields, "training.validation", "pixels", pixel_mode_from_name, score.pixels);
    score_fields.finish();
    record.validation = score;
  }
  fields.finish();
  return record;
}

}  // namespace latentpad
