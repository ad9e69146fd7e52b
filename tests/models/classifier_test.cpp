#include "models/classifier.h"

#include <cmath>
#include <limits>

#include "nn/adam.h"
#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::classifier_test {

namespace {

using Labels = std::vector<std::uint8_t>;

}  // namespace

TEST_CASE("Every gradient of the classifier agrees with central differences") {
  for (const std::vector<Index>& hidden : {std::vector<Index>{}, {7}, {8, 6}}) {
    CAPTURE(hidden);
    Classifier<double> classifier(11, hidden);
    randomize(classifier.parameters(), 0.6, 21);
    const Matrix<double> x = random_ink<double>(11, 5, 0.4, 22);
    const Labels labels = {0, 9, 3, 3, 7};
    std::vector<WeightMatrix<double>> gradients;
    classifier.loss_and_gradient(x, labels);
    for (const Parameter<double>* p : classifier.parameters()) gradients.push_back(p->gradient);
    std::size_t i = 0;
    for (Parameter<double>* p : classifier.parameters()) {
      CAPTURE(p->name);
      const auto loss = [&] { return classifier.loss_and_gradient(x, labels); };
      CHECK(gradients[i].cwiseAbs().maxCoeff() > 1e-4);
      CHECK(gradient_error(p->value, gradients[i], loss) < 1e-6);
      ++i;
    }
  }
}

TEST_CASE("The loss is the mean of the negative log of the label's probability") {
  Classifier<double> classifier(11, {7});
  randomize(classifier.parameters(), 0.6, 23);
  const Matrix<double> x = random_ink<double>(11, 4, 0.4, 24);
  const Labels labels = {1, 0, 9, 4};
  Matrix<double> p;
  classifier.classify(x, p);
  REQUIRE(p.rows() == 10);
  double expected = 0.0;
  for (Index b = 0; b < 4; ++b) {
    CHECK_THAT(p.col(b).sum(), near(1.0, 1e-14));
    CHECK(p.col(b).minCoeff() > 0.0);
    expected -= std::log(p(labels[static_cast<std::size_t>(b)], b)) / 4;
  }
  CHECK_THAT(classifier.loss_and_gradient(x, labels), near(expected, 1e-13));
}

TEST_CASE("Probabilities are the softmax, for logits of any size") {
  Classifier<float> classifier(1, {});
  WeightMatrix<float>& bias = classifier.parameters()[1]->value;
  Matrix<float> p;
  classifier.classify(Matrix<float>::Zero(1, 1), p);
  for (Index c = 0; c < 10; ++c) CHECK_THAT(static_cast<double>(p(c)), near(0.1, 1e-6));
  bias(3) = std::log(11.0f);
  classifier.classify(Matrix<float>::Zero(1, 1), p);
  CHECK_THAT(static_cast<double>(p(3)), near(0.55, 1e-6));
  CHECK_THAT(static_cast<double>(p(0)), near(0.05, 1e-6));
  bias.setConstant(-1e4f);
  bias(3) = 1e4f;
  classifier.classify(Matrix<float>::Zero(1, 1), p);
  CHECK(p(3) == 1.0f);
  CHECK(p(0) < 1e-30f);
  // A probability of 0 has a large, but finite loss.
  const double loss = classifier.loss_and_gradient(Matrix<float>::Zero(1, 1), Labels{0});
  CHECK(std::isfinite(loss));
  CHECK(loss > 50.0);
}

TEST_CASE("A classifier with non-finite probabilities has a loss of NaN, and classify throws") {
  constexpr float kNaN = std::numeric_limits<float>::quiet_NaN(), kInfinity = std::numeric_limits<float>::infinity();
  for (const float bad : {kNaN, kInfinity}) {
    for (const Index where : {Index(0), Index(3), Index(9)}) {
      CAPTURE(bad, where);
      Classifier<float> classifier(1, {});
      auto& bias = classifier.parameters()[1]->value;
      bias.setZero();
      bias(where) = bad;
      const Matrix<float> x = Matrix<float>::Zero(1, 2);
      CHECK(std::isnan(classifier.loss_and_gradient(x, Labels{0, 3})));
      Matrix<float> p;
      CHECK_THAT(message_of<std::invalid_argument>([&] { classifier.classify(x, p); }),
                 contains("expected finite probabilities, got"));
      bias(where) = 1.0f;
      CHECK(std::isfinite(classifier.loss_and_gradient(x, Labels{0, 3})));
      classifier.classify(x, p);
      CHECK_THAT(static_cast<double>(p.col(1).sum()), near(1.0, 1e-6));
    }
  }
}

TEST_CASE("A classifier learns a toy set") {
  // Class c has ink at pixels c and c + 10, and noise elsewhere.
  const Matrix<float> noise = random_ink<float>(20, 200, 0.1, 25);
  Matrix<float> x = noise;
  Labels labels;
  for (Index n = 0; n < 200; ++n) {
    labels.push_back(static_cast<std::uint8_t>(n % 10));
    x(n % 10, n) = x(n % 10 + 10, n) = 1.0f;
  }
  Classifier<float> classifier(20, {16});
  classifier.initialize(1);
  const ParameterList<float> parameters = classifier.parameters();
  Adam<float> adam(parameters);
  const double first = classifier.loss_and_gradient(x, labels);
  CHECK_THAT(first, near(std::log(10.0), 0.1));
  for (int step = 0; step < 200; ++step) {
    classifier.loss_and_gradient(x, labels);
    adam.step(parameters, 1e-2);
  }
  Matrix<float> p;
  classifier.classify(x, p);
  Index right = 0;
  for (Index n = 0; n < 200; ++n) {
    Index label = 0;
    p.col(n).maxCoeff(&label);
    right += label == n % 10;
  }
  CHECK(classifier.loss_and_gradient(x, labels) < 0.1 * first);
  CHECK(right >= 196);
}

TEST_CASE("Labels that do not match the images are rejected") {
  Classifier<float> classifier(11, {});
  const Matrix<float> x = Matrix<float>::Zero(11, 2);
  const auto refusal = [&](const Matrix<float>& images, const Labels& labels) {
    return message_of<std::invalid_argument>([&] { classifier.loss_and_gradient(images, labels); });
  };
  CHECK_THAT(refusal(x, {1}), contains("a label for each of the 2 images, got 1"));
  CHECK_THAT(refusal(x, {1, 2, 3}), contains("got 3"));
  CHECK_THAT(refusal(Matrix<float>(11, 0), {}), contains("got 0"));
  CHECK_THAT(refusal(x, {1, 10}), contains("expected labels from 0 to 9, got 10"));
}

TEST_CASE("A classifier's parameters have unique names and depend on the seed") {
  Classifier<float> a(11, {6}), b(11, {6});
  CHECK(a.parameters()[0]->name == "classifier.0.weight");
  CHECK(a.parameters()[3]->name == "classifier.1.bias");
  CHECK(a.input_dim() == 11);
  CHECK(a.hidden() == std::vector<Index>{6});
  a.initialize(3);
  b.initialize(3);
  CHECK(a.parameters()[2]->value == b.parameters()[2]->value);
  b.initialize(4);
  CHECK(a.parameters()[2]->value != b.parameters()[2]->value);
}

}  // namespace latentpad::test::classifier_test
