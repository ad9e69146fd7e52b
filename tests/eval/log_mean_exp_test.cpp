#include "eval/log_mean_exp.h"

#include <vector>

#include "math/noise.h"
#include "support/catch.h"

namespace latentpad::test::log_mean_exp_test {

namespace {

LogMeanExp streamed(const std::vector<double>& values) {
  LogMeanExp result;
  for (const double value : values) result.add(value);
  return result;
}

std::vector<double> normal_numbers(std::size_t count, double width, std::uint64_t seed) {
  std::vector<double> values(count);
  NoiseStream(seed, NoisePurpose::prior_sample, 0).standard_normal(0, count, values.data());
  for (double& value : values) value *= width;
  return values;
}

}  // namespace

TEST_CASE("The online log of a mean of exponentials equals the direct one") {
  for (const double width : {0.1, 1.0, 5.0}) {
    const std::vector<double> values = normal_numbers(1000, width, 1);
    double sum = 0.0, squares = 0.0;
    for (const double value : values) sum += std::exp(value);
    const double mean = sum / 1000;
    for (const double value : values) squares += (std::exp(value) - mean) * (std::exp(value) - mean);
    const LogMeanExp result = streamed(values);
    CHECK_THAT(result.value(), near(std::log(mean), 1e-12, 1e-13));
    CHECK_THAT(result.standard_error(), near(std::sqrt(squares / 999 / 1000) / mean, 1e-10));
  }
}

TEST_CASE("Exponentials far beyond the range of double give the same mean, shifted, in any order") {
  const std::vector<double> values = normal_numbers(200, 2.0, 2);
  const LogMeanExp plain = streamed(values);
  for (const double shift : {-1e5, -800.0, 800.0, 1e5}) {
    std::vector<double> shifted = values;
    for (double& value : shifted) value += shift;
    CHECK_THAT(streamed(shifted).value() - shift, near(plain.value(), 0.0, 1e-9));
    CHECK_THAT(streamed(shifted).standard_error(), near(plain.standard_error(), 1e-9));
    std::sort(shifted.begin(), shifted.end());
    CHECK_THAT(streamed(shifted).value() - shift, near(plain.value(), 0.0, 1e-9));
    std::reverse(shifted.begin(), shifted.end());
    CHECK_THAT(streamed(shifted).value() - shift, near(plain.value(), 0.0, 1e-9));
  }
  // A value far above the others dominates, in any order.
  CHECK_THAT(streamed({-1e5, 1e5, -1e5, 0.0}).value(), near(1e5 - std::log(4.0), 1e-15));
  CHECK_THAT(streamed({1e5, -1e5}).value(), near(1e5 - std::log(2.0), 1e-15));
}

TEST_CASE("The effective number of weights is that of equal ones, 1 if one dominates, and independent of a factor") {
  CHECK_THAT(streamed({3.0, 3.0, 3.0, 3.0}).effective_count(), near(4.0, 1e-12));
  CHECK_THAT(streamed({-1e5, 7.0, -1e5}).effective_count(), near(1.0, 1e-12));
  // Weights 1, 2 and 3: 36 / 14.
  for (const double shift : {-1e5, 0.0, 1e5}) {
    CHECK_THAT(streamed({shift, shift + std::log(2.0), shift + std::log(3.0)}).effective_count(),
               near(36.0 / 14, 1e-9));
  }
}

TEST_CASE("Equal numbers have a standard error of 0, and that of one number is unknown") {
  CHECK(streamed({-700.0, -700.0, -700.0}).value() == -700.0);
  CHECK(streamed({-700.0, -700.0, -700.0}).standard_error() == 0.0);
  CHECK(streamed({3.5}).value() == 3.5);
  CHECK(std::isinf(streamed({3.5}).standard_error()));
  CHECK(std::isinf(LogMeanExp().standard_error()));
}

TEST_CASE("The standard error agrees with the spread of the estimates") {
  constexpr int kRepeats = 400;
  double sum = 0.0, squares = 0.0, told = 0.0;
  for (std::uint64_t seed = 0; seed < kRepeats; ++seed) {
    const LogMeanExp result = streamed(normal_numbers(400, 0.7, 100 + seed));
    sum += result.value() / kRepeats;
    squares += result.value() * result.value() / kRepeats;
    told += result.standard_error() / kRepeats;
  }
  // E[e^l] of N(0, 0.7²) is e^(0.245); the spread of 400 is accurate to 4 %.
  CHECK_THAT(sum, near(0.245, 0.0, 0.01));
  CHECK_THAT(std::sqrt(squares - sum * sum), near(told, 0.15));
}

TEST_CASE("NaN is propagated") {
  CHECK(std::isnan(streamed({1.0, std::nan(""), 2.0}).value()));
  CHECK(std::isnan(streamed({std::nan("")}).value()));
}

}  // namespace latentpad::test::log_mean_exp_test
