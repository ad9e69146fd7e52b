#include "eval/digit_likelihood.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/error.h"
#include "eval/code_losses.h"
#include "eval/encode_decode.h"
#include "eval/importance_weighted.h"
#include "math/noise.h"
#include "models/posterior.h"

namespace latentpad {
namespace {

constexpr Index kChunk = 250;
constexpr std::size_t kComponents = 4;
/// Draw j comes from component kCycle[j % 10].
constexpr std::array<std::size_t, 10> kCycle = {0, 1, 2, 3, 0, 1, 2, 3, 0, 0};
constexpr double kWide = 3.0, kWider = 10.0;

/// Mixture of four Gaussians with diagonal covariance: q(z | x), q widened twice, and the prior.
struct Mixture {
  std::array<Vector<double>, kComponents> mean, sigma;

  std::array<double, kComponents> share = {};

  Mixture(const Matrix<float>& mu, const Matrix<float>& log_var, Index samples) {
    // The actual proportions of the draws: others would bias the mean weight.
    for (Index j = 0; j < samples; ++j) {
      share[kCycle[static_cast<std::size_t>(j % 10)]] += 1.0 / static_cast<double>(samples);
    }
    const Vector<double> q_sigma = (0.5 * log_var.col(0).cast<double>().array()).exp().matrix();
    const Vector<double> center = mu.col(0).cast<double>();
    mean = {center, center, center, Vector<double>::Zero(mu.rows())};
    sigma = {q_sigma, q_sigma * kWide, q_sigma * kWider, Vector<double>::Ones(mu.rows())};
  }

  /// Without the factor (2π)^(−d/2), which also occurs in p(z).
  double log_density(const Vector<double>& z) const {
    LogMeanExp sum;
    for (std::size_t c = 0; c < kComponents; ++c) {
      const Vector<double> scaled = (z - mean[c]).cwiseQuotient(sigma[c]);
      sum.add(std::log(share[c]) - 0.5 * scaled.squaredNorm() - sigma[c].array().log().sum());
    }
    return sum.value() + std::log(static_cast<double>(kComponents));
  }
};

}  // namespace

DigitLikelihood digit_likelihood(const Model<float>& model, const Matrix<float>& x, Index samples, std::uint64_t seed) {
  expect_trait(model, "digit_likelihood", &ModelTraits::bound);
  if (samples < 10 || samples > kMaxImportanceSamples) {
    throw ArgumentError(
        ErrorCode::samples_out_of_range,
        {{"function", "digit_likelihood"}, {"least", 10}, {"most", kMaxImportanceSamples}, {"got", samples}});
  }
  if (x.cols() != 1) {
    throw_invalid_argument("digit_likelihood", "one image", std::to_string(x.cols()));
  }
  const Index latent_dim = model.config().latent_dim;
  Matrix<float> mu, log_var;
  encode_finite("digit_likelihood", model, x, mu, log_var);
  const Mixture mixture(mu, log_var, samples);
  const auto words = noise_words_per_image(static_cast<std::uint64_t>(latent_dim));
  const NoiseStream noise(seed, NoisePurpose::importance_epsilon, 0);

  LogMeanExp mean_weight;
  RunningMoments reconstruction;
  CodeLosses code_losses(latent_model(model, "digit_likelihood"));
  Matrix<float> z;
  Vector<float> epsilon(latent_dim);
  for (Index first = 0; first < samples; first += kChunk) {
    const Index count = std::min(kChunk, samples - first);
    z.resize(latent_dim, count);
    for (Index j = 0; j < count; ++j) {
      const std::size_t c = kCycle[static_cast<std::size_t>((first + j) % 10)];
      noise.standard_normal(static_cast<std::uint64_t>(first + j) * words, static_cast<std::uint64_t>(latent_dim),
                            epsilon.data());
      z.col(j) = (mixture.mean[c] + mixture.sigma[c].cwiseProduct(epsilon.cast<double>())).cast<float>();
    }
    const Vector<double>& losses = code_losses.of(z, x);
    for (Index j = 0; j < count; ++j) {
      const Vector<double> point = z.col(j).cast<double>();
      mean_weight.add(-losses[j] - 0.5 * point.squaredNorm() - mixture.log_density(point));
      if (kCycle[static_cast<std::size_t>((first + j) % 10)] == 0) reconstruction.add(losses[j]);
    }
  }

  DigitLikelihood result;
  result.samples = samples;
  result.kl = ordered_sum(kl_divergence(mu, log_var));
  result.reconstruction = reconstruction.mean();
  // The KL term has a closed form, so only the reconstruction has a standard error.
  result.elbo = {-reconstruction.mean() - result.kl, reconstruction.standard_error()};
  result.log_likelihood = {mean_weight.value(), mean_weight.standard_error()};
  result.gap = {result.log_likelihood.mean - result.elbo.mean,
                std::hypot(result.elbo.standard_error, result.log_likelihood.standard_error)};
  expect_finite("digit_likelihood", "the bound", result.elbo.mean + result.log_likelihood.mean);
  return result;
}

}  // namespace latentpad
