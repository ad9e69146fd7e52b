// Training of the classifier that judges samples.
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

/// Adam on the cross-entropy of the training digits, binarised anew at each presentation, since that is what samples
/// look like. Initialises the classifier from the seed. Throws ArgumentError (classifier_diverged) when the loss or a
/// weight is not finite, and when there is no training digit; the classifier is then as it was.
void train_classifier(Classifier<float>& classifier, const Digits& digits, const ClassifierTraining& training);

/// Share of the held-out digits, thresholded at ½, that get the right label.
double classifier_accuracy(const Classifier<float>& classifier, const Digits& digits);

}  // namespace latentpad
