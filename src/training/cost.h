// Cost estimates of a model from its configuration: numbers, multiplications and bytes.
// All are doubles, to avoid overflow. Nothing of the model's size is allocated.
#pragma once

#include "models/model_config.h"
#include "models/training_config.h"

namespace latentpad {

/// P: parameters, B: batch size, N: B times the importance samples k, L: latent dimensions. Bytes are those of numbers,
/// without the kilobytes of names and headers. For models of a megabyte or more, the memory of a session is within 20 %
/// of what is allocated.
struct Cost {
  double parameters = 0.0;  ///< number of trainable parameters, exact

  /// Multiply-adds of matrix products; layers that read pixels are counted without skipping zeros. A step has the
  /// forward pass, the gradients of the weights and, except for the first layer, of the input; the decoder on N
  /// columns.
  double step_multiply_adds = 0.0;
  double encode_multiply_adds = 0.0;  ///< per example; 0 for fvbn and made
  double decode_multiply_adds = 0.0;  ///< per z; for fvbn and made, all conditionals of one example
  /// Other work of a step (losses, noise, Adam), as the number of multiply-adds that take about the same time.
  double step_other = 0.0;

  /// A session before training: values, gradients, Adam's two moments, the initial values for a reset, and, where
  /// weights are averaged, the raw ones.
  double model_bytes = 0.0;
  /// Additional memory in training: the snapshot of weights, average and moments for divergence, and all workspaces.
  double training_bytes = 0.0;
  /// Additional temporary memory while a resumable file is created.
  double save_bytes = 0.0;
  /// Additional temporary memory while a resumable file is read, including the file.
  double load_bytes = 0.0;
  /// Size of a resumable file: values, moments, and raw weights.
  double file_bytes = 0.0;
  /// Additional temporary memory while held-out digits are encoded, evaluated or decoded, a few hundred at a time.
  double evaluation_bytes = 0.0;
};

/// Throws ArgumentError if validate() rejects the configuration.
Cost cost_of(const ModelConfig& config, const TrainingConfig& training);

}  // namespace latentpad
