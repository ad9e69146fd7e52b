// The configurations as JSON, in weight files and in the program's output; and the reader of configurations from outside,
// from JSON or from JavaScript.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "io/setting_value.h"
#include "models/model_config.h"
#include "models/training_config.h"

namespace latentpad {

/// {"model", "input_dim", "width", "height", "hidden", "latent_dim", "activation"}, and "likelihood" where it is not
/// Bernoulli, and "sigma" where it is fixed. input_dim is width · height. In "hidden" a number stands for a linear layer of so many units, any other
/// layer is {"layer", "units"}.
nlohmann::json to_json(const ModelConfig& config);

/// {"batch_size", "learning_rate", "objective", "importance_samples", "beta", "beta_warmup_steps", "pixels", "seed"}, and "digits"
/// where not all ten are trained on: a file without that choice is as it always was.
nlohmann::json to_json(const TrainingConfig& config);

/// Keys that are absent keep their default; unknown keys, wrong types, whole numbers that do not fit their type and
/// values that validate() refuses throw FormatError. Without width and height the size is usual_image_size(input_dim);
/// without input_dim it is their product.
ModelConfig model_config_from(const SettingValue& value);
TrainingConfig training_config_from(const SettingValue& value);
ModelConfig model_config_from_json(const nlohmann::json& value);
TrainingConfig training_config_from_json(const nlohmann::json& value);

/// A score on held-out digits, as it is written into a file.
struct ValidationScore {
  double negative_elbo = 0.0;
  double standard_error = 0.0;
  std::uint64_t examples = 0;
  PixelMode pixels = PixelMode::binarized;
};

/// How the weights in a file came to be.
struct TrainingRecord {
  TrainingConfig config;
  std::uint64_t step = 0;
  double epochs = 0.0;
  std::string data;
  std::uint64_t train_examples = 0;
  std::optional<ValidationScore> validation;
  /// Of the digits trained on; empty when nobody computed it. Not part of the JSON: older readers refuse new keys there.
  std::string data_checksum = {};
};

nlohmann::json to_json(const TrainingRecord& record);
TrainingRecord training_record_from_json(const nlohmann::json& value);

}  // namespace latentpad
