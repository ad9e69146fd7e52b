#include "eval/importance_weighted.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "eval/conditional.h"
#include "eval/encode_decode.h"
#include "eval/present.h"
#include "math/noise.h"
#include "models/posterior.h"

namespace latentpad {
namespace {

/// Number of draws decoded at once, to limit memory.
constexpr Index kDrawnAtOnce = 250;

}  // namespace

void append_log_weights(const Model<float>& model, const Matrix<float>& x, const Matrix<float>& mu,
                        const Matrix<float>& log_var, std::uint64_t seed, std::uint64_t example, Index first,
                        Index count, std::vector<double>& log_weights) {
  const Index latent_dim = mu.rows();
  const auto words = noise_words_per_image(static_cast<std::uint64_t>(latent_dim));
  const NoiseStream noise(seed, NoisePurpose::importance_epsilon, example);
  Matrix<float> epsilon(latent_dim, count), z, outputs;
  for (Index j = 0; j < count; ++j) {
    noise.standard_normal(static_cast<std::uint64_t>(first + j) * words, static_cast<std::uint64_t>(latent_dim),
                          epsilon.col(j).data());
  }
  reparameterize<float>(mu.replicate(1, count), log_var.replicate(1, count), epsilon, z);
  decode_for(latent_model(model, "importance_weighted"), z, x, outputs);
  const Vector<double> losses = model.likelihood().loss(outputs, pixels_of(model, x).replicate(1, count));
  // The normalising constants of p(z) and q(z | x) cancel.
  double half_log_var = 0.0;
  for (Index d = 0; d < latent_dim; ++d) half_log_var += 0.5 * static_cast<double>(log_var(d, 0));
  for (Index j = 0; j < count; ++j) {
    double log_weight = -losses[j] + half_log_var;
    for (Index d = 0; d < latent_dim; ++d) {
      const auto z_d = static_cast<double>(z(d, j)), e_d = static_cast<double>(epsilon(d, j));
      log_weight += 0.5 * (e_d * e_d - z_d * z_d);
    }
    log_weights.push_back(log_weight);
  }
}

ImportanceWeightedEvaluation::ImportanceWeightedEvaluation(const Model<float>& model,
                                                           std::span<const std::uint8_t> images,
                                                           ImportanceWeightedConfig config)
    : model_(model),
      images_(images),
      config_(std::move(config)),
      examples_(count_images("importance_weighted", images, example_dim(model.config()))),
      moments_(config_.samples.size()) {
  expect_trait(model, "importance_weighted", &ModelTraits::bound);
  const std::vector<Index>& k = config_.samples;
  const bool ascending = std::adjacent_find(k.begin(), k.end(), std::greater_equal<>()) == k.end();
  if (k.empty() || !ascending || k.front() < 1 || k.back() > kMaxImportanceSamples) {
    throw ArgumentError(ErrorCode::sample_counts,
                        {{"function", "importance_weighted"}, {"most", kMaxImportanceSamples}, {"got", list_text(k)}});
  }
}

bool ImportanceWeightedEvaluation::advance(Index count) {
  const Index end = std::min(examples_, done_ + std::max<Index>(count, 0));
  Matrix<float> x(example_dim(model_.config()), 1), mu, log_var;
  std::vector<double> log_weights, bounds(config_.samples.size());
  for (; done_ < end; ++done_) {
    present_images(images_, done_, config_.pixels, config_.seed, model_.config().input_dim, x);
    encode_finite("importance_weighted", model_, x, mu, log_var);
    LogMeanExp mean_weight;
    Index drawn = 0;
    for (std::size_t i = 0; i < config_.samples.size(); ++i) {
      while (drawn < config_.samples[i]) {
        const Index chunk = std::min(kDrawnAtOnce, config_.samples[i] - drawn);
        log_weights.clear();
        append_log_weights(model_, x, mu, log_var, config_.seed, static_cast<std::uint64_t>(done_), drawn, chunk,
                           log_weights);
        for (const double log_weight : log_weights) mean_weight.add(log_weight);
        drawn += chunk;
      }
      expect_finite("importance_weighted", "the bound of a digit", mean_weight.value());
      bounds[i] = -mean_weight.value();
    }
    // Only after the whole example: after a failed allocation it is evaluated again from the start.
    for (std::size_t i = 0; i < bounds.size(); ++i) moments_[i].add(bounds[i]);
  }
  return done_ < examples_;
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
