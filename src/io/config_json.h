// Configurations as JSON, for weight files and the program's output, and the parser of configurations from JSON or
// JavaScript.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "io/setting_value.h"
#include "models/model_config.h"
#include "models/training_config.h"

namespace latentpad {

/// {"model", "input_dim", "width", "height", "hidden", "latent_dim", "activation"}, plus "likelihood" unless it is
/// Bernoulli, "sigma" if it is fixed, "prior" and "components" of a learned prior, and "labels" of a conditional model
/// unless it has ten, as all of older versions have; of a hierarchical model
/// "lower_layers", a list of {"hidden", "latent_dim"}, and "inference" unless it is bottom_up. input_dim is width ·
/// height. In "hidden" a number means a linear layer with that many units; a convolution is {"layer", "channels",
/// "kernel", "stride", "padding"}.
nlohmann::json to_json(const ModelConfig& config);

/// {"batch_size", "learning_rate", "objective", "importance_samples", "beta", "beta_warmup_steps", "pixels", "seed"},
/// plus "digits" unless it has all ten, and "learning_rate_warmup_steps", "estimator", "schedule",
/// "schedule_epochs", "schedule_factor", "schedule_at", "shards" and "average_decay" unless they have their defaults,
/// for compatibility with older versions.
nlohmann::json to_json(const TrainingConfig& config);

/// Absent keys keep their default. Throws FormatError for unknown keys, wrong types, whole numbers that do not fit
/// their type, and values that validate() rejects. Without width and height the size is usual_image_size(input_dim);
/// without input_dim it is their product.
ModelConfig model_config_from(const SettingValue& value);
TrainingConfig training_config_from(const SettingValue& value);
ModelConfig model_config_from_json(const nlohmann::json& value);
TrainingConfig training_config_from_json(const nlohmann::json& value);

/// Training with these settings until so many epochs from the start of the run.
struct RecipeStage {
  double epochs = 0.0;
  TrainingConfig training;
};

/// A training run as a file (weights/recipes): all that determines its weights, except the images.
struct Recipe {
  /// Without an image size, which is that of the data; so is the number of a conditional model's labels, if it is 0.
  ModelConfig model;
  std::vector<RecipeStage> stages;          ///< at least one; their epochs rise, and all have one seed and digits
  std::optional<std::uint64_t> validation;  ///< the number of held-out images
};

/// {"model": as model_config_from, without input_dim, width and height, "training": as training_config_from,
/// "epochs": number or "stages": [{"epochs", ...}], "validation"}; model, training and validation may be absent. A
/// stage may have the keys of training, except seed and digits: they change the settings from there on, also for later
/// stages. A stage with a schedule has only the settings of the schedule that it states; epochs of schedules and steps
/// of warm-ups count from the start of the run. Throws FormatError for unknown keys, wrong types, values that
/// validate() rejects, epochs not above 0 or not rising, and unless it has either epochs or stages.
Recipe recipe_from_json(const nlohmann::json& value);

/// A score on held-out digits, as stored in files.
struct ValidationScore {
  double negative_elbo = 0.0;
  double standard_error = 0.0;
  std::uint64_t examples = 0;
  PixelMode pixels = PixelMode::binarized;
};

/// How the weights in a file were trained.
struct TrainingRecord {
  TrainingConfig config;
  std::uint64_t step = 0;
  double epochs = 0.0;
  std::string data;
  std::uint64_t train_examples = 0;
  std::optional<ValidationScore> validation;
  /// Checksum of the training digits; empty if not computed. Not part of the JSON: older versions reject new keys.
  std::string data_checksum = {};
};

nlohmann::json to_json(const TrainingRecord& record);
TrainingRecord training_record_from_json(const nlohmann::json& value);

}  // namespace latentpad
