#include "eval/digit_likelihood.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.h"
#include "eval/code_losses.h"
#include "eval/encode_decode.h"
#include "eval/importance_weighted.h"
#include "eval/posterior_proposal.h"
#include "math/noise.h"
#include "models/pixels.h"
#include "models/posterior.h"

namespace latentpad {
namespace {

/// log N(z; mu, e^log_var) + latent_dim/2 · ln 2π.
double log_density_of(const Matrix<float>& mu, const Matrix<float>& log_var, const Vector<float>& z) {
  double sum = 0.0;
  for (Index d = 0; d < z.size(); ++d) {
    const double from_mean = static_cast<double>(z[d]) - static_cast<double>(mu(d, 0));
    const auto lv = static_cast<double>(log_var(d, 0));
    sum -= 0.5 * (lv + from_mean * from_mean * std::exp(-lv));
  }
  return sum;
}

constexpr const char* kFunction = "digit_likelihood";

/// Of the draws together.
struct Draws {
  LogMeanExp weights;
  RunningMoments reconstruction, kl, bound;
};

/// Draws of the mixture around q(z | x) of posterior_proposal.h; those from q itself for the terms of the bound, of
/// which the KL divergence has a closed form unless the prior is learned.
Draws draw_code(const Model<float>& model, const Matrix<float>& x, Index samples, std::uint64_t seed) {
  Matrix<float> mu, log_var;
  encode_finite(kFunction, model, x, mu, log_var);
  const LatentModel<float>& latent = latent_model(model, kFunction);
  const PosteriorProposal proposal(mu, log_var, latent.prior(), samples);
  const bool is_learned = proposal.prior().mixture() != nullptr;
  const NoiseStream noise(seed, NoisePurpose::importance_epsilon, 0);
  Draws draws;
  if (!is_learned) draws.kl.add(ordered_sum(kl_divergence(mu, log_var)));
  Vector<float> z(mu.rows());
  CodeLosses code_losses(latent);
  weigh_draws(proposal, noise, code_losses, x, model.config().input_dim, samples,
              [&](Index draw, double log_weight, double loss) {
                draws.weights.add(log_weight);
                if (!PosteriorProposal::is_from_q(draw)) return;
                draws.reconstruction.add(loss);
                if (!is_learned) {
                  draws.bound.add(loss);
                  return;
                }
                proposal.draw(noise, draw, z.data());
                const double of_draw = log_density_of(mu, log_var, z) - proposal.prior().log_density(z.data());
                draws.kl.add(of_draw);
                draws.bound.add(loss + of_draw);
              });
  return draws;
}

/// Draws of all layers from q itself.
Draws draw_layers(const Model<float>& model, const Matrix<float>& x, Index samples, std::uint64_t seed) {
  ImportanceDraws importance(model, seed, kFunction);
  importance.encode(x, 0);
  Draws draws;
  for (Index first = 0; first < samples; first += kCodesAtOnce) {
    const std::span<const double> log_weights = importance.log_weights(first, std::min(kCodesAtOnce, samples - first));
    const Vector<double>& reconstruction = importance.last().reconstruction();
    const Matrix<double>& kl = importance.last().kl();
    for (Index n = 0; n < reconstruction.size(); ++n) {
      double kl_of_draw = 0.0;
      for (Index d = 0; d < kl.rows(); ++d) kl_of_draw += kl(d, n);
      draws.weights.add(log_weights[static_cast<std::size_t>(n)]);
      draws.reconstruction.add(reconstruction[n]);
      draws.kl.add(kl_of_draw);
      draws.bound.add(reconstruction[n] + kl_of_draw);
    }
  }
  return draws;
}

}  // namespace

DigitLikelihood digit_likelihood(const Model<float>& model, const Matrix<float>& x, Index samples, std::uint64_t seed) {
  expect_trait(model, "digit_likelihood", &ModelTraits::bound);
  expect_draws("digit_likelihood", samples);
  if (x.cols() != 1) {
    throw_invalid_argument("digit_likelihood", "one image", std::to_string(x.cols()));
  }
  const Draws draws =
      model.traits().closed_form ? draw_code(model, x, samples, seed) : draw_layers(model, x, samples, seed);
  DigitLikelihood result;
  result.samples = samples;
  result.kl = draws.kl.mean();
  result.reconstruction = draws.reconstruction.mean();
  // A KL term with a closed form has no standard error.
  result.elbo = {-result.reconstruction - result.kl, draws.bound.standard_error()};
  result.log_likelihood = {draws.weights.value(), draws.weights.standard_error()};
  result.gap = {result.log_likelihood.mean - result.elbo.mean,
                std::hypot(result.elbo.standard_error, result.log_likelihood.standard_error)};
  expect_finite("digit_likelihood", "the bound", result.elbo.mean + result.log_likelihood.mean);
  return result;
}

}  // namespace latentpad
