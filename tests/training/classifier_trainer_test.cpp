#include "training/classifier_trainer.h"

#include <vector>

#include "base/error.h"
#include "io/classifier_file.h"
#include "support/catch.h"
#include "support/synthetic_digits.h"

namespace latentpad::test::classifier_trainer_test {

namespace {

std::vector<std::uint8_t> file_after(Classifier<float>& classifier, const Digits& digits, std::uint64_t steps) {
  ClassifierTraining training;
  training.batch_size = 10;
  training.steps = steps;
  train_classifier(classifier, digits, training);
  return save_classifier(classifier, false);
}

}  // namespace

TEST_CASE("Divergence of a classifier's training is detected, also at the last step, and leaves it unchanged") {
  const Digits digits = synthetic_digits(40, 10, 1);
  Classifier<float> classifier(static_cast<Index>(kDigitPixels), {8});
  const std::vector<std::uint8_t> before = file_after(classifier, digits, 3);
  for (const std::uint64_t steps : std::vector<std::uint64_t>{1, 2, 20}) {
    CAPTURE(steps);
    ClassifierTraining training;
    training.batch_size = 10;
    training.steps = steps;
    // Beyond the range of float.
    training.learning_rate = 1e39;
    CHECK_THAT(message_of<ArgumentError>([&] { train_classifier(classifier, digits, training); }),
               contains("take a smaller learning rate"));
    CHECK(save_classifier(classifier, false) == before);
  }
  Classifier<float> undisturbed(static_cast<Index>(kDigitPixels), {8});
  CHECK(file_after(classifier, digits, 5) == file_after(undisturbed, digits, 5));
}

TEST_CASE("Training a classifier without digits is rejected") {
  Digits digits = synthetic_digits(10, 0, 1);
  digits.train_count = 0;
  Classifier<float> classifier(static_cast<Index>(kDigitPixels), {});
  CHECK_THAT(message_of<std::invalid_argument>([&] { train_classifier(classifier, digits, {}); }),
             contains("expected at least one training image"));
}

}  // namespace latentpad::test::classifier_trainer_test
