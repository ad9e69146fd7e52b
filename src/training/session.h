// One model from its first weights to its file: what the native program and the page both hold.
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
  /// A new model with weights drawn from training.seed and, where digits are given, the output bias of those of their
  /// training part that training.digits chooses. Throws std::invalid_argument for an impossible configuration, for
  /// images of another size than the model's, and when none of the digits is chosen.
  static std::unique_ptr<Session> create(const ModelConfig& config, const TrainingConfig& training,
                                         const Digits* digits);

  /// The model of a file. With optimiser state in the file, training resumes exactly where it was, and `training` may
  /// change only what Trainer::set_config allows. Without, training starts at step 0 from these weights, with
  /// `training`, else the file's settings, else the defaults. Throws FormatError or std::invalid_argument.
  static std::unique_ptr<Session> load(std::span<const std::uint8_t> file,
                                       const std::optional<TrainingConfig>& training);

  /// Goes on from a resumable file of this very model, with the file's settings; reset leads back to the first weights:
  /// those that create draws for the file's seed and digits, or those of the file that was loaded. Throws FormatError
  /// when the file cannot be resumed from or has another architecture.
  void resume(std::span<const std::uint8_t> file);

  /// New settings from the next step on, as Trainer::set_config, which says what is refused. At step 0 another seed or
  /// another choice of digits draws the weights anew, so that they are those of create with these settings; the output
  /// bias is of the digits that create was given. Weights that came from a file stay: there, the seed is that of the
  /// order of digits and of the noise alone.
  void set_training(const TrainingConfig& training);

  /// Back to the first weights, with a fresh optimiser: those create drew, or those of the file.
  void reset();

  Model<float>& model() { return *model_; }
  Trainer& trainer() { return *trainer_; }

  /// What the file said of its training; nothing for a new model.
  const std::optional<TrainingRecord>& loaded_record() const { return loaded_record_; }

  /// How the file held its numbers (LoadedModel::types); nothing for a new model.
  const std::set<std::string>& loaded_types() const { return loaded_types_; }

  /// Presentations so far over digits, as a fraction.
  double epochs(std::uint64_t train_examples) const;

  /// A file of the present weights. Weights never trained here keep the record they came with.
  std::vector<std::uint8_t> save(const Digits* digits, const std::optional<ValidationScore>& validation, bool half,
                                 bool resumable);

 private:
  Session(std::unique_ptr<Model<float>> model, const TrainingConfig& training);

  /// Whether these settings have other first weights than the present ones.
  bool draws_anew(const TrainingConfig& training) const;

  /// The weights that create draws for these settings.
  std::vector<WeightMatrix<float>> drawn_values(const TrainingConfig& training) const;

  std::unique_ptr<Model<float>> model_;
  std::unique_ptr<Trainer> trainer_;
  std::optional<TrainingRecord> loaded_record_;
  std::set<std::string> loaded_types_;
  /// Whether the first weights were drawn from the seed of the trainer's config; else they came from a file.
  bool is_drawn_ = false;
  MeanImages mean_images_;
  TrainingPosition first_position_;
  std::vector<WeightMatrix<float>> first_values_, first_moments_, second_moments_;
};

}  // namespace latentpad
