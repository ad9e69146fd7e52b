// Intermediate results of a model with a code: one training step, and the activations of its layers.
#pragma once

#include "wasm/model_handle.h"

namespace latentpad::wasm {

/// trace_step of one image with the session's optimizer, learning rate and current beta. `epsilon`: latent_dim numbers,
/// empty for an AE.
StepTraceValue trace_step_of(ModelHandle& model, const Float32Array& pixels, const Float32Array& epsilon);

/// The hidden layers of the encoder for one image and of the decoder for one z, each in the order of the forward pass.
ActivationsValue activations_of(ModelHandle& model, const Float32Array& pixels, const Float32Array& z);

}  // namespace latentpad::wasm
