#include "math/vec_math.h"

#include <algorithm>
#include <limits>

#include "support/catch.h"

namespace latentpad::test::vec_math_test {

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kLargest = std::numeric_limits<float>::max();

/// |got − reference| in units in the last place of the float next to reference.
double ulps(float got, double reference) {
  const float at = std::abs(static_cast<float>(reference));
  const double unit = static_cast<double>(std::nextafter(at, kLargest)) - static_cast<double>(at);
  return std::abs(static_cast<double>(got) - reference) / unit;
}

/// The maximum error over floats from `low` to `high`, both positive, times `sign`, for every `stride`-th float.
template <typename Function, typename Reference>
double worst_ulps(float low, float high, std::uint32_t stride, float sign, Function f, Reference reference) {
  double worst = 0.0;
  const std::uint32_t last = std::bit_cast<std::uint32_t>(high);
  for (std::uint32_t bits = std::bit_cast<std::uint32_t>(low); bits <= last; bits += stride) {
    const float x = sign * std::bit_cast<float>(bits);
    worst = std::max(worst, ulps(f(x), reference(static_cast<double>(x))));
  }
  return worst;
}

float exp_of(float x) { return portable::exp(x); }
float log_of(float x) { return portable::log(x); }
float sigmoid_of(float x) { return portable::sigmoid(x); }
float tanh_of(float x) { return portable::tanh(x); }

double reference_exp(double x) { return std::exp(x); }
double reference_log(double x) { return std::log(x); }
double reference_sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }
double reference_tanh(double x) { return std::tanh(x); }

}  // namespace

TEST_CASE("exp is within 2 ulp over its whole range") {
  CHECK(worst_ulps(0.0f, 88.7f, 1009, 1.0f, exp_of, reference_exp) < 2.0);
  CHECK(worst_ulps(0.0f, 86.6f, 1009, -1.0f, exp_of, reference_exp) < 2.0);
  // The range used in training, more densely.
  CHECK(worst_ulps(0.01f, 10.0f, 67, -1.0f, exp_of, reference_exp) < 2.0);
  CHECK(portable::exp(0.0f) == 1.0f);
}

TEST_CASE("exp is neither zero nor infinite for any argument") {
  CHECK(portable::exp(kLargest) == portable::exp(88.7f));
  CHECK(portable::exp(-kLargest) == portable::exp(-86.6f));
  CHECK(std::isfinite(portable::exp(std::numeric_limits<float>::infinity())));
  CHECK(portable::exp(-std::numeric_limits<float>::infinity()) > 0.0f);
}

TEST_CASE("log is within 2 ulp for all normal numbers") {
  CHECK(worst_ulps(0x1p-126f, kLargest, 2003, 1.0f, log_of, reference_log) < 2.0);
  // Around 1, where the result is small and its relative error could be large.
  CHECK(worst_ulps(0.70f, 1.42f, 13, 1.0f, log_of, reference_log) < 2.0);
  CHECK(portable::log(1.0f) == 0.0f);
}

TEST_CASE("sigmoid is within 3 ulp and stays in (0, 1]") {
  CHECK(worst_ulps(0.0f, 86.0f, 1009, 1.0f, sigmoid_of, reference_sigmoid) < 3.0);
  CHECK(worst_ulps(0.0f, 86.0f, 1009, -1.0f, sigmoid_of, reference_sigmoid) < 3.0);
  CHECK(portable::sigmoid(kLargest) == 1.0f);
  CHECK(portable::sigmoid(-kLargest) > 0.0f);
  CHECK(portable::sigmoid(0.0f) == 0.5f);
}

TEST_CASE("tanh is within 3 ulp, odd, and reaches 1") {
  CHECK(worst_ulps(0.0f, 20.0f, 1009, 1.0f, tanh_of, reference_tanh) < 3.0);
  // At the transition from the polynomial to exp.
  CHECK(worst_ulps(0.5f, 0.75f, 7, 1.0f, tanh_of, reference_tanh) < 3.0);
  for (const float x : {0.0f, 1e-30f, 0.3f, 0.625f, 2.0f, 50.0f}) CHECK(portable::tanh(-x) == -portable::tanh(x));
  CHECK(portable::tanh(kLargest) == 1.0f);
}

TEST_CASE("NaN in gives NaN out") {
  CHECK(std::isnan(portable::exp(kNan)));
  CHECK(std::isnan(portable::sigmoid(kNan)));
  CHECK(std::isnan(portable::tanh(kNan)));
}

TEST_CASE("sin and cos of turns are within 1e-7") {
  constexpr double kTwoPi = 6.283185307179586477;
  double worst = 0.0;
  // Every 37th of the 2^24 possible turns.
  for (std::uint32_t i = 0; i < (1u << 24); i += 37) {
    const float turn = static_cast<float>(i) * 0x1p-24f;
    const portable::SinCos got = portable::sincos_turns(turn);
    const double angle = kTwoPi * static_cast<double>(turn);
    worst = std::max({worst, std::abs(static_cast<double>(got.sin) - std::sin(angle)),
                      std::abs(static_cast<double>(got.cos) - std::cos(angle))});
  }
  CHECK(worst < 1e-7);
  CHECK(portable::sincos_turns(0.0f).cos == 1.0f);
  CHECK(portable::sincos_turns(0.25f).sin == 1.0f);
  CHECK(portable::sincos_turns(0.5f).cos == -1.0f);
  CHECK(portable::sincos_turns(0.75f).sin == -1.0f);
}

TEST_CASE("exp in double is within 2 ulp over its whole range") {
  double worst = 0.0;
  for (double x = -708.0; x <= 709.0; x += 0.00173) {
    const double expected = std::exp(x);
    const double unit = std::nextafter(expected, std::numeric_limits<double>::infinity()) - expected;
    worst = std::max(worst, std::abs(portable::exp(x) - expected) / unit);
  }
  CHECK(worst < 2.0);
  CHECK(portable::exp(0.0) == 1.0);
  CHECK(portable::exp(-1e300) > 0.0);
  CHECK(std::isfinite(portable::exp(1e300)));
  CHECK(std::isnan(portable::exp(std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("The double versions agree with the float ones") {
  for (const double x : {0.01, 0.5, 1.0, 3.0, 20.0}) {
    const auto narrow = static_cast<float>(x);
    CHECK(ulps(portable::exp(narrow), portable::exp(static_cast<double>(narrow))) < 2.0);
    CHECK(ulps(portable::log(narrow), portable::log(static_cast<double>(narrow))) < 2.0);
    CHECK(ulps(portable::sigmoid(narrow), portable::sigmoid(static_cast<double>(narrow))) < 3.0);
    CHECK(ulps(portable::tanh(narrow), portable::tanh(static_cast<double>(narrow))) < 3.0);
  }
}

}  // namespace latentpad::test::vec_math_test
