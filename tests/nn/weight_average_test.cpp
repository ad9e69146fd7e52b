#include "nn/weight_average.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "support/catch.h"
#include "support/every_engine.h"
#include "support/random_matrix.h"

namespace latentpad::test::weight_average_test {

namespace {

/// The parameters of a model in training, whose raw weights are normal numbers of the step.
template <typename Scalar>
struct Weights {
  Parameter<Scalar> first{"first", {3, 4}}, second{"second", {2}};
  const ParameterList<Scalar> list = {&first, &second};

  Weights() { randomize(list, 1.0, 1); }

  void step(WeightAverage<Scalar>& average, double decay, std::uint64_t at) {
    const RawWeights<Scalar> raw(&average, list);
    randomize(list, 1.0, 10 * (at + 1));
    average.update(list, decay);
  }
};

/// The maximum difference from d · average + (1 − d) · raw, over `steps` steps.
template <typename Scalar>
double distance_from_formula(double decay, std::uint64_t steps) {
  Weights<Scalar> weights, raw;
  std::vector<Matrix<double>> expected;
  for (const Parameter<Scalar>* p : weights.list) expected.push_back(p->value.template cast<double>());
  WeightAverage<Scalar> average(weights.list);
  double worst = 0.0;
  for (std::uint64_t at = 0; at < steps; ++at) {
    weights.step(average, decay, at);
    randomize(raw.list, 1.0, 10 * (at + 1));
    const auto t = static_cast<double>(at);
    const double d = std::min(decay, (1.0 + t) / (10.0 + t));
    for (std::size_t i = 0; i < expected.size(); ++i) {
      expected[i] = d * expected[i] + (1.0 - d) * raw.list[i]->value.template cast<double>();
      const Matrix<double> difference = weights.list[i]->value.template cast<double>() - expected[i];
      worst = std::max(worst, difference.cwiseAbs().maxCoeff());
      CHECK(average.kept()[i] == raw.list[i]->value);
    }
  }
  CHECK(average.updates() == steps);
  return worst;
}

}  // namespace

TEST_CASE("The average of weights follows its formula, and the raw weights are those of training") {
  for (const double decay : {0.05, 0.5, 0.9, 0.999, 0.99999}) {
    CAPTURE(decay);
    CHECK(distance_from_formula<double>(decay, 150) < 2e-14);
    CHECK(distance_from_formula<float>(decay, 150) < 5e-6);
  }
}

TEST_CASE("The decay of an average rises to its setting, and forgets the weights at its start") {
  CHECK_THAT(1.0 - average_rate(0.999, 0), near(0.1, 1e-15));
  CHECK_THAT(1.0 - average_rate(0.999, 90), near(0.91, 1e-15));
  CHECK_THAT(1.0 - average_rate(0.999, 8989), near(8990.0 / 8999.0, 1e-15));
  CHECK(1.0 - average_rate(0.999, 8991) == 0.999);
  CHECK(average_rate(0.05, 0) == 0.95);
  CHECK(average_rate(0.99999, 1'000'000'000'000'000) == 1.0 - 0.99999);
  double share = 1.0;
  for (std::uint64_t n = 0; n < 100; ++n) share *= 1.0 - average_rate(0.99999, n);
  CHECK(share < 1e-12);
}

TEST_CASE("Weights that do not change are their average, bit for bit") {
  Weights<float> weights;
  const WeightMatrix<float> first = weights.first.value;
  WeightAverage<float> average(weights.list);
  for (int step = 0; step < 50; ++step) {
    const RawWeights<float> raw(&average, weights.list);
    average.update(weights.list, 0.9);
  }
  CHECK(weights.first.value == first);
}

TEST_CASE("The parameters have the raw weights during the lifetime of RawWeights, also of a second one") {
  Weights<double> weights;
  WeightAverage<double> average(weights.list);
  weights.step(average, 0.9, 0);
  const WeightMatrix<double> averaged = weights.first.value, trained = average.kept()[0];
  REQUIRE(averaged != trained);
  {
    const RawWeights<double> outer(&average, weights.list);
    CHECK(weights.first.value == trained);
    {
      const RawWeights<double> inner(&average, weights.list);
    }
    CHECK(weights.first.value == trained);
    CHECK_FALSE(average.keeps_raw());
  }
  CHECK(weights.first.value == averaged);
  CHECK(average.keeps_raw());
  {
    const RawWeights<double> none(nullptr, weights.list);
  }
  CHECK(weights.first.value == averaged);
}

TEST_CASE("An average goes on bit-identically from its weights and its number of updates") {
  Weights<float> whole, resumed;
  WeightAverage<float> undisturbed(whole.list), before(resumed.list);
  for (std::uint64_t at = 0; at < 20; ++at) whole.step(undisturbed, 0.8, at);
  for (std::uint64_t at = 0; at < 12; ++at) resumed.step(before, 0.8, at);
  WeightAverage<float> after(resumed.list);
  after.restart(resumed.list, before.kept(), before.updates());
  for (std::uint64_t at = 12; at < 20; ++at) resumed.step(after, 0.8, at);
  CHECK(resumed.first.value == whole.first.value);
  CHECK(after.kept() == undisturbed.kept());
  // Without raw weights it starts at the averaged ones.
  after.restart(resumed.list, {}, 0);
  CHECK(after.kept()[0] == resumed.first.value);
  CHECK(after.updates() == 0);
}

TEST_CASE("The average is bit-identical in every engine and with every number of threads") {
  // More numbers than a thread takes at a time.
  Parameter<float> p("p", {123, 150});
  const ParameterList<float> list = {&p};
  const auto before = random_normal<WeightMatrix<float>>(123, 150, 1),
             raw = random_normal<WeightMatrix<float>>(123, 150, 2);
  WeightMatrix<float> expected = before;
  for (Index i = 0; i < expected.size(); ++i) {
    expected.data()[i] += (raw.data()[i] - before.data()[i]) * static_cast<float>(average_rate(0.99, 7));
  }
  with_every_engine([&] {
    p.value = before;
    WeightAverage<float> average(list);
    average.restart(list, {raw}, 7);
    const RawWeights<float> guard(&average, list);
    average.update(list, 0.99);
    CHECK(std::memcmp(average.kept()[0].data(), expected.data(), static_cast<std::size_t>(expected.size()) * 4) == 0);
  });
}

}  // namespace latentpad::test::weight_average_test
