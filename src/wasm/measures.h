// Measurements of a model other than training: likelihoods, densities, latent metrics.
#pragma once

#include "wasm/model_handle.h"

namespace latentpad::wasm {

/// The batch of one image.
inline Matrix<float> image_in(const char* function, const val& pixels, const Model<float>& model) {
  Matrix<float> x = batch_in(function, pixels, example_dim(model.config()));
  if (x.cols() != 1) {
    throw_invalid_argument(function, "one image", std::to_string(x.cols()));
  }
  return x;
}

/// pixels: 784 (vae).
DigitLikelihoodValue digit_likelihood_of(ModelHandle& model, const Float32Array& pixels, std::uint32_t samples,
                                         std::uint32_t seed);

/// −log p(x | z) of each image, in nats; for a conditional model, pixels are followed by one-hot labels.
Numbers reconstruction_loss_of(ModelHandle& model, const Float32Array& pixels, const Float32Array& z);

/// Starts the evaluation of the true posterior of 784 pixels around its mass (vae of 2 dimensions). Do not train
/// meanwhile.
void begin_posterior_grid(ModelHandle& model, const Float32Array& pixels, std::uint32_t side);

/// Evaluates up to `points` more points; returns the grid when it is complete.
std::optional<PosteriorGridValue> advance_posterior_grid(ModelHandle& model, std::uint32_t points);

/// An exact sample given its first pixels (fvbn, made).
GivenSampleValue sample_given_of(ModelHandle& model, const Float32Array& given, std::uint32_t seed,
                                 std::uint32_t index);

/// pixels: 784 (fvbn, made).
ConditionalsValue conditionals_of(ModelHandle& model, const Float32Array& pixels);

/// principal_components of codes; `last`: the elements of the first, then of the second direction, or empty.
std::optional<PrincipalComponentsValue> principal_components_of(const Float32Array& codes, std::uint32_t latent_dim,
                                                                const Numbers& last, bool turned);

/// fit_code_density of codes, its mean log-likelihood of them, and `samples` samples by `sample_seed`.
CodeDensityValue code_density_of(const Float32Array& codes, std::uint32_t latent_dim, std::uint32_t components,
                                 std::uint32_t seed, std::uint32_t samples, std::uint32_t sample_seed);

/// Starts the evaluation of the held-out digits with sigma scaled in the sampled z; pixels as in training. Do not train
/// meanwhile.
void begin_reconstruction_at(ModelHandle& model, const DigitsHandle& digits, double sigma_scale, std::uint32_t seed);

/// Evaluates up to `examples` more; returns the mean reconstruction error when all are evaluated.
std::optional<double> advance_reconstruction_at(ModelHandle& model, std::uint32_t examples);

/// Starts the evaluation of the importance-weighted bound of the held-out digits; pixels as in training. Do not train
/// meanwhile.
void begin_importance_bound(ModelHandle& model, const DigitsHandle& digits, std::uint32_t samples, std::uint32_t seed);

/// Evaluates up to `examples` more; returns the mean upper bound of −log p(x) when all are evaluated.
std::optional<double> advance_importance_bound(ModelHandle& model, std::uint32_t examples);

/// Starts the noise of the encoder's gradient on these images; objective and beta are those of the next training step.
void begin_gradient_noise(ModelHandle& model, const Float32Array& pixels, std::uint32_t draws, std::uint32_t seed);

/// Takes up to `draws` more of every estimator; returns the result when all are taken.
std::optional<GradientNoiseList> advance_gradient_noise(ModelHandle& model, std::uint32_t draws);

/// Latent metrics of the held-out digits.
LatentMetricsValue latent_metrics_of(ModelHandle& model, const DigitsHandle& digits, std::uint32_t seed);

/// interpolation_unevenness between the codes of held-out digits, as in the native program.
double unevenness_of(ModelHandle& model, const DigitsHandle& digits, std::uint32_t seed);

/// p(label | image) by a classifier file: 10 probabilities for each image, in the order of the images.
Numbers classify_images(const Float32Array& pixels, const Uint8Array& classifier);

/// Sample quality, evaluated with a classifier file.
SampleQualityValue sample_quality_of(ModelHandle& model, const DigitsHandle& digits, const Uint8Array& classifier,
                                     std::uint32_t count, std::uint32_t seed);

}  // namespace latentpad::wasm
