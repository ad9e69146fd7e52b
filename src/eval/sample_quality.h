// Quality metrics of samples, the same for every model.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>

#include "eval/code_density.h"
#include "math/matrix.h"
#include "models/classifier.h"
#include "models/model.h"

namespace latentpad {

/// Samples images: decodes z ~ p(z) (vae; ae: N(0, I), although it is not trained for it) or a sample of the prior of
/// all layers (hvae), or samples exactly, pixel by pixel (fvbn, made). A conditional model samples its labels
/// 0, 1, … in turn. Returns the likelihood's means (vae, ae) or 0 and 1 (fvbn, made), input_dim x count. Throws
/// ArgumentError unless count is 1 … 10,000.
Matrix<float> sample_images(const Model<float>& model, Index count, std::uint64_t seed);

/// The same, decodes codes of a density instead: z ~ density.
Matrix<float> sample_images(const Model<float>& model, const CodeDensity& density, Index count, std::uint64_t seed);

struct SampleQuality {
  Index samples = 0;
  /// Mean over samples of the classifier's highest class probability.
  double classifier_confidence = 0.0;
  /// Fraction of samples that the classifier assigns to each digit.
  std::array<double, 10> label_histogram = {};
  /// Entropy of that histogram in nats; ln 10 = 2.303 for a uniform distribution.
  double label_entropy = 0.0;
  /// Mean over samples of the Euclidean distance to the nearest reference image, pixels in [0, 1].
  double nearest_distance = 0.0;
};

/// `samples` are first thresholded at ½, so that grey and binary images are comparable; `reference` are images in
/// bytes, thresholded too. Throws ArgumentError if either is empty.
SampleQuality sample_quality(const Matrix<float>& samples, std::span<const std::uint8_t> reference,
                             const Classifier<float>& classifier);

struct Smoothness {
  /// Mean over paths of max step / mean step, ‖Δx‖ between consecutive frames: 1 for uniform change, larger for jumps.
  double unevenness = 0.0;
  /// Fraction of frames that the classifier assigns to a digit with probability above 0.9.
  double recognisable = 0.0;
};

/// Numbers of paths and frames used by the program and the page.
constexpr Index kSmoothnessPaths = 200, kSmoothnessFrames = 11;

/// Decodes straight lines of `frames` frames between the codes of `paths` random pairs of examples.
/// Throws ArgumentError if the model has no code, for fewer than 2 codes, or for fewer than 3 frames.
Smoothness interpolation_smoothness(const Model<float>& model, const Matrix<float>& codes, Index paths, Index frames,
                                    std::uint64_t seed, const Classifier<float>& classifier);

/// The unevenness only, which requires no classifier.
double interpolation_unevenness(const Model<float>& model, const Matrix<float>& codes, Index paths, Index frames,
                                std::uint64_t seed);

}  // namespace latentpad
