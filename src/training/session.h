// One model from its first weights to its file: what the native program and the page both hold.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/checkpoint.h"
#include "io/digits.h"
#include "training/trainer.h"

namespace latentpad {

class Session {
 public:
  /// A new model with weights drawn from training.seed and, where digits are given, the output bias of their training
  /// part. Throws std::invalid_argument for an impossible configuration.
  static std::unique_ptr<Session> create(const ModelConfig& config, const TrainingConfig& training,
                                         const Digits* digits);

  /// The model of a file. With optimiser state in the file, training resumes exactly where it was, and `training` may
  /// change only what Trainer::set_config allows. Without, training starts at step 0 from these weights, with
  /// `training`, else the file's settings, else the defaults. Throws FormatError or std::invalid_argument.
  static std::unique_ptr<Session> load(std::span<const std::uint8_t> file,
                                       const std::optional<TrainingConfig>& training);

  /// Goes on from a resumable file of this very model; reset still leads back to the first weights. Throws FormatError
  /// when the file cannot be resumed from or has another architecture.
  void resume(std::span<const std::uint8_t> file);

  /// Back to the first weights, with a fresh optimiser: those create drew, or those of the file.
  void reset();

  Model<float>& model() { return *model_; }
  Trainer& trainer() { return *trainer_; }

  /// What the file said of its training; nothing for a new model.
  const std::optional<TrainingRecord>& loaded_record() const { return loaded_record_; }

  /// Presentations so far over digits, as a fraction.
  double epochs(std::uint64_t train_examples) const;

  /// A file of the present weights. Weights never trained here keep the record they came with.
  std::vector<std::uint8_t> save(const Digits* digits, const std::optional<ValidationScore>& validation, bool half,
                                 bool resumable);

 private:
  Session(std::unique_ptr<Model<float>> model, const TrainingConfig& training);

  std::unique_ptr<Model<float>> model_;
  std::unique_ptr<Trainer> trainer_;
  std::optional<TrainingRecord> loaded_record_;
  TrainingPosition first_position_;
  std::vector<WeightMatrix<float>> first_values_, first_moments_, second_moments_;
};

}  // namespace latentpad
