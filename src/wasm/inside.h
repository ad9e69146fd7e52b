// What goes on inside a model with a code: one training step in slow motion, and the activations of its layers.
#pragma once

#include "wasm/model_handle.h"

namespace latentpad::wasm {

/// {json, probabilitiesBefore, probabilitiesAfter}: trace_step of one image with the session's own optimiser, learning
/// rate and present beta. `epsilon`: latent_dim numbers, none for an AE.
val trace_step_of(ModelHandle& model, const val& pixels, const val& epsilon);

/// {values, encoderSizes, decoderSizes}: the hidden layers' activations, of the encoder for one image and of the decoder
/// for one z.
val activations_of(ModelHandle& model, const val& pixels, const val& z);

}  // namespace latentpad::wasm
