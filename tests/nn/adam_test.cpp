#include "nn/adam.h"

#include <cmath>

#include "support/catch.h"
#include "support/random_matrix.h"

namespace latentpad::test::adam_test {

namespace {

/// Algorithm 1 of the paper for one number.
struct ScalarAdam {
  double m = 0.0, v = 0.0;
  int t = 0;
  double step(double theta, double g, double alpha, const AdamConfig& c) {
    t += 1;
    m = c.beta1 * m + (1.0 - c.beta1) * g;
    v = c.beta2 * v + (1.0 - c.beta2) * g * g;
    const double m_hat = m / (1.0 - std::pow(c.beta1, t));
    const double v_hat = v / (1.0 - std::pow(c.beta2, t));
    return theta - alpha * m_hat / (std::sqrt(v_hat) + c.epsilon);
  }
};

/// The maximum difference over `steps` steps of changing gradients and learning rates.
template <typename Scalar>
double distance_from_reference(int steps, const AdamConfig& config) {
  Parameter<Scalar> p("p", {3, 4}), q("q", {2});
  const ParameterList<Scalar> list = {&p, &q};
  randomize(list, 1.0, 51);
  std::vector<double> expected;
  for (const auto* parameter : list) {
    for (Index i = 0; i < parameter->value.size(); ++i) {
      expected.push_back(static_cast<double>(parameter->value.data()[i]));
    }
  }
  std::vector<ScalarAdam> reference(expected.size());
  Adam<Scalar> adam(list, config);
  double worst = 0.0;
  for (int step = 0; step < steps; ++step) {
    const double learning_rate = step < steps / 2 ? 1e-2 : 1e-3;
    std::size_t at = 0;
    for (auto* parameter : list) {
      parameter->gradient = random_normal<WeightMatrix<Scalar>>(parameter->value.rows(), parameter->value.cols(),
                                                                static_cast<std::uint64_t>(100 + step));
      for (Index i = 0; i < parameter->value.size(); ++i, ++at) {
        const auto g = static_cast<double>(parameter->gradient.data()[i]);
        expected[at] = reference[at].step(expected[at], g, learning_rate, config);
      }
    }
    adam.step(list, learning_rate);
    at = 0;
    for (const auto* parameter : list) {
      for (Index i = 0; i < parameter->value.size(); ++i, ++at) {
        worst = std::max(worst, std::abs(static_cast<double>(parameter->value.data()[i]) - expected[at]));
      }
    }
  }
  CHECK(adam.steps() == static_cast<std::uint64_t>(steps));
  return worst;
}

}  // namespace

TEST_CASE("Adam follows the paper's algorithm") {
  CHECK(distance_from_reference<double>(200, {}) < 1e-13);
  CHECK(distance_from_reference<float>(200, {}) < 1e-5);
  CHECK(distance_from_reference<double>(50, {0.5, 0.9, 1e-4}) < 1e-13);
}

TEST_CASE("The bias correction advances once per step, with any number of parameters") {
  // With a constant gradient both corrected moments are exact, so every step equals the learning rate. A correction
  // that advanced once per parameter would make the steps of later parameters smaller.
  std::vector<Parameter<double>> parameters(7, Parameter<double>("p", {1}));
  ParameterList<double> list;
  for (auto& p : parameters) {
    p.gradient(0) = 2.0;
    list.push_back(&p);
  }
  Adam<double> adam(list);
  for (int step = 1; step <= 5; ++step) {
    adam.step(list, 0.1);
    for (const auto& p : parameters) CHECK_THAT(p.value(0), near(-0.1 * step, 1e-7));
  }
}

TEST_CASE("A parameter with zero gradient does not change") {
  Parameter<float> p("p", {3});
  p.value.setConstant(0.5f);
  const ParameterList<float> list = {&p};
  Adam<float> adam(list);
  for (int step = 0; step < 3; ++step) adam.step(list, 0.1);
  CHECK((p.value.array() == 0.5f).all());
}

TEST_CASE("Adam continues bit-identically from moments and a step count") {
  Parameter<float> p("p", {4, 4});
  const ParameterList<float> list = {&p};
  const auto step = [&](Adam<float>& adam, std::uint64_t seed) {
    p.gradient = random_normal<WeightMatrix<float>>(4, 4, seed);
    adam.step(list, 1e-2);
  };
  Adam<float> whole(list);
  for (std::uint64_t seed = 0; seed < 6; ++seed) step(whole, seed);
  const WeightMatrix<float> expected = p.value;

  p.value.setZero();
  Adam<float> first_half(list);
  for (std::uint64_t seed = 0; seed < 3; ++seed) step(first_half, seed);
  Adam<float> second_half(list);
  second_half.first_moments() = first_half.first_moments();
  second_half.second_moments() = first_half.second_moments();
  second_half.set_steps(3);
  for (std::uint64_t seed = 3; seed < 6; ++seed) step(second_half, seed);
  CHECK(p.value == expected);
  CHECK(second_half.first_moments()[0] == whole.first_moments()[0]);
  CHECK(second_half.second_moments()[0] == whole.second_moments()[0]);
}

TEST_CASE("Moments are initially zero, with the shapes of their parameters") {
  Parameter<float> p("p", {2, 5}), q("q", {3});
  const Adam<float> adam({&p, &q});
  REQUIRE(adam.first_moments().size() == 2);
  CHECK(adam.first_moments()[0] == WeightMatrix<float>::Zero(2, 5));
  CHECK(adam.second_moments()[1] == WeightMatrix<float>::Zero(3, 1));
  CHECK(adam.steps() == 0);
}

}  // namespace latentpad::test::adam_test
