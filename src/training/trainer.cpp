#include "training/trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "math/thread_team.h"

namespace latentpad {
namespace {

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
  expect_objective(config);
}

void Trainer::expect_objective(const TrainingConfig& config) const {
  if (!model_.traits().bound) {
    expect_elbo({config.objective, config.beta, config.importance_samples, config.estimator}, model_.config().model);
  }
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
                      const std::vector<WeightMatrix<float>>& second_moments) {
  adam_.restart(position.step, first_moments, second_moments);
  presentations_ = position.presentations;
  have_snapshot_ = false;
  ++weights_version_;
}

void Trainer::set_config(const TrainingConfig& config) {
  validate(config);
  expect_objective(config);
  if (config.seed != config_.seed && step() > 0) {
    throw ArgumentError(ErrorCode::setting_fixed,
                        {{"setting", "seed"}, {"expected", config_.seed}, {"got", config.seed}});
  }
  if (config.digits != config_.digits && step() > 0) {
    throw ArgumentError(
        ErrorCode::setting_fixed,
        {{"setting", "choice of digits"}, {"expected", list_text(config_.digits)}, {"got", list_text(config.digits)}});
  }
  // Copy the whole object: a failed member-by-member assignment would leave it half changed.
  config_ = TrainingConfig(config);
}

void Trainer::adopt_config(const TrainingConfig& config) {
  validate(config);
  expect_objective(config);
  config_ = TrainingConfig(config);
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

void Trainer::fill_batch(std::span<const std::uint8_t> images) {
  const auto size = static_cast<std::size_t>(example_dim(model_.config()));
  const auto pixels = static_cast<std::size_t>(model_.config().input_dim);
  const auto count = static_cast<std::uint32_t>(images.size() / size);
  const NoiseStream noise(config_.seed, NoisePurpose::binarize, step());
  x_.resize(example_dim(model_.config()), config_.batch_size);
  batch_examples_.resize(static_cast<std::size_t>(config_.batch_size));
  for (std::size_t position = 0; position < batch_examples_.size(); ++position) {
    const std::uint64_t presentation = presentations_ + position;
    batch_examples_[position] = order_of(presentation / count, count)[presentation % count];
  }
  parallel_for(config_.batch_size, 1, [&](Index begin, Index end) noexcept {
    for (Index b = begin; b < end; ++b) {
      const auto position = static_cast<std::size_t>(b);
      present_example(images.subspan(batch_examples_[position] * size, size), pixels, config_.pixels, noise, position,
                      x_.col(b).data());
    }
  });
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
  snapshot_.position = position();
  snapshot_.loss = loss;
  snapshot_.values.resize(parameters_.size());
  for (std::size_t i = 0; i < parameters_.size(); ++i) snapshot_.values[i] = parameters_[i]->value;
  snapshot_.first_moments = adam_.first_moments();
  snapshot_.second_moments = adam_.second_moments();
  have_snapshot_ = true;
}

void Trainer::restore_snapshot() {
  if (!have_snapshot_) return;
  for (std::size_t i = 0; i < parameters_.size(); ++i) parameters_[i]->value = snapshot_.values[i];
  adam_.restart(snapshot_.position.step, snapshot_.first_moments, snapshot_.second_moments);
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
  return step_on(x);
}

TrainingStatistics Trainer::step_on(const Matrix<float>& x) {
  TrainingStatistics statistics;
  const std::uint64_t at = step();
  const Objective objective{config_.objective, beta_at(at), config_.importance_samples, config_.estimator};
  const LossTerms terms = model_.loss_and_gradient(x, objective, config_.seed, at);
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
  presentations_ += static_cast<std::uint64_t>(x.cols());
  statistics.steps = 1;
  statistics.terms = terms;
  return statistics;
}

TrainingStatistics Trainer::run(std::span<const std::uint8_t> images, std::uint64_t steps) {
  expect_whole_images("train", images.size(), example_dim(model_.config()), config_.batch_size);
  images_ = images.size() / static_cast<std::size_t>(example_dim(model_.config()));
  TrainingStatistics total;
  for (std::uint64_t i = 0; i < steps && !total.diverged; ++i) {
    fill_batch(images);
    const TrainingStatistics one = step_on(x_);
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
