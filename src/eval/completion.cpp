#include "eval/completion.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

#include "base/error.h"
#include "base/heartbeat.h"
#include "eval/code_losses.h"
#include "eval/conditional.h"
#include "eval/encode_decode.h"
#include "eval/ordered_completion.h"
#include "eval/posterior_samples.h"

namespace latentpad {
namespace {

constexpr const char* kComplete = "complete";
constexpr Index kMaxCompletions = 10'000;

Completions complete_pixel_by_pixel(const Model<float>& model, const Matrix<float>& x, Index given, Index count,
                                    std::uint64_t seed) {
  const AutoregressiveModel<float>& sampler = autoregressive_model(model, kComplete);
  const Index pixels = x.rows();
  Completions result;
  result.pixels.resize(pixels, count);
  result.probabilities.resize(pixels, count);
  for (Index n = 0; n < count; ++n, heartbeat()) {
    const GivenSample image =
        sampler.sample_given(std::span(x.data(), static_cast<std::size_t>(given)), seed, static_cast<std::uint64_t>(n));
    result.pixels.col(n) = Eigen::Map<const Vector<float>>(image.pixels.data(), pixels);
    result.probabilities.col(n) = Eigen::Map<const Vector<float>>(image.probabilities.data(), pixels);
  }
  expect_finite(kComplete, "a conditional probability", result.probabilities);
  Matrix<float> logits;
  sampler.conditional_logits(x, logits);
  const auto log_probability = [&](Index first, Index size) {
    const Matrix<float> part = logits.middleRows(first, size), of_x = x.middleRows(first, size);
    return 0.0 - model.likelihood().loss(part, of_x)[0];
  };
  result.log_given = {log_probability(0, given), 0.0};
  result.log_missing = {log_probability(given, pixels - given), 0.0};
  return result;
}

Completions complete_by_codes(const Model<float>& model, const Matrix<float>& x, Index given, Index draws, Index count,
                              std::uint64_t seed) {
  const PosteriorSamples posterior = sample_posterior(model, x, given, draws, count, seed);
  const NoiseStream noise(seed, NoisePurpose::sample_given, 0);
  const Index pixels = model.config().input_dim;
  Matrix<float> outputs(pixels * model.likelihood().outputs_per_pixel(), count), some;
  // In batches, to limit the memory of the hidden layers.
  for (Index first = 0; first < count; first += kCodesAtOnce) {
    const Index now = std::min(kCodesAtOnce, count - first);
    decode_for(latent_model(model, kComplete), posterior.z.middleCols(first, now), x, some);
    outputs.middleCols(first, now) = some;
  }
  expect_finite(kComplete, "a sample", outputs);
  Completions result;
  model.likelihood().sample(outputs, noise, result.pixels);
  model.likelihood().mean(outputs, result.probabilities);
  const Estimate all = sample_posterior(model, x, pixels, draws, 1, seed).log_likelihood;
  result.log_given = posterior.log_likelihood;
  result.log_missing = {all.mean - result.log_given.mean,
                        std::hypot(all.standard_error, result.log_given.standard_error)};
  result.effective_draws = posterior.effective_draws;
  return result;
}

}  // namespace

Completions complete(const Model<float>& model, const Matrix<float>& x, Index given, Index draws, Index count,
                     std::uint64_t seed) {
  expect_trait(model, kComplete, &ModelTraits::completes);
  const Index pixels = model.config().input_dim;
  if (x.cols() != 1 || x.rows() != example_dim(model.config()) || given < 0 || given > pixels || count < 1 ||
      count > kMaxCompletions) {
    throw_invalid_argument(kComplete,
                           "one image, from 0 to " + std::to_string(pixels) + " given pixels and from 1 to " +
                               std::to_string(kMaxCompletions) + " completions",
                           std::to_string(x.cols()) + ", " + std::to_string(given) + " and " + std::to_string(count));
  }
  const auto* ordered = dynamic_cast<const OrderedMade<float>*>(&model);
  Completions result = ordered                           ? complete_by_orderings(*ordered, x, given, draws, count, seed)
                       : model.traits().exact_likelihood ? complete_pixel_by_pixel(model, x, given, count, seed)
                                                         : complete_by_codes(model, x, given, draws, count, seed);
  // As they are, also if the model would not give such pixels.
  for (Matrix<float>* images : {&result.pixels, &result.probabilities}) {
    images->topRows(given) = x.topRows(given).replicate(1, count);
  }
  return result;
}

}  // namespace latentpad
