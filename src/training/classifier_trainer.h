// Training of the classifier that evaluates samples.
#pragma once

#include <cstdint>

#include "io/digits.h"
#include "models/classifier.h"

namespace latentpad {

struct ClassifierTraining {
  Index batch_size = 128;
  double learning_rate = 1e-3;
  std::uint64_t steps = 3900;
  std::uint64_t seed = 1;
};

/// Adam on the cross-entropy of the training digits, binarized at each presentation to resemble samples. Initializes
/// the classifier from the seed. Throws ArgumentError (classifier_diverged) if the loss or a weight is not finite, and
/// if there are no training digits; the classifier is then unchanged.
void train_classifier(Classifier<float>& classifier, const Digits& digits, const ClassifierTraining& training);

/// Fraction of the held-out digits, thresholded at ½, that are classified correctly.
double classifier_accuracy(const Classifier<float>& classifier, const Digits& digits);

}  // namespace latentpad
