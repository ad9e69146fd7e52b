#include "eval/ordered_completion.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "base/error.h"
#include "base/heartbeat.h"
#include "eval/encode_decode.h"
#include "eval/importance_weighted.h"
#include "eval/log_mean_exp.h"
#include "eval/posterior_samples.h"
#include "math/noise.h"
#include "models/fvbn_sampler.h"

namespace latentpad {
namespace {

constexpr const char* kCompleteByOrderings = "complete";
/// A pass over several draws of one ordering costs little more than one over one draw.
constexpr Index kDrawsAtOnce = 256;

class OrderedDraws {
 public:
  OrderedDraws(const OrderedMade<float>& model, const Matrix<float>& x, Index given, Index draws, std::uint64_t seed)
      : model_(model),
        given_(std::span(x.data(), static_cast<std::size_t>(given))),
        draws_(draws),
        seed_(seed),
        of_ordering_(static_cast<std::size_t>(model.config().orderings), 0) {
    for (Index j = 0; j < draws; ++j) ++of_ordering_[static_cast<std::size_t>(ordering_of(j))];
  }

  /// Draw j; fast for ascending j.
  GivenSample draw(Index j) {
    const Index ordering = ordering_of(j);
    if (ordering != ordering_) {
      ordering_ = ordering;
      network_.emplace(model_.sorted_network(ordering));
    }
    const std::vector<Index>& order = model_.orderings()[static_cast<std::size_t>(ordering)].pixels;
    return sample_in_order(*network_, std::span<const Index>(order), given_, seed_, static_cast<std::uint64_t>(j));
  }

  std::vector<double> log_weights() {
    std::vector<double> all;
    all.reserve(static_cast<std::size_t>(draws_));
    Matrix<float> x;
    for (Index first = 0; first < draws_; first += kDrawsAtOnce) {
      const Index now = std::min(kDrawsAtOnce, draws_ - first);
      x.resize(model_.config().input_dim, now);
      for (Index j = 0; j < now; ++j, heartbeat()) {
        const GivenSample image = draw(first + j);
        x.col(j) = Eigen::Map<const Vector<float>>(image.pixels.data(), x.rows());
      }
      append_log_weights(x, all);
    }
    return all;
  }

 private:
  /// Ascending in j.
  Index ordering_of(Index j) const {
    const Index raster = (draws_ + 1) / 2, others = model_.config().orderings - 1;
    return j < raster ? 0 : 1 + (j - raster) * others / (draws_ - raster);
  }

  void append_log_weights(const Matrix<float>& x, std::vector<double>& all) const {
    const auto given = static_cast<Index>(given_.size()), missing = x.rows() - given;
    const Matrix<float> x_given = x.topRows(given), x_missing = x.bottomRows(missing);
    std::vector<LogMeanExp> p(static_cast<std::size_t>(x.cols())), q = p;
    Matrix<float> logits;
    const auto orderings = static_cast<double>(of_ordering_.size());
    for (std::size_t m = 0; m < of_ordering_.size(); ++m, heartbeat()) {
      model_.conditional_logits(x, static_cast<Index>(m), logits);
      expect_finite(kCompleteByOrderings, "a conditional probability", logits);
      const Matrix<float> of_given = logits.topRows(given), of_missing = logits.bottomRows(missing);
      const Vector<double> loss_given = model_.likelihood().loss(of_given, x_given);
      const Vector<double> loss_missing = model_.likelihood().loss(of_missing, x_missing);
      // a_m M, so that the mean over m is the sum of a_m q_m.
      const double share = static_cast<double>(of_ordering_[m]) / static_cast<double>(draws_) * orderings;
      for (Index j = 0; j < x.cols(); ++j) {
        p[static_cast<std::size_t>(j)].add(-loss_given[j] - loss_missing[j]);
        // There are fewer draws than orderings if an ordering has none.
        q[static_cast<std::size_t>(j)].add(share > 0.0 ? std::log(share) - loss_missing[j] : kNone);
      }
    }
    for (std::size_t j = 0; j < p.size(); ++j) {
      const double log_weight = p[j].value() - q[j].value();
      expect_finite(kCompleteByOrderings, "a weight", log_weight);
      all.push_back(log_weight);
    }
  }

  static constexpr double kNone = -std::numeric_limits<double>::infinity();

  const OrderedMade<float>& model_;
  std::span<const float> given_;
  Index draws_;
  std::uint64_t seed_;
  std::vector<Index> of_ordering_;  ///< number of draws
  Index ordering_ = -1;             ///< of network_
  std::optional<Fvbn<float>> network_;
};

}  // namespace

Completions complete_by_orderings(const OrderedMade<float>& model, const Matrix<float>& x, Index given, Index draws,
                                  Index count, std::uint64_t seed) {
  const Index pixels = x.rows();
  Completions result;
  result.pixels.resize(pixels, count);
  result.probabilities.resize(pixels, count);
  const auto keep = [&](Index n, const GivenSample& image) {
    result.pixels.col(n) = Eigen::Map<const Vector<float>>(image.pixels.data(), pixels);
    result.probabilities.col(n) = Eigen::Map<const Vector<float>>(image.probabilities.data(), pixels);
  };
  const double log_p = -model.negative_log_likelihoods(x)[0];
  if (given == 0) {
    for (Index n = 0; n < count; ++n, heartbeat()) keep(n, model.sample_given({}, seed, static_cast<std::uint64_t>(n)));
    result.log_missing = {log_p, 0.0};
  } else {
    expect_draws(kCompleteByOrderings, draws);
    OrderedDraws ordered(model, x, given, draws, seed);
    const std::vector<double> log_weights = ordered.log_weights();
    LogMeanExp mean_weight;
    for (const double log_weight : log_weights) mean_weight.add(log_weight);
    double start = 0.0;
    NoiseStream(seed, NoisePurpose::resample, 0).uniform(0, 1, &start);
    Index n = 0;
    for (const std::size_t index : resample(log_weights, count, start)) {
      keep(n++, ordered.draw(static_cast<Index>(index)));
    }
    result.log_given = {mean_weight.value(), mean_weight.standard_error()};
    result.log_missing = {log_p - result.log_given.mean, result.log_given.standard_error};
    result.effective_draws = mean_weight.effective_count();
  }
  expect_finite(kCompleteByOrderings, "a conditional probability", result.probabilities);
  return result;
}

}  // namespace latentpad
