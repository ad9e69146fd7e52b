// What can be measured of a model besides its training: likelihoods, pictures of densities, latent metrics.
#pragma once

#include <string>

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

/// JSON of DigitLikelihood for 784 pixels (vae).
std::string digit_likelihood_json(ModelHandle& model, const val& pixels, std::uint32_t samples, std::uint32_t seed);

/// Begins the true posterior of 784 pixels around its mass (vae of 2 dimensions). Do not train in between.
void begin_posterior_grid(ModelHandle& model, const val& pixels, std::uint32_t side);

/// Goes on with it by so many points: {side, left, right, bottom, top, logIntegral, density} when it is whole, else null.
val advance_posterior_grid(ModelHandle& model, std::uint32_t points);

/// {pixels, probabilities}: an exact sample that begins with the given pixels (fvbn, made).
val paint_image(ModelHandle& model, const val& given, std::uint32_t seed, std::uint32_t index);

/// {probabilities, logLikelihood} of 784 pixels (fvbn, made).
val conditionals_of(ModelHandle& model, const val& pixels);

/// JSON {values, why} of the latent metrics of the held-out digits.
std::string latent_metrics_json(ModelHandle& model, const DigitsHandle& digits, std::uint32_t seed);

/// JSON of SampleQuality, judged by a classifier file.
std::string sample_quality_json(ModelHandle& model, const DigitsHandle& digits, const val& classifier,
                                std::uint32_t count, std::uint32_t seed);

}  // namespace latentpad::wasm
