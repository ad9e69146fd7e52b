// What can be measured of a model besides its training: likelihoods, pictures of densities, latent metrics.
#pragma once

#include "wasm/model_handle.h"

namespace latentpad::wasm {

/// One image.
inline Matrix<float> image_in(const char* function, const val& pixels, const Model<float>& model) {
  Matrix<float> x = batch_in(function, pixels, example_dim(model.config()));
  if (x.cols() != 1) {
    throw_invalid_argument(function, "one image", std::to_string(x.cols()));
  }
  return x;
}

/// Of 784 pixels (vae).
DigitLikelihoodValue digit_likelihood_of(ModelHandle& model, const Float32Array& pixels, std::uint32_t samples, std::uint32_t seed);

/// −log p(x | z) of each image, in nats; one-hot labels after the pixels where the model is conditional.
Numbers reconstruction_loss_of(ModelHandle& model, const Float32Array& pixels, const Float32Array& z);

/// Begins the true posterior of 784 pixels around its mass (vae of 2 dimensions). Do not train in between.
void begin_posterior_grid(ModelHandle& model, const Float32Array& pixels, std::uint32_t side);

/// Goes on with it by so many points; the grid when it is whole.
std::optional<PosteriorGridValue> advance_posterior_grid(ModelHandle& model, std::uint32_t points);

/// An exact sample that begins with the given pixels (fvbn, made).
GivenSampleValue sample_given_of(ModelHandle& model, const Float32Array& given, std::uint32_t seed, std::uint32_t index);

/// Of 784 pixels (fvbn, made).
ConditionalsValue conditionals_of(ModelHandle& model, const Float32Array& pixels);

/// principal_components of codes; `last`: the numbers of the first and then of the second direction, or none.
std::optional<PrincipalComponentsValue> principal_components_of(const Float32Array& codes, std::uint32_t latent_dim,
                                                                const Numbers& last, bool turned);

/// Of the held-out digits.
LatentMetricsValue latent_metrics_of(ModelHandle& model, const DigitsHandle& digits, std::uint32_t seed);

/// interpolation_unevenness between the codes of held-out digits, as the program measures it.
double unevenness_of(ModelHandle& model, const DigitsHandle& digits, std::uint32_t seed);

/// Judged by a classifier file.
SampleQualityValue sample_quality_of(ModelHandle& model, const DigitsHandle& digits, const Uint8Array& classifier,
                                     std::uint32_t count, std::uint32_t seed);

}  // namespace latentpad::wasm
