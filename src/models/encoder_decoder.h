// What the models with a latent code share: the networks that encoder and decoder are.
#pragma once

#include "models/likelihood.h"
#include "models/model_config.h"
#include "nn/sequential.h"

namespace latentpad {

/// From the example (and its label) through the hidden layers, each with its activation.
template <typename Scalar>
Sequential<Scalar> make_encoder(const ModelConfig& config);

/// From the code (and the label) through the hidden layers in the other order, each with its activation, to
/// `outputs_per_pixel` numbers for each pixel.
template <typename Scalar>
Sequential<Scalar> make_decoder(const ModelConfig& config, Index outputs_per_pixel);

/// Without a hidden layer the heads themselves read the image, which is mostly zeros.
InputKind head_input(const ModelConfig& config);

/// Throws ArgumentError, naming `function`, unless each example has so many numbers.
template <typename Scalar>
void expect_rows(const char* function, const Matrix<Scalar>& m, Index rows);

/// Sets the bias of the layer that the likelihood reads to the outputs of the mean image.
template <typename Scalar>
void set_bias_of_mean(const ModelConfig& config, const Likelihood<Scalar>& likelihood,
                      const Vector<double>& mean_pixels, Layer<Scalar>& layer);

}  // namespace latentpad
