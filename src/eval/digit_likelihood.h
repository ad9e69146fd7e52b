// The ELBO and the likelihood of one image under a VAE.
#pragma once

#include <cstdint>

#include "eval/likelihood.h"
#include "models/model.h"

namespace latentpad {

/// In nats. elbo ≤ log p(x); the difference is KL(q(z | x) ‖ p(z | x)).
struct DigitLikelihood {
  double reconstruction = 0.0;  ///< mean over draws of z ~ q(z | x) of −log p(x | z)
  /// KL(q(z | x) ‖ p(z)): closed form, or the mean over draws with a learned prior or several layers.
  double kl = 0.0;
  Estimate elbo;            ///< −reconstruction − kl, with the standard error of the draws
  Estimate log_likelihood;  ///< log of the mean importance weight; standard error by the delta method
  Estimate gap;             ///< log_likelihood − elbo
  Index samples = 0;
};

/// x: example_dim x 1, in [0, 1]. log p(x) is estimated by importance sampling from the mixture around q(z | x) of
/// posterior_proposal.h, or of a hierarchical model from q(z | x) itself; the mean weight is unbiased for p(x). Throws
/// ArgumentError if the model is not a VAE, or unless samples is 10 … 100,000.
DigitLikelihood digit_likelihood(const Model<float>& model, const Matrix<float>& x, Index samples, std::uint64_t seed);

}  // namespace latentpad
