// The encoder and decoder networks of models with a latent code.
#pragma once

#include "models/likelihood.h"
#include "models/model_config.h"
#include "nn/sequential.h"

namespace latentpad {

/// From the example (pixels and label, if any) through the hidden layers with their activations.
template <typename Scalar>
Sequential<Scalar> make_encoder(const ModelConfig& config);

/// From the code (and the label, if any) through the hidden layers in reverse order with their activations, to
/// `outputs_per_pixel` numbers per pixel.
template <typename Scalar>
Sequential<Scalar> make_decoder(const ModelConfig& config, Index outputs_per_pixel);

/// Sparse without hidden layers: the heads then read the image, which is mostly zeros.
InputKind head_input(const ModelConfig& config);

/// Throws ArgumentError, naming `function`, unless m has `rows` rows.
template <typename Scalar>
void expect_rows(const char* function, const Matrix<Scalar>& m, Index rows);

/// Sets the bias of the output layer to Likelihood::outputs_of_mean of the mean image.
template <typename Scalar>
void set_bias_of_mean(const ModelConfig& config, const Likelihood<Scalar>& likelihood,
                      const Vector<double>& mean_pixels, Layer<Scalar>& layer);

}  // namespace latentpad
