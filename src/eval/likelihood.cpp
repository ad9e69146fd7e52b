#include "eval/likelihood.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.h"
#include "eval/conditional.h"
#include "eval/encode_decode.h"
#include "eval/present.h"
#include "math/noise.h"

namespace latentpad {
namespace {

constexpr Index kBatch = 250;
constexpr double kActiveUnitVariance = 0.01;

}  // namespace

BoundEvaluation::BoundEvaluation(const Model<float>& model, std::span<const std::uint8_t> images,
                                 const EvaluationConfig& config, Processes& processes)
    : model_(model),
      images_(images),
      config_(config),
      processes_(processes),
      examples_(count_images("evaluate_bound", images, example_dim(model.config()))),
      mu_(static_cast<std::size_t>(model.config().latent_dim)),
      kl_(mu_.size()) {
  if (model.traits().posterior) {
    draws_ = variational_model(model, "evaluate_bound").draws();
    kl_.resize(static_cast<std::size_t>(draws_->kl_terms()));
  }
  if (config.repeats < 1 || config.repeats > 10000) {
    throw_invalid_argument("evaluate_bound", "repeats from 1 to 10000", std::to_string(config.repeats));
  }
  if (!std::isfinite(config.sigma_scale) || config.sigma_scale < 0) {
    throw_invalid_argument("evaluate_bound", "a sigma_scale of at least 0", std::to_string(config.sigma_scale));
  }
}

bool BoundEvaluation::advance(Index count) {
  const Index end = std::min(examples_, done_ + std::max<Index>(count, 0));
  while (done_ < end) score_together(std::min(kBatch * processes_.size(), end - done_));
  return done_ < examples_;
}

void BoundEvaluation::score_together(Index count) {
  const Index each = (count + processes_.size() - 1) / processes_.size();
  const Index first = std::min(count, processes_.rank() * each), own = std::min(each, count - first);
  scores_.assign(static_cast<std::size_t>(each) * scores_of_example(), 0.0);
  all_scores_.resize(scores_.size() * static_cast<std::size_t>(processes_.size()));
  if (own > 0) score_batch(done_ + first, own, scores_.data());
  processes_.gather(scores_, all_scores_);
  for (Index b = 0; b < count; ++b) add_example(all_scores_.data() + static_cast<std::size_t>(b) * scores_of_example());
  done_ += count;
}

void BoundEvaluation::score_batch(Index first, Index batch, double* scores) const {
  Matrix<float> x(example_dim(model_.config()), batch);
  present_images(images_, first, config_.pixels, config_.seed, model_.config().input_dim, x);
  if (draws_ != nullptr) {
    score_draws(first, x, scores);
  } else if (model_.traits().code) {
    score_points(x, scores);
  } else {
    const Vector<double> loss = autoregressive_model(model_, "evaluate_bound").negative_log_likelihoods(x);
    std::copy(loss.begin(), loss.end(), scores);
  }
}

void BoundEvaluation::score_points(const Matrix<float>& x, double* scores) const {
  const LatentModel<float>& model = latent_model(model_, "evaluate_bound");
  Matrix<float> z, log_var, outputs;
  model.encode(x, z, log_var);
  decode_for(model, z, x, outputs);
  const Vector<double> loss = model.likelihood().loss(outputs, pixels_of(model, x));
  const Matrix<double> no_kl = Matrix<double>::Zero(static_cast<Index>(kl_.size()), 1);
  for (Index b = 0; b < x.cols(); ++b) scores = write_scores(loss[b], no_kl.col(0), z.col(b), scores);
}

void BoundEvaluation::score_draws(Index first, const Matrix<float>& x, double* scores) const {
  const Index batch = x.cols(), rows = draws_->noise_dim();
  // Epsilon is addressed by example, in whole blocks of the random number generator.
  const auto numbers = static_cast<std::uint64_t>(rows), words = noise_words_per_image(numbers);
  Matrix<float> epsilon(rows, batch);
  Vector<double> reconstruction = Vector<double>::Zero(batch);
  Matrix<double> kl = Matrix<double>::Zero(draws_->kl_terms(), batch);
  draws_->encode(x);
  for (int repeat = 0; repeat < config_.repeats; ++repeat) {
    const NoiseStream noise(config_.seed, NoisePurpose::evaluation_epsilon, static_cast<std::uint64_t>(repeat));
    for (Index b = 0; b < batch; ++b) {
      noise.standard_normal(static_cast<std::uint64_t>(first + b) * words, numbers, epsilon.col(b).data());
    }
    draws_->draw(epsilon);
    kl += draws_->kl() / config_.repeats;
    if (config_.sigma_scale != 1.0) {
      epsilon *= static_cast<float>(config_.sigma_scale);
      draws_->draw(epsilon);
    }
    reconstruction += draws_->reconstruction() / config_.repeats;
  }
  for (Index b = 0; b < batch; ++b) {
    scores = write_scores(reconstruction[b], kl.col(b), draws_->mu().col(b), scores);
  }
}

double* BoundEvaluation::write_scores(double reconstruction, const Eigen::Ref<const Vector<double>>& kl,
                                      const Eigen::Ref<const Vector<float>>& mu, double* scores) const {
  *scores++ = reconstruction;
  for (Index d = 0; d < kl.size(); ++d) *scores++ = kl[d];
  for (Index d = 0; d < mu.size(); ++d) *scores++ = static_cast<double>(mu[d]);
  return scores;
}

void BoundEvaluation::add_example(const double* scores) {
  const double reconstruction = *scores++;
  double kl = 0.0;
  for (RunningMoments& moments : kl_) {
    kl += *scores;
    moments.add(*scores++);
  }
  for (RunningMoments& moments : mu_) moments.add(*scores++);
  expect_finite("evaluate", "the loss of a digit", reconstruction + kl);
  reconstruction_.add(reconstruction);
  bound_.add(reconstruction + kl);
}

BoundReport BoundEvaluation::report() const {
  BoundReport report;
  report.examples = done_;
  report.negative_elbo = {bound_.mean(), bound_.standard_error()};
  report.reconstruction = reconstruction_.mean();
  for (const RunningMoments& kl : kl_) report.kl += kl.mean();
  const bool separates_kl = draws_ == nullptr || draws_->separates_kl();
  for (std::size_t d = 0; d < mu_.size(); ++d) {
    if (separates_kl) report.kl_per_dimension.push_back(kl_[kl_.size() - mu_.size() + d].mean());
    if (mu_[d].variance() > kActiveUnitVariance) ++report.active_units;
  }
  if (draws_ == nullptr) return report;
  if (!separates_kl) {
    report.kl_per_layer = {report.kl};
    return report;
  }
  std::size_t row = 0;
  for (const StochasticLayer& layer : stochastic_layers(model_.config())) {
    double& sum = report.kl_per_layer.emplace_back(0.0);
    for (Index d = 0; d < layer.latent_dim; ++d) sum += kl_[row++].mean();
  }
  return report;
}

BoundReport evaluate_bound(const Model<float>& model, std::span<const std::uint8_t> images,
                           const EvaluationConfig& config, Processes& processes) {
  BoundEvaluation evaluation(model, images, config, processes);
  while (evaluation.advance(kBatch * processes.size())) {
  }
  return evaluation.report();
}

void encode_images(const Model<float>& model, std::span<const std::uint8_t> images, Matrix<float>& mu,
                   Matrix<float>& log_var) {
  const Index examples = count_images("encode_images", images, example_dim(model.config()));
  expect_trait(model, "encode_images", &ModelTraits::code);
  Matrix<float> x, batch_mu, batch_log_var;
  for (Index first = 0; first < examples; first += kBatch) {
    const Index batch = std::min(kBatch, examples - first);
    x.resize(example_dim(model.config()), batch);
    present_images(images, first, PixelMode::grey, 0, model.config().input_dim, x);
    encode_finite("encode", model, x, batch_mu, batch_log_var);
    if (first == 0) {
      mu.resize(batch_mu.rows(), examples);
      log_var.resize(batch_log_var.rows(), examples);
    }
    mu.middleCols(first, batch) = batch_mu;
    log_var.middleCols(first, batch) = batch_log_var;
  }
}

}  // namespace latentpad
