#include "eval/digit_likelihood.h"

#include <cmath>
#include <string>

#include "base/error.h"
#include "eval/code_losses.h"
#include "eval/encode_decode.h"
#include "eval/importance_weighted.h"
#include "eval/posterior_proposal.h"
#include "math/noise.h"
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
  Matrix<float> mu, log_var;
  encode_finite("digit_likelihood", model, x, mu, log_var);
  const LatentModel<float>& latent = latent_model(model, "digit_likelihood");
  const PosteriorProposal proposal(mu, log_var, latent.prior(), samples);
  const bool is_learned = proposal.prior().mixture() != nullptr;
  const NoiseStream noise(seed, NoisePurpose::importance_epsilon, 0);

  LogMeanExp mean_weight;
  RunningMoments reconstruction, kl, bound;
  Vector<float> z(mu.rows());
  CodeLosses code_losses(latent);
  weigh_draws(proposal, noise, code_losses, x, model.config().input_dim, samples,
              [&](Index draw, double log_weight, double loss) {
                mean_weight.add(log_weight);
                if (!PosteriorProposal::is_from_q(draw)) return;
                reconstruction.add(loss);
                if (!is_learned) return;
                proposal.draw(noise, draw, z.data());
                const double of_draw = log_density_of(mu, log_var, z) - proposal.prior().log_density(z.data());
                kl.add(of_draw);
                bound.add(loss + of_draw);
              });

  DigitLikelihood result;
  result.samples = samples;
  result.kl = is_learned ? kl.mean() : ordered_sum(kl_divergence(mu, log_var));
  result.reconstruction = reconstruction.mean();
  // A KL term of closed form has no standard error.
  result.elbo = {-reconstruction.mean() - result.kl, (is_learned ? bound : reconstruction).standard_error()};
  result.log_likelihood = {mean_weight.value(), mean_weight.standard_error()};
  result.gap = {result.log_likelihood.mean - result.elbo.mean,
                std::hypot(result.elbo.standard_error, result.log_likelihood.standard_error)};
  expect_finite("digit_likelihood", "the bound", result.elbo.mean + result.log_likelihood.mean);
  return result;
}

}  // namespace latentpad
