// The proposal of importance sampling for log p(x) and for p(z | x) of a VAE.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <vector>

#include "eval/code_losses.h"
#include "math/matrix.h"
#include "math/noise.h"
#include "models/prior_density.h"

namespace latentpad {

/// A mixture of four Gaussians with diagonal covariance around an approximate posterior q = N(mu, σ²), which alone is
/// often narrower than the true one and then misses most of p(x): of ten draws four are from q, two each from q with
/// three and ten times its standard deviation, and two from the prior. Weights p(x | z) p(z) are divided by the
/// density of the mixture (the balance heuristic: Veach & Guibas, SIGGRAPH 1995), so their mean is unbiased for p(x),
/// and none is above five times its likelihood.
class PosteriorProposal {
 public:
  /// mu, log_var: latent_dim x 1. The density is that of the first `samples` draws together.
  PosteriorProposal(const Matrix<float>& mu, const Matrix<float>& log_var, PriorDensity prior, Index samples);

  Index latent_dim() const { return prior_.latent_dim(); }
  const PriorDensity& prior() const { return prior_; }

  /// Whether that draw is from q itself.
  static bool is_from_q(Index draw) { return component_of(draw) == 0; }

  /// Writes draw `draw` of a stream of noise, latent_dim() numbers, in any order of calls. Does not allocate.
  void draw(const NoiseStream& noise, Index draw, float* z) const noexcept;

  /// log p(z) − log r(z), r the density of the mixture, in nats. Does not allocate.
  double log_prior_ratio(const float* z) const noexcept;

 private:
  /// Of which the last is the prior.
  static constexpr std::size_t kComponents = 4, kPrior = 3;
  static std::size_t component_of(Index draw);

  PriorDensity prior_;
  std::array<std::vector<double>, kPrior> mean_, sigma_;
  std::array<double, kComponents> log_share_ = {}, log_volume_ = {};
};

/// Calls f(j, log w_j, −log p(x_given | z_j)) for draws j = 0 … draws − 1 of the proposal r in order, with the weights
/// w_j = p(x_given | z_j) p(z_j) / r(z_j). x: example_dim x 1; the first `given` pixels are used. Memory does not grow
/// with the draws.
void weigh_draws(const PosteriorProposal& proposal, const NoiseStream& noise, CodeLosses& losses,
                 const Matrix<float>& x, Index given, Index draws, const std::function<void(Index, double, double)>& f);

}  // namespace latentpad
