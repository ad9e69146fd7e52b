// Training of a model, a few steps per call.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "math/processes.h"
#include "models/model.h"
#include "models/training_config.h"
#include "nn/adam.h"
#include "nn/weight_average.h"
#include "training/shard_sum.h"

namespace latentpad {

/// Means over the steps of one call, in nats per example, on the training batches.
struct TrainingStatistics {
  std::uint64_t steps = 0;  ///< steps done by the call
  LossTerms terms;
  bool diverged = false;            ///< the loss was not finite or too large; the last good weights were restored
  std::uint64_t diverged_step = 0;  ///< the step that failed
  double diverged_loss = 0;         ///< −ELBO of that step; infinite if a weight or a moment of Adam overflowed
};

/// Position of a run: optimizer steps and digits shown (steps times batch_size, unless that was changed).
struct TrainingPosition {
  std::uint64_t step = 0;
  std::uint64_t presentations = 0;
};

/// Trains one model with Adam. Presentation p shows example order(p / n)[p % n], where order(epoch) is a random
/// permutation: a batch may span two epochs, and every batch is full.
/// The weights after step t depend only on the initial weights, the data and the settings (and the steps at which they
/// were changed).
/// With config.average_decay above 0 the model has the average of the weights (weight_average.h) between all calls, so
/// that everything that uses the model uses the average. The raw weights, which Adam updates, are those of a run
/// without averaging.
class Trainer {
 public:
  /// Throws ArgumentError for an invalid config, and for an objective that the model does not support.
  Trainer(Model<float>& model, const TrainingConfig& config);

  /// Draws new weights from the config's seed, resets the optimizer and, unless `images` is empty, sets the output bias
  /// for these images (see Model::set_output_bias).
  void initialize(std::span<const std::uint8_t> images);

  /// Sets the position, the moments of Adam (in the order of the parameters; empty lists mean zero) and the state of
  /// the average that belong to the model's current weights. Without averaging, the model gets the raw weights of
  /// `average`. Does not allocate.
  void restart(TrainingPosition position, const std::vector<WeightMatrix<float>>& first_moments,
               const std::vector<WeightMatrix<float>>& second_moments, const AverageState<float>& average = {});

  /// Takes up to `steps` steps on examples (bytes, example_dim each, 255 = ink or the label). Stops early if −ELBO is
  /// not finite or exceeds ten times that of a uniform guess, input_dim ln 2 (or of the last good step, if that is
  /// larger): weights, optimizer and step count are then restored to a snapshot at most kSnapshotInterval steps old.
  /// The same happens if a weight or a second moment of Adam is not finite after a step: a gradient can overflow them
  /// without an effect on the loss, and a file with them could not be loaded.
  /// Throws ArgumentError if there are fewer images than a batch.
  TrainingStatistics run(std::span<const std::uint8_t> images, std::uint64_t steps);

  /// Takes one step on a given batch (example_dim x batch, in [0, 1]). Throws ArgumentError for other shapes or values,
  /// for a batch that cannot be cut into config().shards equal shards, and for a schedule other than constant: the
  /// batch belongs to no epoch.
  TrainingStatistics run_batch(const Matrix<float>& x);

  /// Changes the settings from the next step on, but not the raw weights. Averaging that is turned on starts at the
  /// current weights; turned off, the model gets the raw weights. The seed and the choice of digits cannot be changed
  /// after the first step: throws ArgumentError. (Session::set_training redraws the weights too.)
  void set_config(const TrainingConfig& config);

  /// Throws ArgumentError for an objective that the model does not support and for shards that the processes cannot
  /// divide.
  void expect_supported(const TrainingConfig& config) const;

  /// Sets the settings of a run that is resumed from a file.
  void adopt_config(const TrainingConfig& config);

  /// Divides the shards of each batch among these processes, which must outlive the trainer: each has a trainer of the
  /// same model, settings and images, and all get the same weights, which do not depend on the number of processes. If
  /// moving numbers between processes throws, the weights are those before the step. Throws ArgumentError, also in
  /// set_config and adopt_config from then on, unless their number divides config().shards.
  void set_processes(Processes& processes);

  const TrainingConfig& config() const { return config_; }
  Adam<float>& optimizer() { return adam_; }
  const Adam<float>& optimizer() const { return adam_; }

  /// Null without averaging. The model has the average, this object the raw weights.
  const WeightAverage<float>* average() const { return average_ ? &*average_ : nullptr; }

  /// Gives the model the raw weights during the lifetime of the result, for computations on the training itself; the
  /// settings must not be changed meanwhile.
  [[nodiscard]] RawWeights<float> raw_weights() { return {average_ ? &*average_ : nullptr, parameters_}; }

  std::uint64_t step() const { return adam_.steps(); }
  TrainingPosition position() const { return {step(), presentations_}; }

  /// Changes with every change of the model's weights: a step, a divergence, a restart. Computations over several calls
  /// use it to check that the weights did not change.
  std::uint64_t weights_version() const { return weights_version_; }

  /// beta at a step: config.beta · min(1, step / beta_warmup_steps).
  double beta_at(std::uint64_t step) const;

  /// The learning rate of the next step (schedule.h) on the data set of the last call of run or set_images.
  double learning_rate() const;

  /// The number of training examples of an epoch, 0 if unknown. Only learning_rate() uses it before the next run, which
  /// sets it.
  void set_images(std::uint64_t images) { images_ = images; }

  static constexpr std::uint64_t kSnapshotInterval = 100;

 private:
  struct Snapshot {
    TrainingPosition position;
    double loss = 0.0;
    std::vector<WeightMatrix<float>> values, first_moments, second_moments;  ///< the raw weights
    std::vector<WeightMatrix<float>> average;                                ///< empty without averaging
    std::uint64_t average_updates = 0;
  };

  struct OrderKey {
    std::uint64_t seed = 0, epoch = 0;
    std::uint32_t count = 0;
    bool operator==(const OrderKey&) const = default;
  };

  /// part(first, count) returns these examples of the batch; what it returned before is then invalid.
  template <typename Part>
  TrainingStatistics step_on(Index batch, const Part& part);
  template <typename Part>
  LossTerms loss_and_gradient(Index batch, const Part& part, const Objective& objective);
  void apply(const TrainingConfig& config);
  bool healthy(double loss) const;
  void give_up(std::uint64_t at, double loss, TrainingStatistics& statistics);
  void take_snapshot(double loss);
  void restore_snapshot();
  const Matrix<float>& examples_of_batch(std::span<const std::uint8_t> images, Index first, Index count);
  const std::vector<std::uint32_t>& order_of(std::uint64_t epoch, std::uint32_t count);

  Model<float>& model_;
  TrainingConfig config_;
  ParameterList<float> parameters_;
  Adam<float> adam_;
  std::optional<WeightAverage<float>> average_;
  Processes* processes_ = &alone();
  ShardSum shard_sum_;
  std::uint64_t presentations_ = 0, weights_version_ = 0, images_ = 0;
  Snapshot snapshot_;
  bool have_snapshot_ = false;
  Matrix<float> x_;
  std::vector<std::uint32_t> order_, batch_examples_;
  OrderKey order_key_;  ///< of order_; a count of 0 before the first
};

/// Mean of each pixel over the images, in [0, 1].
Vector<double> mean_pixels(std::span<const std::uint8_t> images, Index input_dim);

}  // namespace latentpad
