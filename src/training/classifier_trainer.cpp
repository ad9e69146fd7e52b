#include "training/classifier_trainer.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/error.h"
#include "eval/present.h"
#include "models/pixels.h"
#include "nn/adam.h"

namespace latentpad {

void train_classifier(Classifier<float>& classifier, const Digits& digits, const ClassifierTraining& training) {
  const auto expect = [](bool is_finite, std::uint64_t step) {
    if (!is_finite) throw ArgumentError(ErrorCode::classifier_diverged, {{"step", step}});
  };
  if (digits.train_count == 0) throw_invalid_argument("train_classifier", "at least one training image", "none");
  if (digits.pixels() != kDigitPixels) {
    throw_invalid_argument("train_classifier", "images of 28 x 28",
                           std::to_string(digits.width) + " x " + std::to_string(digits.height));
  }
  expect_digit_labels(digits);
  // Train a copy, so that the classifier is unchanged after an error.
  Classifier<float> trained(classifier.input_dim(), classifier.hidden());
  trained.initialize(training.seed);
  const ParameterList<float> parameters = trained.parameters();
  Adam<float> adam(parameters);
  const auto count = static_cast<std::uint32_t>(digits.train_count);
  Matrix<float> x(static_cast<Index>(kDigitPixels), training.batch_size);
  std::vector<std::uint8_t> labels(static_cast<std::size_t>(training.batch_size));
  std::vector<std::uint32_t> order;
  std::uint64_t presentation = 0;
  for (std::uint64_t step = 0; step < training.steps; ++step) {
    const NoiseStream noise(training.seed, NoisePurpose::binarize, step);
    for (std::size_t b = 0; b < labels.size(); ++b, ++presentation) {
      if (presentation % count == 0) {
        order = random_permutation(count, NoiseStream(training.seed, NoisePurpose::shuffle, presentation / count));
      }
      const std::size_t example = order[presentation % count];
      labels[b] = digits.labels[example];
      present_pixels(digits.train_images().subspan(example * kDigitPixels, kDigitPixels), PixelMode::binarized, noise,
                     b * noise_words_per_image(kDigitPixels), x.col(static_cast<Index>(b)).data());
    }
    expect(std::isfinite(trained.loss_and_gradient(x, labels)), step);
    adam.step(parameters, training.learning_rate);
    expect(adam.is_finite(), step);
  }
  classifier = std::move(trained);
}

double classifier_accuracy(const Classifier<float>& classifier, const Digits& digits) {
  const std::span<const std::uint8_t> images = digits.held_out_images();
  const Index examples = count_images("classifier_accuracy", images, classifier.input_dim());
  constexpr Index kBlock = 500;
  Matrix<float> x, probabilities;
  Index right = 0;
  for (Index first = 0; first < examples; first += kBlock) {
    x.resize(classifier.input_dim(), std::min(kBlock, examples - first));
    present_images(images, first, PixelMode::thresholded, 0, x.rows(), x);
    classifier.classify(x, probabilities);
    for (Index b = 0; b < x.cols(); ++b) {
      Index label = 0;
      probabilities.col(b).maxCoeff(&label);
      if (label == digits.labels[digits.train_count + static_cast<std::size_t>(first + b)]) ++right;
    }
  }
  return static_cast<double>(right) / static_cast<double>(examples);
}

}  // namespace latentpad
