#include "eval/posterior_proposal.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "eval/log_mean_exp.h"
#include "math/thread_team.h"
#include "math/vec_math.h"
#include "models/pixels.h"

namespace latentpad {
namespace {

/// Draw j comes from component kCycle[j % 10].
constexpr std::array<std::size_t, 10> kCycle = {0, 1, 2, 3, 0, 1, 2, 3, 0, 0};
constexpr std::array<double, 3> kWidths = {1.0, 3.0, 10.0};

}  // namespace

std::size_t PosteriorProposal::component_of(Index draw) { return kCycle[static_cast<std::size_t>(draw % 10)]; }

PosteriorProposal::PosteriorProposal(const Matrix<float>& mu, const Matrix<float>& log_var, PriorDensity prior,
                                     Index samples)
    : prior_(std::move(prior)) {
  // The actual proportions of the draws: others would bias the mean weight.
  std::array<double, kComponents> share = {};
  for (Index j = 0; j < samples; ++j) share[component_of(j)] += 1.0 / static_cast<double>(samples);
  for (std::size_t c = 0; c < kComponents; ++c) {
    log_share_[c] = std::log(share[c]);
    for (Index d = 0; d < mu.rows() && c != kPrior; ++d) {
      mean_[c].push_back(static_cast<double>(mu(d, 0)));
      sigma_[c].push_back(kWidths[c] * static_cast<double>(portable::exp(log_var(d, 0) * 0.5f)));
      log_volume_[c] += std::log(sigma_[c].back());
    }
  }
}

void PosteriorProposal::draw(const NoiseStream& noise, Index draw, float* z) const noexcept {
  const std::size_t component = component_of(draw);
  if (component == kPrior) return prior_.draw(noise, static_cast<std::uint64_t>(draw), z);
  const auto size = static_cast<std::uint64_t>(latent_dim());
  noise.standard_normal(static_cast<std::uint64_t>(draw) * noise_words_per_image(size), size, z);
  const std::vector<double>&mean = mean_[component], &sigma = sigma_[component];
  for (std::size_t d = 0; d < mean.size(); ++d)
    z[d] = static_cast<float>(mean[d] + sigma[d] * static_cast<double>(z[d]));
}

double PosteriorProposal::log_prior_ratio(const float* z) const noexcept {
  // Without the factor (2π)^(−d/2) of both densities.
  LogMeanExp sum;
  for (std::size_t c = 0; c < kPrior; ++c) {
    double distance = 0.0;
    for (std::size_t d = 0; d < mean_[c].size(); ++d) {
      const double scaled = (static_cast<double>(z[d]) - mean_[c][d]) / sigma_[c][d];
      distance += scaled * scaled;
    }
    sum.add(log_share_[c] - 0.5 * distance - log_volume_[c]);
  }
  const double prior = prior_.log_density(z);
  sum.add(log_share_[kPrior] + prior);
  return prior - sum.value() - std::log(static_cast<double>(kComponents));
}

void weigh_draws(const PosteriorProposal& proposal, const NoiseStream& noise, CodeLosses& losses,
                 const Matrix<float>& x, Index given, Index draws,
                 const std::function<void(Index, double, double)>& f) {
  Matrix<float> z;
  Vector<double> ratios;
  const Index grain = std::max<Index>(1, kHeavyGrain / proposal.latent_dim());
  for (Index first = 0; first < draws; first += kCodesAtOnce) {
    const Index count = std::min(kCodesAtOnce, draws - first);
    z.resize(proposal.latent_dim(), count);
    ratios.resize(count);
    parallel_for(count, grain, [&, first](Index begin, Index end) noexcept {
      for (Index n = begin; n < end; ++n) {
        proposal.draw(noise, first + n, z.col(n).data());
        ratios[n] = proposal.log_prior_ratio(z.col(n).data());
      }
    });
    const Vector<double>& of_given = losses.of(z, x, given);
    for (Index n = 0; n < count; ++n) f(first + n, ratios[n] - of_given[n], of_given[n]);
  }
}

}  // namespace latentpad
