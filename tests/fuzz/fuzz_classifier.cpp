// A libFuzzer target for classifier files. Valid files are saved and loaded with equal weights.
#include "base/error.h"
#include "fuzz/support/fuzz.h"
#include "fuzz/support/mutate_file.h"
#include "io/classifier_file.h"

using namespace latentpad;
using namespace latentpad::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    Classifier<float> classifier = load_classifier({data, size});
    const Bytes saved = save_classifier(classifier, false);
    Classifier<float> again = load_classifier(saved);
    const ParameterList<float> from = classifier.parameters(), to = again.parameters();
    expect(from.size() == to.size(), "every parameter survives saving");
    for (std::size_t i = 0; i < from.size(); ++i) {
      expect(from[i]->name == to[i]->name && from[i]->value == to[i]->value, "a parameter survives saving");
    }
    Matrix<float> x = Matrix<float>::Constant(classifier.input_dim(), 2, 1.0f), probabilities;
    classifier.classify(x, probabilities);
    expect(probabilities.rows() == Classifier<float>::kClasses && probabilities.cols() == 2, "ten classes");
  } catch (const FormatError&) {
    // The expected error of an invalid file.
  } catch (const ArgumentError& error) {
    // Sums of large finite weights can overflow: classify() then throws.
    expect(error.code() == ErrorCode::classification_not_finite, "only classify() refuses what was loaded");
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  Random random(seed);
  return give_back(mutated_safetensors({data, data + size}, max_size, random), data, max_size);
}
