#include "eval/importance_weighted.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/error.h"
#include "eval/encode_decode.h"
#include "eval/present.h"
#include "math/noise.h"
#include "math/thread_team.h"

namespace latentpad {
namespace {

std::unique_ptr<PosteriorDraws<float>> draws_of(const Model<float>& model, const char* function) {
  expect_trait(model, function, &ModelTraits::bound);
  return variational_model(model, function).draws();
}

}  // namespace

ImportanceDraws::ImportanceDraws(const Model<float>& model, std::uint64_t seed, const char* function)
    : function_(function), draws_(draws_of(model, function)), seed_(seed) {}

void ImportanceDraws::encode(const Matrix<float>& x, std::uint64_t first_example) {
  draws_->encode(x);
  expect_finite(function_, "a code", draws_->mu());
  expect_finite(function_, "a code", draws_->log_var());
  first_example_ = first_example;
}

std::span<const double> ImportanceDraws::log_weights(Index first, Index count) {
  const Index rows = draws_->noise_dim(), draws = count * draws_->mu().cols();
  const auto numbers = static_cast<std::uint64_t>(rows), words = noise_words_per_image(numbers);
  epsilon_.resize(rows, draws);
  for_each_column(draws, rows, [&, first, count](Index n) {
    const NoiseStream noise(seed_, NoisePurpose::importance_epsilon,
                            first_example_ + static_cast<std::uint64_t>(n / count));
    noise.standard_normal(static_cast<std::uint64_t>(first + n % count) * words, numbers, epsilon_.col(n).data());
  });
  draws_->draw(epsilon_);
  const Vector<double>& log_weights = draws_->log_weights();
  return {log_weights.data(), static_cast<std::size_t>(draws)};
}

void expect_draws(const char* function, Index draws) {
  if (draws >= 10 && draws <= kMaxImportanceSamples) return;
  throw ArgumentError(ErrorCode::samples_out_of_range,
                      {{"function", function}, {"least", 10}, {"most", kMaxImportanceSamples}, {"got", draws}});
}

ImportanceWeightedEvaluation::ImportanceWeightedEvaluation(const Model<float>& model,
                                                           std::span<const std::uint8_t> images,
                                                           ImportanceWeightedConfig config, Processes& processes)
    : model_(model),
      images_(images),
      config_(std::move(config)),
      processes_(processes),
      examples_(count_images("importance_weighted", images, example_dim(model.config()))),
      moments_(config_.samples.size()),
      draws_(model, config_.seed, "importance_weighted") {
  const std::vector<Index>& k = config_.samples;
  const bool ascending = std::adjacent_find(k.begin(), k.end(), std::greater_equal<>()) == k.end();
  if (k.empty() || !ascending || k.front() < 1 || k.back() > kMaxImportanceSamples) {
    throw ArgumentError(ErrorCode::sample_counts,
                        {{"function", "importance_weighted"}, {"most", kMaxImportanceSamples}, {"got", list_text(k)}});
  }
}

Index ImportanceWeightedEvaluation::batch_each() const {
  return std::max<Index>(1, kCodesAtOnce / config_.samples.back());
}

Index ImportanceWeightedEvaluation::batch() const { return batch_each() * processes_.size(); }

bool ImportanceWeightedEvaluation::advance(Index count) {
  const Index end = std::min(examples_, done_ + std::max<Index>(count, 0));
  while (done_ < end) evaluate(std::min(batch(), end - done_));
  return done_ < examples_;
}

void ImportanceWeightedEvaluation::resume(const ImportanceWeightedState& state) {
  bool fits = state.done >= 0 && state.done <= examples_ && state.moments.size() == moments_.size();
  for (const RunningMoments& moments : state.moments) {
    fits = fits && moments.count() == static_cast<double>(state.done) && std::isfinite(moments.mean()) &&
           std::isfinite(moments.squares()) && moments.squares() >= 0.0;
  }
  if (!fits) {
    throw_invalid_argument("importance_weighted",
                           "the state of at most " + std::to_string(examples_) + " examples with " +
                               std::to_string(moments_.size()) + " numbers of samples",
                           std::to_string(state.done) + " with " + std::to_string(state.moments.size()));
  }
  done_ = state.done;
  moments_ = state.moments;
}

void ImportanceWeightedEvaluation::evaluate(Index count) {
  const Index each = (count + processes_.size() - 1) / processes_.size();
  const Index first = std::min(count, processes_.rank() * each), own = std::min(each, count - first);
  bounds_.assign(static_cast<std::size_t>(each) * moments_.size(), 0.0);
  all_bounds_.resize(bounds_.size() * static_cast<std::size_t>(processes_.size()));
  if (own > 0) bounds_of(done_ + first, own, bounds_.data());
  processes_.gather(bounds_, all_bounds_);
  // Only after the whole batch: after a failed allocation it is evaluated again from the start.
  const double* bound = all_bounds_.data();
  for (Index b = 0; b < count; ++b) {
    for (RunningMoments& moments : moments_) moments.add(*bound++);
  }
  done_ += count;
}

void ImportanceWeightedEvaluation::bounds_of(Index first, Index count, double* out) {
  const std::vector<Index>& samples = config_.samples;
  const Index most = samples.back();
  x_.resize(example_dim(model_.config()), count);
  present_images(images_, first, config_.pixels, config_.seed, model_.config().input_dim, x_);
  draws_.encode(x_, static_cast<std::uint64_t>(first));
  std::vector<LogMeanExp> mean_weights(static_cast<std::size_t>(count));
  std::vector<std::vector<double>> bounds(mean_weights.size());
  for (std::vector<double>& of_example : bounds) of_example.reserve(samples.size());
  for (Index drawn = 0; drawn < most;) {
    const Index draws = std::min(kCodesAtOnce / count, most - drawn);
    const std::span<const double> log_weights = draws_.log_weights(drawn, draws);
    for (std::size_t n = 0; n < log_weights.size(); ++n) {
      const std::size_t b = n / static_cast<std::size_t>(draws), draw = n % static_cast<std::size_t>(draws);
      mean_weights[b].add(log_weights[n]);
      if (drawn + static_cast<Index>(draw) + 1 != samples[bounds[b].size()]) continue;
      expect_finite("importance_weighted", "the bound of a digit", mean_weights[b].value());
      bounds[b].push_back(-mean_weights[b].value());
    }
    drawn += draws;
  }
  for (const std::vector<double>& of_example : bounds) out = std::copy(of_example.begin(), of_example.end(), out);
}

ImportanceWeightedReport ImportanceWeightedEvaluation::report() const {
  ImportanceWeightedReport report;
  report.examples = done_;
  report.samples = config_.samples;
  for (const RunningMoments& moments : moments_) {
    report.negative_log_likelihood.push_back({moments.mean(), moments.standard_error()});
  }
  return report;
}

}  // namespace latentpad
