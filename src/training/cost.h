// What a model costs before it is built: numbers, multiplications and bytes that follow from its configuration alone.
// All are doubles, which do not overflow; nothing of the model's size is allocated.
#pragma once

#include "models/model_config.h"
#include "models/training_config.h"

namespace latentpad {

/// P: parameters, B: batch size, N: B times the importance samples k, L: latent dimensions. Bytes are of numbers alone,
/// without the kilobytes of names and headers; those of a session are within a fifth of what the allocator gives out
/// for models of a megabyte or more.
struct Cost {
  double parameters = 0.0;  ///< numbers that are learnt, exactly

  /// Multiply-adds of matrix products, layers that read pixels counted as if no pixel were zero (they skip zeros). Of a
  /// step: forward, gradients of the weights and, but for the first layer, of its input; the decoder on N columns.
  double step_multiply_adds = 0.0;
  double encode_multiply_adds = 0.0;  ///< of one example; of fvbn and made 0
  double decode_multiply_adds = 0.0;  ///< of one z; of fvbn and made all conditionals of one example
  /// What else a step computes (losses, noise, Adam), as so many multiply-adds as take about the same time.
  double step_other = 0.0;

  /// A session at rest: values, gradients, Adam's two moments, and the first values, to which a reset returns.
  double model_bytes = 0.0;
  /// In addition, once it trains: the last good weights and moments, to which a divergence returns, and all workspaces.
  double training_bytes = 0.0;
  /// In addition, for a moment: while a resumable file is made.
  double save_bytes = 0.0;
  /// In addition, for a moment: while a resumable file is read, its bytes included.
  double load_bytes = 0.0;
  /// A resumable file: values and moments.
  double file_bytes = 0.0;
  /// In addition, for a moment: while held-out digits are encoded, scored or decoded, a few hundred at a time.
  double evaluation_bytes = 0.0;
};

/// Throws std::invalid_argument for a configuration that is refused by validate().
Cost cost_of(const ModelConfig& config, const TrainingConfig& training);

}  // namespace latentpad
