// A model with its trainer, from initial weights to file; used by the native program and the page.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "io/checkpoint.h"
#include "io/digits.h"
#include "training/mean_images.h"
#include "training/trainer.h"

namespace latentpad {

class Session {
 public:
  /// Creates a model with weights drawn from training.seed and, unless `digits` is null, the output bias of the
  /// training digits with the labels training.digits. Throws ArgumentError for an invalid configuration, for images of
  /// a size other than the model's, and if no training digit has these labels.
  static std::unique_ptr<Session> create(const ModelConfig& config, const TrainingConfig& training,
                                         const Digits* digits);

  /// Loads the model of a file. If the file has optimizer state, training resumes exactly, and `training` may change
  /// only what Trainer::set_config allows. Otherwise training starts at step 0 from these weights, with `training`, the
  /// file's settings or the defaults, in this order. Throws FormatError or ArgumentError.
  static std::unique_ptr<Session> load(std::span<const std::uint8_t> file,
                                       const std::optional<TrainingConfig>& training);

  /// Resumes from a file of the same model, with the file's settings. reset then returns to the weights that create
  /// draws for the file's seed and digits, or to those of the file passed to load. Throws FormatError if the file
  /// cannot be resumed or has another architecture.
  void resume(std::span<const std::uint8_t> file);

  /// Changes the settings from the next step on; throws like Trainer::set_config. At step 0 a new seed or choice of
  /// digits redraws the weights, as create does with these settings; the output bias is computed from the digits passed
  /// to create. Weights from a file are not redrawn: the seed then only affects the order of digits and the noise.
  void set_training(const TrainingConfig& training);

  /// Returns to the initial weights, drawn or from the file, with a new optimizer and a new average.
  void reset();

  Model<float>& model() { return *model_; }
  Trainer& trainer() { return *trainer_; }

  /// The training record of the loaded file; nothing for a new model.
  const std::optional<TrainingRecord>& loaded_record() const { return loaded_record_; }

  /// The data types in the loaded file (LoadedModel::types); nothing for a new model.
  const std::set<std::string>& loaded_types() const { return loaded_types_; }

  /// Number of presentations divided by train_examples.
  double epochs(std::uint64_t train_examples) const;

  /// Serializes the current weights. Without training in this session, the record of the loaded file is kept.
  std::vector<std::uint8_t> save(const Digits* digits, const std::optional<ValidationScore>& validation, bool half,
                                 bool resumable);

 private:
  Session(std::unique_ptr<Model<float>> model, const TrainingConfig& training);

  /// Whether the weights are those of the loaded file: no step was taken, and its average was not turned off.
  bool has_weights_of_file() const;

  /// Whether these settings require other initial weights than the current ones.
  bool draws_anew(const TrainingConfig& training) const;

  /// The weights that create draws for these settings.
  std::vector<WeightMatrix<float>> drawn_values(const TrainingConfig& training) const;

  std::unique_ptr<Model<float>> model_;
  std::unique_ptr<Trainer> trainer_;
  std::optional<TrainingRecord> loaded_record_;
  std::set<std::string> loaded_types_;
  /// Whether the initial weights were drawn from the config's seed rather than loaded from a file.
  bool is_drawn_ = false;
  MeanImages mean_images_;
  TrainingPosition first_position_;
  std::vector<WeightMatrix<float>> first_values_, first_moments_, second_moments_;
  AverageState<float> first_average_;
};

}  // namespace latentpad
