#include "eval/posterior_samples.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.h"
#include "eval/code_losses.h"
#include "eval/encode_decode.h"
#include "eval/importance_weighted.h"
#include "eval/log_mean_exp.h"
#include "eval/posterior_proposal.h"
#include "models/posterior.h"

namespace latentpad {
namespace {

constexpr const char* kSamplePosterior = "sample_posterior";
constexpr Index kMaxSamples = 10'000;
constexpr Index kAdaptationDraws = 1000;
constexpr std::uint64_t kAdaptationRounds = 6;
constexpr double kLeastEffectiveDraws = 50.0;

/// A Gaussian with diagonal covariance: latent_dim x 1 each.
struct DiagonalGaussian {
  Matrix<float> mu, log_var;
};

/// w^power / Σ w^power, and the effective number of these weights.
double normalized_powers(const std::vector<double>& log_weights, double power, std::vector<double>& weights) {
  const double most = *std::max_element(log_weights.begin(), log_weights.end());
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] = std::exp(power * (log_weights[i] - most));
    sum += weights[i];
    squares += weights[i] * weights[i];
  }
  for (double& weight : weights) weight /= sum;
  return sum * sum / squares;
}

/// The weights to the largest power up to 1 at which their effective number is at least kLeastEffectiveDraws.
std::vector<double> flattened_weights(const std::vector<double>& log_weights) {
  std::vector<double> weights(log_weights.size());
  if (normalized_powers(log_weights, 1.0, weights) >= kLeastEffectiveDraws) return weights;
  double low = 0.0, high = 1.0;
  for (int halving = 0; halving < 30; ++halving) {
    const double power = 0.5 * (low + high);
    (normalized_powers(log_weights, power, weights) < kLeastEffectiveDraws ? high : low) = power;
  }
  normalized_powers(log_weights, low, weights);
  return weights;
}

class PosteriorOfGiven {
 public:
  PosteriorOfGiven(const Model<float>& model, const Matrix<float>& x, Index given)
      : model_(model),
        x_(x),
        given_(given),
        losses_(latent_model(model, kSamplePosterior)),
        prior_(latent_model(model, kSamplePosterior).prior()) {}

  const PriorDensity& prior() const { return prior_; }

  /// log w of all draws.
  std::vector<double> log_weights(const PosteriorProposal& proposal, const NoiseStream& noise, Index draws) {
    std::vector<double> log_weights;
    log_weights.reserve(static_cast<std::size_t>(draws));
    weigh_draws(proposal, noise, losses_, x_, given_, draws, [&](Index, double log_weight, double) {
      expect_finite(kSamplePosterior, "a weight", log_weight);
      log_weights.push_back(log_weight);
    });
    return log_weights;
  }

  /// The center of the proposal.
  DiagonalGaussian fit(std::uint64_t seed) {
    DiagonalGaussian center = start();
    for (std::uint64_t round = 0; round < kAdaptationRounds; ++round) {
      const PosteriorProposal proposal(center.mu, center.log_var, prior_, kAdaptationDraws);
      const NoiseStream noise(seed, NoisePurpose::proposal_adaptation, round);
      center = moments(proposal, noise, flattened_weights(log_weights(proposal, noise, kAdaptationDraws)));
    }
    return center;
  }

 private:
  DiagonalGaussian start() const {
    DiagonalGaussian q{Matrix<float>(prior_.latent_dim(), 1), Matrix<float>(prior_.latent_dim(), 1)};
    for (Index d = 0; d < prior_.latent_dim(); ++d) {
      const PriorDensity::Moments moments = prior_.moments(d);
      q.mu(d, 0) = static_cast<float>(moments.mean);
      q.log_var(d, 0) = static_cast<float>(std::log(moments.variance));
    }
    if (given_ == model_.config().input_dim) encode_finite(kSamplePosterior, model_, x_, q.mu, q.log_var);
    return q;
  }

  /// Mean and variance of the draws with these weights (West, Communications of the ACM 22, 1979).
  static DiagonalGaussian moments(const PosteriorProposal& proposal, const NoiseStream& noise,
                                  const std::vector<double>& weights) {
    const Index latent_dim = proposal.latent_dim();
    Vector<double> mean = Vector<double>::Zero(latent_dim), squares = mean;
    Vector<float> z(latent_dim);
    double total = 0.0;
    for (std::size_t j = 0; j < weights.size(); ++j) {
      if (weights[j] == 0.0) continue;
      proposal.draw(noise, static_cast<Index>(j), z.data());
      total += weights[j];
      for (Index d = 0; d < latent_dim; ++d) {
        const double distance = static_cast<double>(z[d]) - mean[d];
        mean[d] += weights[j] / total * distance;
        squares[d] += weights[j] * distance * (static_cast<double>(z[d]) - mean[d]);
      }
    }
    DiagonalGaussian fitted{mean.cast<float>(), Matrix<float>(latent_dim, 1)};
    for (Index d = 0; d < latent_dim; ++d) fitted.log_var(d, 0) = static_cast<float>(std::log(squares[d] / total));
    clamp_log_var(fitted.log_var);
    return fitted;
  }

  const Model<float>& model_;
  const Matrix<float>& x_;
  Index given_;
  CodeLosses losses_;
  PriorDensity prior_;
};

}  // namespace

std::vector<std::size_t> resample(const std::vector<double>& log_weights, Index count, double start) {
  std::vector<double> weights(log_weights.size());
  normalized_powers(log_weights, 1.0, weights);
  std::vector<std::size_t> chosen;
  std::size_t index = 0;
  double up_to = weights[0];
  for (Index i = 0; i < count; ++i) {
    // Rounding may leave the sum of all weights below 1.
    while (up_to <= (start + static_cast<double>(i)) / static_cast<double>(count) && index + 1 < weights.size()) {
      up_to += weights[++index];
    }
    chosen.push_back(index);
  }
  return chosen;
}

PosteriorSamples sample_posterior(const Model<float>& model, const Matrix<float>& x, Index given, Index draws,
                                  Index count, std::uint64_t seed) {
  expect_trait(model, kSamplePosterior, &ModelTraits::closed_form);
  expect_draws(kSamplePosterior, draws);
  const Index pixels = model.config().input_dim;
  if (x.cols() != 1 || given < 0 || given > pixels || count < 1 || count > kMaxSamples) {
    throw_invalid_argument(kSamplePosterior,
                           "one image, from 0 to " + std::to_string(pixels) + " given pixels and from 1 to " +
                               std::to_string(kMaxSamples) + " samples",
                           std::to_string(x.cols()) + ", " + std::to_string(given) + " and " + std::to_string(count));
  }
  PosteriorOfGiven posterior(model, x, given);
  const DiagonalGaussian center = posterior.fit(seed);
  const PosteriorProposal proposal(center.mu, center.log_var, posterior.prior(), draws);
  const NoiseStream noise(seed, NoisePurpose::importance_epsilon, 0);
  const std::vector<double> log_weights = posterior.log_weights(proposal, noise, draws);
  LogMeanExp mean_weight;
  for (const double log_weight : log_weights) mean_weight.add(log_weight);

  PosteriorSamples result;
  result.draws = draws;
  result.effective_draws = mean_weight.effective_count();
  result.log_likelihood = {mean_weight.value(), mean_weight.standard_error()};
  double start = 0.0;
  NoiseStream(seed, NoisePurpose::resample, 0).uniform(0, 1, &start);
  result.z.resize(proposal.latent_dim(), count);
  Index n = 0;
  for (const std::size_t index : resample(log_weights, count, start)) {
    proposal.draw(noise, static_cast<Index>(index), result.z.col(n++).data());
  }
  return result;
}

}  // namespace latentpad
