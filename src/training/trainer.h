// Training: data + model + optimiser + noise, a few steps at a time, so that whoever calls stays in charge of the loop.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/model.h"
#include "models/training_config.h"
#include "nn/adam.h"

namespace latentpad {

/// Means over the steps of one call, in nats per example, on the batches themselves.
struct TrainingStatistics {
  std::uint64_t steps = 0;   ///< steps done by the call
  LossTerms terms;
  bool diverged = false;     ///< the loss left all bounds: the last good weights are back
  std::uint64_t diverged_step = 0;  ///< the step that could not be taken
  double diverged_loss = 0;  ///< the −ELBO that did it; infinite too when a weight or a moment of Adam has overflowed
};

/// Where a run stands: optimiser steps, and digits shown so far, which is steps times batch_size unless that changed.
struct TrainingPosition {
  std::uint64_t step = 0;
  std::uint64_t presentations = 0;
};

/// Trains one model with Adam. Presentation p shows example order(p / n)[p % n], where order(epoch) is a random
/// permutation: a batch may straddle two epochs, and every batch is full.
/// The weights after step t are a function of initial weights, data and settings (with the steps at which they were
/// changed) alone.
class Trainer {
 public:
  /// Throws std::invalid_argument for an impossible config, and for an objective the model does not have.
  Trainer(Model<float>& model, const TrainingConfig& config);

  /// New weights from the config's seed, the optimiser at step 0 and, unless `images` is empty, the output bias of
  /// that data (see Model::set_output_bias).
  void initialize(std::span<const std::uint8_t> images);

  /// Declares the model's present weights to be those at `position`, with these moments of Adam, in the order of
  /// the parameters; empty lists mean zero. Nothing is allocated.
  void restart(TrainingPosition position, const std::vector<WeightMatrix<float>>& first_moments,
               const std::vector<WeightMatrix<float>>& second_moments);

  /// Up to `steps` steps on examples (bytes, example_dim each, 255 = ink or the label). Stops early when −ELBO is not finite or
  /// exceeds ten times that of a blind guess, input_dim ln 2 (or of the last good step, if that is more): then weights,
  /// optimiser and step count go back to the last good ones, at most kSnapshotInterval steps ago. The same when a step
  /// leaves a weight or a second moment of Adam that is not finite: a gradient can overflow them where the loss does not
  /// show it, and a file of them could not be loaded.
  /// Throws std::invalid_argument when there are fewer images than a batch.
  TrainingStatistics run(std::span<const std::uint8_t> images, std::uint64_t steps);

  /// One step on a batch as it is: pixels (input_dim x batch), in [0, 1]; else std::invalid_argument.
  TrainingStatistics run_batch(const Matrix<float>& x);

  /// New settings from the next step on; the weights stay. The seed and the choice of digits belong to the run: a
  /// change of them is refused with std::invalid_argument once a step is done. (Session::set_training draws new weights
  /// too.)
  void set_config(const TrainingConfig& config);

  /// The settings of a run that is taken over whole, weights and all.
  void adopt_config(const TrainingConfig& config);

  const TrainingConfig& config() const { return config_; }
  Adam<float>& optimizer() { return adam_; }
  const Adam<float>& optimizer() const { return adam_; }
  std::uint64_t step() const { return adam_.steps(); }
  TrainingPosition position() const { return {step(), presentations_}; }

  /// Another number after every change of the weights: by a step, a divergence, a restart. Tells whether what was
  /// computed with several calls belongs to one set of weights.
  std::uint64_t weights_version() const { return weights_version_; }

  /// beta at a step: config.beta · min(1, step / beta_warmup_steps).
  double beta_at(std::uint64_t step) const;

  /// The learning rate of a step, counted from 0.
  double learning_rate_at(std::uint64_t step) const;

  static constexpr std::uint64_t kSnapshotInterval = 100;

 private:
  struct Snapshot {
    TrainingPosition position;
    double loss = 0.0;
    std::vector<WeightMatrix<float>> values, first_moments, second_moments;
  };

  struct OrderKey {
    std::uint64_t seed = 0, epoch = 0;
    std::uint32_t count = 0;
    bool operator==(const OrderKey&) const = default;
  };

  TrainingStatistics step_on(const Matrix<float>& x);
  void expect_objective(const TrainingConfig& config) const;
  bool healthy(double loss) const;
  void give_up(std::uint64_t at, double loss, TrainingStatistics& statistics);
  void take_snapshot(double loss);
  void restore_snapshot();
  void fill_batch(std::span<const std::uint8_t> images);
  const std::vector<std::uint32_t>& order_of(std::uint64_t epoch, std::uint32_t count);

  Model<float>& model_;
  TrainingConfig config_;
  ParameterList<float> parameters_;
  Adam<float> adam_;
  std::uint64_t presentations_ = 0, weights_version_ = 0;
  Snapshot snapshot_;
  bool have_snapshot_ = false;
  Matrix<float> x_;
  std::vector<std::uint32_t> order_, batch_examples_;
  OrderKey order_key_;  ///< of order_; a count of 0 before the first
};

/// Mean of each pixel over the images, in [0, 1].
Vector<double> mean_pixels(std::span<const std::uint8_t> images, Index input_dim);

}  // namespace latentpad
