#include "training/trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/error.h"
#include "math/thread_team.h"

namespace latentpad {
namespace {

void expect_divides(const Processes& processes, const TrainingConfig& config) {
  if (config.shards % processes.size() == 0) return;
  throw ArgumentError(ErrorCode::shards_of_processes, {{"processes", processes.size()}, {"got", config.shards}});
}

void expect_whole_images(const char* function, std::size_t bytes, Index input_dim, Index least) {
  const auto pixels = static_cast<std::size_t>(input_dim);
  if (bytes % pixels != 0 || bytes / pixels < static_cast<std::size_t>(least)) {
    throw ArgumentError(ErrorCode::too_few_images,
                        {{"function", function}, {"least", least}, {"size", pixels}, {"got", bytes}});
  }
}

}  // namespace

Vector<double> mean_pixels(std::span<const std::uint8_t> images, Index input_dim) {
  expect_whole_images("mean_pixels", images.size(), input_dim, 1);
  const std::size_t count = images.size() / static_cast<std::size_t>(input_dim);
  Vector<double> sum = Vector<double>::Zero(input_dim);
  const std::uint8_t* pixel = images.data();
  for (std::size_t n = 0; n < count; ++n) {
    for (Index i = 0; i < input_dim; ++i) sum[i] += *pixel++;
  }
  return sum / (255.0 * static_cast<double>(count));
}

Trainer::Trainer(Model<float>& model, const TrainingConfig& config)
    : model_(model), config_(config), parameters_(model.parameters()), adam_(parameters_) {
  validate(config);
  expect_supported(config);
  if (config.average_decay > 0.0) average_.emplace(parameters_);
}

void Trainer::expect_supported(const TrainingConfig& config) const {
  expect_divides(*processes_, config);
  const Objective objective{config.objective, config.beta, config.importance_samples, config.estimator};
  if (!model_.traits().bound) expect_elbo(objective, model_.config().model);
  else if (!model_.traits().closed_form) expect_reparameterized(objective, model_.config().model);
}

void Trainer::initialize(std::span<const std::uint8_t> images) {
  const ModelConfig& model = model_.config();
  const Vector<double> mean =
      images.empty() ? Vector<double>() : mean_pixels(images, example_dim(model)).head(model.input_dim);
  model_.initialize(config_.seed);
  if (mean.size() > 0) model_.set_output_bias(mean);
  restart({}, {}, {});
}

void Trainer::restart(TrainingPosition position, const std::vector<WeightMatrix<float>>& first_moments,
                      const std::vector<WeightMatrix<float>>& second_moments, const AverageState<float>& average) {
  adam_.restart(position.step, first_moments, second_moments);
  if (average_) {
    average_->restart(parameters_, average.raw, average.updates);
  } else {
    for (std::size_t i = 0; i < average.raw.size(); ++i) parameters_[i]->value = average.raw[i];
  }
  presentations_ = position.presentations;
  have_snapshot_ = false;
  ++weights_version_;
}

void Trainer::set_config(const TrainingConfig& config) {
  validate(config);
  expect_supported(config);
  if (config.seed != config_.seed && step() > 0) {
    throw ArgumentError(ErrorCode::setting_fixed,
                        {{"setting", "seed"}, {"expected", config_.seed}, {"got", config.seed}});
  }
  if (config.digits != config_.digits && step() > 0) {
    throw ArgumentError(
        ErrorCode::setting_fixed,
        {{"setting", "choice of digits"}, {"expected", list_text(config_.digits)}, {"got", list_text(config.digits)}});
  }
  apply(config);
}

void Trainer::adopt_config(const TrainingConfig& config) {
  validate(config);
  expect_supported(config);
  apply(config);
}

void Trainer::apply(const TrainingConfig& config) {
  // Copy the whole object: a failed member-by-member assignment would leave it half changed.
  TrainingConfig copy = config;
  const bool averages = config.average_decay > 0.0;
  if (averages && !average_) average_.emplace(parameters_);
  if (!averages && average_) {
    average_->exchange(parameters_);
    average_.reset();
    snapshot_.average.clear();
    ++weights_version_;
  }
  config_ = std::move(copy);
}

double Trainer::beta_at(std::uint64_t step) const {
  if (step >= config_.beta_warmup_steps) return config_.beta;
  return config_.beta * (static_cast<double>(step) / static_cast<double>(config_.beta_warmup_steps));
}

double Trainer::learning_rate() const { return learning_rate_at(config_, step(), presentations_, images_); }

const std::vector<std::uint32_t>& Trainer::order_of(std::uint64_t epoch, std::uint32_t count) {
  // All inputs of the permutation; set_config and adopt_config may change the seed too.
  const OrderKey key{config_.seed, epoch, count};
  if (order_key_ != key) {
    // Reuses memory: only the first step of a run may allocate, so that a later step cannot fail halfway.
    random_permutation(count, NoiseStream(config_.seed, NoisePurpose::shuffle, epoch), order_);
    order_key_ = key;
  }
  return order_;
}

void Trainer::set_processes(Processes& processes) {
  expect_divides(processes, config_);
  processes_ = &processes;
}

const Matrix<float>& Trainer::examples_of_batch(std::span<const std::uint8_t> images, Index first, Index of_part) {
  const auto size = static_cast<std::size_t>(example_dim(model_.config()));
  const auto pixels = static_cast<std::size_t>(model_.config().input_dim);
  const auto count = static_cast<std::uint32_t>(images.size() / size);
  const NoiseStream noise(config_.seed, NoisePurpose::binarize, step());
  x_.resize(example_dim(model_.config()), of_part);
  batch_examples_.resize(static_cast<std::size_t>(of_part));
  for (std::size_t b = 0; b < batch_examples_.size(); ++b) {
    const std::uint64_t presentation = presentations_ + static_cast<std::uint64_t>(first) + b;
    batch_examples_[b] = order_of(presentation / count, count)[presentation % count];
  }
  parallel_for(of_part, 1, [&](Index begin, Index end) noexcept {
    for (Index b = begin; b < end; ++b) {
      present_example(images.subspan(batch_examples_[static_cast<std::size_t>(b)] * size, size), pixels, config_.pixels,
                      noise, static_cast<std::uint64_t>(first + b), x_.col(b).data());
    }
  });
  return x_;
}

bool Trainer::healthy(double loss) const {
  const double trivial = static_cast<double>(model_.config().input_dim) * 0.6931471805599453;
  const double reference = have_snapshot_ ? std::max(trivial, snapshot_.loss) : trivial;
  // Loaded weights may start with a high loss; only a tenfold increase in training counts as divergence.
  return std::isfinite(loss) && (!have_snapshot_ || loss <= 10.0 * reference);
}

void Trainer::give_up(std::uint64_t at, double loss, TrainingStatistics& statistics) {
  statistics.diverged = true;
  statistics.diverged_step = at;
  statistics.diverged_loss = loss;
  restore_snapshot();
}

void Trainer::take_snapshot(double loss) {
  // Averaging that was turned on after the first snapshot: the only later allocation, before anything is changed.
  if (average_ && snapshot_.average.empty()) {
    std::vector<WeightMatrix<float>> room = average_->kept();
    snapshot_.average = std::move(room);
  }
  snapshot_.position = position();
  snapshot_.loss = loss;
  snapshot_.values.resize(parameters_.size());
  for (std::size_t i = 0; i < parameters_.size(); ++i) snapshot_.values[i] = parameters_[i]->value;
  snapshot_.first_moments = adam_.first_moments();
  snapshot_.second_moments = adam_.second_moments();
  if (average_) {
    for (std::size_t i = 0; i < parameters_.size(); ++i) snapshot_.average[i] = average_->kept()[i];
    snapshot_.average_updates = average_->updates();
  }
  have_snapshot_ = true;
}

void Trainer::restore_snapshot() {
  if (!have_snapshot_) return;
  for (std::size_t i = 0; i < parameters_.size(); ++i) parameters_[i]->value = snapshot_.values[i];
  adam_.restart(snapshot_.position.step, snapshot_.first_moments, snapshot_.second_moments);
  // Of a snapshot before averaging was turned on, the average starts anew at the restored weights.
  if (average_) {
    const bool is_in_snapshot = !snapshot_.average.empty();
    average_->restart(parameters_, snapshot_.average, is_in_snapshot ? snapshot_.average_updates : 0);
  }
  presentations_ = snapshot_.position.presentations;
  ++weights_version_;
}

TrainingStatistics Trainer::run_batch(const Matrix<float>& x) {
  if (x.rows() != example_dim(model_.config()) || x.cols() < 1) {
    throw_invalid_argument("train_step",
                           "a batch of images of " + std::to_string(example_dim(model_.config())) + " pixels",
                           shape_text(x));
  }
  for (Index i = 0; i < x.size(); ++i) {
    const float pixel = x.data()[i];
    if (!(pixel >= 0.0f && pixel <= 1.0f)) {
      throw ArgumentError(ErrorCode::pixel_out_of_range, {{"function", "train_step"}, {"got", pixel}, {"position", i}});
    }
  }
  if (config_.schedule != ScheduleKind::constant) {
    throw ArgumentError(ErrorCode::schedule_needs_epoch,
                        {{"function", "train_step"}, {"schedule", schedule_name(config_.schedule)}});
  }
  expect_whole_shards(x.cols(), config_.shards);
  return step_on(x.cols(), [&](Index first, Index count) -> const Matrix<float>& {
    if (count == x.cols()) return x;
    return x_ = x.middleCols(first, count);
  });
}

template <typename Part>
LossTerms Trainer::loss_and_gradient(Index batch, const Part& part, const Objective& objective) {
  if (config_.shards == 1) return model_.loss_and_gradient(part(0, batch), objective, {config_.seed, step()});
  const Index of_shard = batch / config_.shards;
  shard_sum_.begin(*processes_, parameters_, config_.shards);
  for (Index shard = shard_sum_.first(); shard < shard_sum_.first() + shard_sum_.count(); ++shard) {
    const Index first = shard * of_shard;
    const BatchNoise noise{config_.seed, step(), static_cast<std::uint64_t>(first)};
    shard_sum_.add(parameters_, model_.loss_and_gradient(part(first, of_shard), objective, noise));
  }
  return shard_sum_.finish(parameters_);
}

template <typename Part>
TrainingStatistics Trainer::step_on(Index batch, const Part& part) {
  TrainingStatistics statistics;
  const RawWeights<float> raw = raw_weights();
  const std::uint64_t at = step();
  const Objective objective{config_.objective, beta_at(at), config_.importance_samples, config_.estimator};
  const LossTerms terms = loss_and_gradient(batch, part, objective);
  const double loss = terms.negative_elbo();
  const bool is_due = !have_snapshot_ || at % kSnapshotInterval == 0;
  if (!healthy(loss)) {
    give_up(at, loss, statistics);
    return statistics;
  }
  if (is_due) take_snapshot(loss);
  adam_.step(parameters_, learning_rate());
  ++weights_version_;
  if (!adam_.is_finite()) {
    give_up(at, std::numeric_limits<double>::infinity(), statistics);
    return statistics;
  }
  if (average_) average_->update(parameters_, config_.average_decay);
  presentations_ += static_cast<std::uint64_t>(batch);
  statistics.steps = 1;
  statistics.terms = terms;
  return statistics;
}

TrainingStatistics Trainer::run(std::span<const std::uint8_t> images, std::uint64_t steps) {
  expect_whole_images("train", images.size(), example_dim(model_.config()), config_.batch_size);
  images_ = images.size() / static_cast<std::size_t>(example_dim(model_.config()));
  TrainingStatistics total;
  for (std::uint64_t i = 0; i < steps && !total.diverged; ++i) {
    const TrainingStatistics one = step_on(config_.batch_size, [&](Index first, Index count) -> const Matrix<float>& {
      return examples_of_batch(images, first, count);
    });
    total.diverged = one.diverged;
    total.diverged_step = one.diverged_step;
    total.diverged_loss = one.diverged_loss;
    total.steps += one.steps;
    total.terms.reconstruction += one.terms.reconstruction;
    total.terms.kl += one.terms.kl;
  }
  if (total.steps > 0) {
    total.terms.reconstruction /= static_cast<double>(total.steps);
    total.terms.kl /= static_cast<double>(total.steps);
  }
  return total;
}

}  // namespace latentpad
