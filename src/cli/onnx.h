// The encoder and the decoder of a model as ONNX files.
#pragma once

#include <cstdint>
#include <vector>

#include "models/model.h"

namespace latentpad::cli {

/// An ONNX model (opset 13) of the encoder: from `x`, [N, pixels] with ink in [0, 1], and of a conditional model `y`,
/// [N, labels], the one-hot label, to `mu` and `log_var`, [N, latent_dim], clamped as in training; of an autoencoder to
/// `code`.
std::vector<std::uint8_t> onnx_encoder(Model<float>& model);

/// The decoder: from `z`, [N, latent_dim], and `y` as above, to `x_hat`, [N, pixels], the mean of p(x | z).
/// Both throw std::runtime_error for a model without a code or with a learned prior; this also with the likelihood
/// continuous_bernoulli, whose mean no operator of ONNX computes in F32 near 1/2.
std::vector<std::uint8_t> onnx_decoder(Model<float>& model);

}  // namespace latentpad::cli
