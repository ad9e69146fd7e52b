#include "io/config_json.h"

#include <cmath>
#include <limits>
#include <set>

#include "io/format_error.h"
#include "io/json.h"

namespace latentpad {
namespace {

using Json = nlohmann::json;

/// Reads the keys of one object; finish() complains of those nobody asked for.
class Fields {
 public:
  Fields(const char* what, const Json& object) : what_(what), object_(object) {
    if (object.is_object()) return;
    throw FormatError(ErrorCode::setting_type,
                      {{"setting", what_}, {"expected", "a JSON object"}, {"got", quote(object.dump())}});
  }

  bool has(const char* key) const { return object_.contains(key); }

  const Json* find(const char* key) {
    const auto found = object_.find(key);
    if (found == object_.end()) return nullptr;
    used_.insert(key);
    return &*found;
  }

  void read(const char* key, std::string& out) {
    const Json* value = find(key);
    if (value == nullptr) return;
    if (!value->is_string()) wrong(key, "a string", *value);
    out = value->get<std::string>();
  }

  void read(const char* key, double& out) {
    const Json* value = find(key);
    if (value == nullptr) return;
    if (!value->is_number()) wrong(key, "a number", *value);
    out = value->get<double>();
  }

  template <typename Integer>
    requires std::integral<Integer>
  void read(const char* key, Integer& out) {
    const Json* value = find(key);
    if (value != nullptr) out = whole_number<Integer>(key, *value);
  }

  template <typename Integer>
    requires std::integral<Integer>
  void read(const char* key, std::vector<Integer>& out) {
    const Json* value = find(key);
    if (value == nullptr) return;
    if (!value->is_array()) wrong(key, "a list of whole numbers", *value);
    out.clear();
    for (const Json& element : *value) out.push_back(whole_number<Integer>(key, element));
  }

  void finish() const {
    for (const auto& [key, value] : object_.items()) {
      if (used_.count(key) == 0) throw FormatError(ErrorCode::unknown_setting, {{"part", what_}, {"key", quote(key)}});
    }
  }

 private:
  /// Numbers from JavaScript and from other writers may come as 2.0.
  template <typename Integer>
  Integer whole_number(const char* key, const Json& value) const {
    constexpr double kExact = 9007199254740992.0;  // 2^53
    const double number = value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
    const double least = std::numeric_limits<Integer>::is_signed ? -kExact : 0.0;
    if (!(number >= least && number <= kExact && std::floor(number) == number)) wrong(key, "a whole number", value);
    return static_cast<Integer>(number);
  }

  [[noreturn]] void wrong(const char* key, const char* expected, const Json& value) const {
    throw FormatError(ErrorCode::setting_type,
                      {{"setting", what_ + "." + key}, {"expected", expected}, {"got", quote(value.dump())}});
  }

  std::string what_;
  const Json& object_;
  std::set<std::string> used_;
};

template <typename Config>
Config validated(const char* what, Config config) {
  in_format(ErrorCode::in_settings, {{"part", what}}, [&] { validate(config); });
  return config;
}

template <typename Value, typename FromName>
void read_name(Fields& fields, const char* what, const char* key, FromName from_name, Value& out) {
  if (!fields.has(key)) return;
  std::string name;
  fields.read(key, name);
  in_format(ErrorCode::in_settings, {{"part", what}}, [&] { out = from_name(name); });
}

}  // namespace

Json to_json(const ModelConfig& config) {
  return {{"model", config.model},
          {"input_dim", config.input_dim},
          {"hidden", config.hidden},
          {"latent_dim", config.latent_dim},
          {"activation", activation_name(config.activation)}};
}

ModelConfig model_config_from_json(const Json& value) {
  ModelConfig config;
  Fields fields("config", value);
  fields.read("model", config.model);
  fields.read("input_dim", config.input_dim);
  fields.read("hidden", config.hidden);
  fields.read("latent_dim", config.latent_dim);
  read_name(fields, "config", "activation", activation_from_name, config.activation);
  fields.finish();
  return validated("config", config);
}

Json to_json(const TrainingConfig& config) {
  Json value = {{"batch_size", config.batch_size},
          {"learning_rate", config.learning_rate},
          {"objective", objective_name(config.objective)},
          {"importance_samples", config.importance_samples},
          {"beta", config.beta},
          {"beta_warmup_steps", config.beta_warmup_steps},
          {"pixels", pixel_mode_name(config.pixels)},
          {"seed", config.seed}};
  if (config.digits != TrainingConfig{}.digits) value["digits"] = config.digits;
  return value;
}

TrainingConfig training_config_from_json(const Json& value) {
  TrainingConfig config;
  Fields fields("training", value);
  fields.read("batch_size", config.batch_size);
  fields.read("learning_rate", config.learning_rate);
  read_name(fields, "training", "objective", objective_from_name, config.objective);
  fields.read("importance_samples", config.importance_samples);
  fields.read("beta", config.beta);
  fields.read("beta_warmup_steps", config.beta_warmup_steps);
  read_name(fields, "training", "pixels", pixel_mode_from_name, config.pixels);
  fields.read("seed", config.seed);
  fields.read("digits", config.digits);
  fields.finish();
  return validated("training", config);
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

TrainingRecord training_record_from_json(const Json& value) {
  TrainingRecord record;
  Fields fields("training", value);
  if (const Json* config = fields.find("config")) record.config = training_config_from_json(*config);
  fields.read("step", record.step);
  fields.read("epochs", record.epochs);
  fields.read("data", record.data);
  fields.read("train_examples", record.train_examples);
  if (const Json* validation = fields.find("validation")) {
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
