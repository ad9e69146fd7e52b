#include "eval/likelihood.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "models/bernoulli.h"
#include "models/gaussian.h"

namespace latentpad {
namespace {

constexpr Index kBatch = 250;
constexpr double kActiveUnitVariance = 0.01;

Index count_examples(const char* function, const Model<float>& model, std::span<const std::uint8_t> images) {
  const auto pixels = static_cast<std::size_t>(model.config().input_dim);
  if (images.empty() || images.size() % pixels != 0) {
    throw std::invalid_argument(std::string(function) + ": expected a whole number of images of " +
                                std::to_string(pixels) + " bytes, at least one, got " + std::to_string(images.size()) +
                                " bytes");
  }
  return static_cast<Index>(images.size() / pixels);
}

/// Images first … first + x.cols() − 1 as a batch.
void present_range(std::span<const std::uint8_t> images, Index first, PixelMode mode, const NoiseStream& noise,
                   Matrix<float>& x) {
  const auto pixels = static_cast<std::size_t>(x.rows());
  for (Index b = 0; b < x.cols(); ++b) {
    const auto example = static_cast<std::size_t>(first + b);
    present_pixels(images.subspan(example * pixels, pixels), mode, noise, example * noise_words_per_image(pixels),
                   x.col(b).data());
  }
}

}  // namespace

BoundEvaluation::BoundEvaluation(const Model<float>& model, std::span<const std::uint8_t> images,
                                 const EvaluationConfig& config)
    : model_(model),
      images_(images),
      config_(config),
      examples_(count_examples("evaluate_bound", model, images)),
      mu_(static_cast<std::size_t>(model.config().latent_dim)),
      kl_(mu_.size()) {
  if (config.repeats < 1 || config.repeats > 10000) {
    throw std::invalid_argument("evaluate_bound: expected repeats from 1 to 10000, got " +
                                std::to_string(config.repeats));
  }
}

bool BoundEvaluation::advance(Index count) {
  const Index end = std::min(examples_, done_ + std::max<Index>(count, 0));
  while (done_ < end) score_batch(std::min(kBatch, end - done_));
  return done_ < examples_;
}

void BoundEvaluation::score_batch(Index batch) {
  const Index latent_dim = model_.config().latent_dim;
  // Epsilon is addressed by example, in whole blocks of the generator.
  const auto epsilon_words = noise_words_per_image(static_cast<std::uint64_t>(latent_dim));
  Matrix<float> x(model_.config().input_dim, batch), epsilon(latent_dim, batch), mu, log_var, z, logits;
  present_range(images_, done_, config_.pixels, NoiseStream(config_.seed, NoisePurpose::evaluation_binarize, 0), x);
  model_.encode(x, mu, log_var);
  const Matrix<double> kl = kl_divergence(mu, log_var);
  Vector<double> reconstruction = Vector<double>::Zero(batch);
  for (int repeat = 0; repeat < config_.repeats; ++repeat) {
    const NoiseStream noise(config_.seed, NoisePurpose::evaluation_epsilon, static_cast<std::uint64_t>(repeat));
    for (Index b = 0; b < batch; ++b) {
      noise.standard_normal(static_cast<std::uint64_t>(done_ + b) * epsilon_words,
                            static_cast<std::uint64_t>(latent_dim), epsilon.col(b).data());
    }
    reparameterize(mu, log_var, epsilon, z);
    model_.decode(z, logits);
    reconstruction += reconstruction_loss(logits, x) / config_.repeats;
  }
  for (Index b = 0; b < batch; ++b) {
    double kl_of_example = 0.0;
    for (Index d = 0; d < latent_dim; ++d) {
      kl_of_example += kl(d, b);
      kl_[static_cast<std::size_t>(d)].add(kl(d, b));
      mu_[static_cast<std::size_t>(d)].add(static_cast<double>(mu(d, b)));
    }
    reconstruction_.add(reconstruction[b]);
    bound_.add(reconstruction[b] + kl_of_example);
  }
  done_ += batch;
}

BoundReport BoundEvaluation::report() const {
  BoundReport report;
  report.examples = done_;
  report.negative_elbo = {bound_.mean(), bound_.standard_error()};
  report.reconstruction = reconstruction_.mean();
  for (std::size_t d = 0; d < kl_.size(); ++d) {
    report.kl_per_dimension.push_back(kl_[d].mean());
    report.kl += kl_[d].mean();
    if (mu_[d].variance() > kActiveUnitVariance) ++report.active_units;
  }
  return report;
}

BoundReport evaluate_bound(const Model<float>& model, std::span<const std::uint8_t> images,
                           const EvaluationConfig& config) {
  BoundEvaluation evaluation(model, images, config);
  while (evaluation.advance(kBatch)) {
  }
  return evaluation.report();
}

void encode_images(const Model<float>& model, std::span<const std::uint8_t> images, Matrix<float>& mu,
                   Matrix<float>& log_var) {
  const Index examples = count_examples("encode_images", model, images);
  mu.resize(model.config().latent_dim, examples);
  log_var.resize(model.config().latent_dim, examples);
  const NoiseStream unused(0, NoisePurpose::evaluation_binarize, 0);
  Matrix<float> x, batch_mu, batch_log_var;
  for (Index first = 0; first < examples; first += kBatch) {
    const Index batch = std::min(kBatch, examples - first);
    x.resize(model.config().input_dim, batch);
    present_range(images, first, PixelMode::grey, unused, x);
    model.encode(x, batch_mu, batch_log_var);
    mu.middleCols(first, batch) = batch_mu;
    log_var.middleCols(first, batch) = batch_log_var;
  }
}

}  // namespace latentpad
