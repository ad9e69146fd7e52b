// What the models with a latent code share: the shapes of encoder and decoder, and the bias that training starts from.
#pragma once

#include <vector>

#include "models/model_config.h"
#include "nn/linear.h"

namespace latentpad {

/// example_dim, then the hidden sizes.
std::vector<Index> encoder_sizes(const ModelConfig& config);

/// latent_dim and the label, the hidden sizes mirrored, input_dim.
std::vector<Index> decoder_sizes(const ModelConfig& config);

/// Without a hidden layer the heads themselves read the image, which is mostly zeros.
InputKind head_input(const ModelConfig& config);

/// bias_i = logit(mean_i), with the mean clamped to [0.001, 0.999]: a pixel that is always paper in training may hold
/// ink later. Throws std::invalid_argument unless there is one mean for each output.
template <typename Scalar>
void set_bias_to_logit(const Vector<double>& mean_pixels, Parameter<Scalar>& bias);

}  // namespace latentpad
