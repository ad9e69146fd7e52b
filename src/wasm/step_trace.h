// What goes on inside a model with a code: one training step in slow motion, and the activations of its layers.
#pragma once

#include "wasm/model_handle.h"

namespace latentpad::wasm {

/// trace_step of one image with the session's own optimiser, learning rate and present beta. `epsilon`: latent_dim numbers,
/// none for an AE.
StepTraceValue trace_step_of(ModelHandle& model, const Float32Array& pixels, const Float32Array& epsilon);

/// Of the hidden layers: the encoder's for one image, from the pixels inwards, and the decoder's for one z, from the code
/// outwards.
ActivationsValue activations_of(ModelHandle& model, const Float32Array& pixels, const Float32Array& z);

}  // namespace latentpad::wasm
