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
  const PosteriorProposal proposal(mu, log_var, samples);
  const NoiseStream noise(seed, NoisePurpose::importance_epsilon, 0);

  LogMeanExp mean_weight;
  RunningMoments reconstruction;
  CodeLosses code_losses(latent_model(model, "digit_likelihood"));
  weigh_draws(proposal, noise, code_losses, x, model.config().input_dim, samples,
              [&](Index draw, double log_weight, double loss) {
                mean_weight.add(log_weight);
                if (PosteriorProposal::is_from_q(draw)) reconstruction.add(loss);
              });

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
