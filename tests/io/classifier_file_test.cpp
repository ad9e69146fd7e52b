#include "io/classifier_file.h"

#include <limits>

#include "support/catch.h"
#include "support/weight_files.h"

namespace latentpad::test::classifier_file_test {

namespace {

Classifier<float> random_classifier(const std::vector<Index>& hidden) {
  Classifier<float> classifier(12, hidden);
  randomize(classifier.parameters(), 0.5, 1);
  return classifier;
}

Bytes classifier_file(const std::vector<Index>& hidden = {6, 5}, bool half = false) {
  Classifier<float> classifier = random_classifier(hidden);
  return save_classifier(classifier, half);
}

std::string refusal(const std::function<void(Safetensors&)>& change) {
  const Bytes file = changed(classifier_file(), change);
  return message_of<FormatError>([&file] { load_classifier(file); });
}

}  // namespace

TEST_CASE("A classifier is saved and loaded bit-identically") {
  for (const std::vector<Index>& hidden : {std::vector<Index>{}, {6}, {6, 5}, {1, 2, 3, 4, 5, 6, 7, 8}}) {
    CAPTURE(hidden);
    Classifier<float> before = random_classifier(hidden), after = load_classifier(classifier_file(hidden));
    CHECK(after.input_dim() == 12);
    CHECK(after.hidden() == hidden);
    const ParameterList<float> from = before.parameters(), to = after.parameters();
    for (std::size_t i = 0; i < from.size(); ++i) CHECK(from[i]->value == to[i]->value);
  }
}

TEST_CASE("A classifier in half precision has half the size and nearly the same results") {
  Classifier<float> before = random_classifier({60}), after = load_classifier(classifier_file({60}, true));
  CHECK(10 * classifier_file({60}, true).size() < 7 * classifier_file({60}).size());
  const Matrix<float> x = random_ink<float>(12, 9, 0.4, 2);
  Matrix<float> p, q;
  before.classify(x, p);
  after.classify(x, q);
  CHECK((p - q).cwiseAbs().maxCoeff() < 0.01f);
  CHECK(p != q);
}

TEST_CASE("A classifier's file with a missing, superfluous, misshapen or infinite tensor is rejected") {
  CHECK_THAT(refusal([](Safetensors& c) { c.tensors.erase("classifier.1.bias"); }),
             contains("expected 6 tensors, got 5"));
  CHECK_THAT(refusal([](Safetensors& c) { rename_tensor(c, "classifier.1.bias", "classifier.1.biass"); }),
             contains("the tensor classifier.1.bias is missing or has another shape"));
  CHECK_THAT(refusal([](Safetensors& c) { c.tensors["more"] = c.tensors.at("classifier.1.bias"); }),
             contains("expected 6 tensors, got 7"));
  CHECK_THAT(refusal([](Safetensors& c) { c.tensors.erase("classifier.2.weight"); }),
             contains("of which the last has 10 outputs"));
  CHECK_THAT(refusal([](Safetensors& c) { c.tensors.clear(); }), contains("of which the last has 10 outputs"));
  CHECK_THAT(refusal([](Safetensors& c) { c.tensors.at("classifier.1.weight").shape = {6, 5}; }),
             contains("classifier.1.weight: expected 6 inputs"));
  CHECK_THAT(refusal([](Safetensors& c) { c.tensors.at("classifier.1.weight").shape = {30}; }),
             contains("classifier.1.weight: expected two dimensions of 1 to 4096"));
  CHECK_THAT(refusal([](Safetensors& c) {
               c.tensors["classifier.0.weight"] = tensor_from_floats(std::vector<float>(4097), {1, 4097}, false);
             }),
             contains("classifier.0.weight: expected two dimensions of 1 to 4096"));
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    CHECK_THAT(refusal([bad](Safetensors& c) { put(c, "classifier.2.weight", 7, bad); }),
               contains("classifier.2.weight is not finite"));
  }
}

TEST_CASE("Files of other types are rejected as classifiers") {
  CHECK_THROWS_AS(load_classifier(Bytes{}), FormatError);
  CHECK_THROWS_AS(load_classifier(Bytes(100, 7)), FormatError);
  CHECK_THAT(message_of<FormatError>([] { load_classifier(small_file()); }), contains("classifier: expected layers"));
  const Bytes file = classifier_file();
  for (std::size_t size = 0; size < file.size(); size += 13) {
    CHECK_THROWS_AS(load_classifier(std::span(file).first(size)), FormatError);
  }
}

TEST_CASE("A classifier that could not be loaded is not saved") {
  Classifier<float> classifier(11, {6});
  classifier.initialize(1);
  auto& weights = classifier.parameters()[0]->value;
  const float good = weights(0, 3);
  weights(0, 3) = 1e5f;
  CHECK_THAT(message_of<std::invalid_argument>([&] { save_classifier(classifier, true); }),
             contains("classifier.0.weight is not finite at position 3"));
  CHECK_NOTHROW(load_classifier(save_classifier(classifier, false)));
  weights(0, 3) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_AS(save_classifier(classifier, false), std::invalid_argument);
  weights(0, 3) = good;
  CHECK_NOTHROW(load_classifier(save_classifier(classifier, true)));
}

}  // namespace latentpad::test::classifier_file_test
