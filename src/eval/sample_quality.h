// How good images drawn from a model are, by means that are the same for every model.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>

#include "math/matrix.h"
#include "models/classifier.h"
#include "models/model.h"

namespace latentpad {

/// Images a model draws by itself: z ~ N(0, I) decoded (vae; ae too, which was never told of N(0, I)), or exact samples
/// pixel by pixel (fvbn, made). Returns the probabilities of ink (vae, ae) or 0 and 1 (fvbn, made),
/// input_dim x count. Throws std::invalid_argument unless count is 1 … 10,000.
Matrix<float> sample_images(const Model<float>& model, Index count, std::uint64_t seed);

struct SampleQuality {
  Index samples = 0;
  /// Mean over samples of the highest class probability the classifier gives: how much they look like some digit.
  double classifier_confidence = 0.0;
  /// Share of samples the classifier takes for each digit.
  std::array<double, 10> label_histogram = {};
  /// Entropy of that histogram in nats; ln 10 = 2.303 when all ten come equally often.
  double label_entropy = 0.0;
  /// Mean over samples of the Euclidean distance to the nearest reference image, pixels in [0, 1].
  double nearest_distance = 0.0;
};

/// `samples` are first thresholded at ½, so that soft and hard images are judged alike; `reference` are images in
/// bytes, thresholded too. Throws std::invalid_argument when either is empty.
SampleQuality sample_quality(const Matrix<float>& samples, std::span<const std::uint8_t> reference,
                             const Classifier<float>& classifier);

struct Smoothness {
  /// Mean over paths of max step / mean step, ‖Δx‖ between neighbouring frames: 1 for an even change, large for a jump.
  double unevenness = 0.0;
  /// Share of frames that the classifier takes for some digit with probability above 0.9.
  double recognisable = 0.0;
};

/// Paths and frames with which the program and the page measure smoothness.
constexpr Index kSmoothnessPaths = 200, kSmoothnessFrames = 11;

/// Decodes straight lines of `frames` frames between the codes of `paths` random pairs of examples.
/// Throws std::invalid_argument when the model has no code, for fewer than 2 codes, or frames below 3.
Smoothness interpolation_smoothness(const Model<float>& model, const Matrix<float>& codes, Index paths, Index frames,
                                    std::uint64_t seed, const Classifier<float>& classifier);

/// Its unevenness alone, which needs no classifier.
double interpolation_unevenness(const Model<float>& model, const Matrix<float>& codes, Index paths, Index frames,
                                std::uint64_t seed);

}  // namespace latentpad
