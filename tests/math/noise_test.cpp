#include "math/noise.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "support/catch.h"

namespace latentpad::test::noise_test {

namespace {

std::vector<float> normals(const NoiseStream& noise, std::uint64_t first, std::size_t count) {
  std::vector<float> out(count);
  noise.standard_normal(first, count, out.data());
  return out;
}

/// E xᵏ over the numbers.
double moment(const std::vector<float>& numbers, int k) {
  double sum = 0.0;
  for (const float x : numbers) sum += std::pow(static_cast<double>(x), k);
  return sum / static_cast<double>(numbers.size());
}

}  // namespace

TEST_CASE("A stream's number depends on its index, not on how the stream is divided into calls") {
  const NoiseStream noise(7, NoisePurpose::epsilon, 3);
  const std::vector<float> whole = normals(noise, 0, 103);
  for (const std::size_t first : {4u, 5u, 6u, 7u, 8u, 51u, 52u, 100u, 102u}) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{3}, 103 - first}) {
      if (first + count > 103) continue;
      CAPTURE(first, count);
      const std::vector<float> part = normals(noise, first, count);
      CHECK(std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(first)));
    }
  }
  std::vector<float> uniform(50), later(20);
  noise.uniform(0, 50, uniform.data());
  noise.uniform(30, 20, later.data());
  CHECK(std::equal(later.begin(), later.end(), uniform.begin() + 30));
}

TEST_CASE("Streams with another seed, purpose or step share no number") {
  const auto of = [](std::uint64_t seed, NoisePurpose purpose, std::uint64_t step) {
    return NoiseStream(seed, purpose, step).block(0);
  };
  const PhiloxCounter base = of(1, NoisePurpose::epsilon, 0);
  CHECK(base != of(2, NoisePurpose::epsilon, 0));
  CHECK(base != of(1, NoisePurpose::binarize, 0));
  CHECK(base != of(1, NoisePurpose::epsilon, 1));
  // The upper halves of seed and step count too.
  CHECK(base != of(1 + (1ull << 32), NoisePurpose::epsilon, 0));
  CHECK(base != of(1, NoisePurpose::epsilon, 1ull << 32));
}

TEST_CASE("The words of a block are those of Philox at the documented address") {
  const NoiseStream noise(0x1122334455667788, NoisePurpose::shuffle, 0x99aabbccddeeff00);
  const PhiloxCounter expected = philox4x32({5, 0xddeeff00, 0x99aabbcc, 4}, {0x55667788, 0x11223344});
  CHECK(noise.block(5) == expected);
  CHECK(noise.word(22) == expected[2]);
}

TEST_CASE("Normal numbers have the moments of N(0, 1)") {
  const std::vector<float> numbers = normals(NoiseStream(11, NoisePurpose::epsilon, 0), 0, 1'000'000);
  // Standard errors at this size: 0.001, 0.0014, 0.0024, 0.0098; the bounds are four to five times as large.
  CHECK(std::abs(moment(numbers, 1)) < 0.005);
  CHECK(std::abs(moment(numbers, 2) - 1.0) < 0.007);
  CHECK(std::abs(moment(numbers, 3)) < 0.016);
  CHECK(std::abs(moment(numbers, 4) - 3.0) < 0.045);
  // Neighbours, which Box–Muller computes from the same two words, must not be correlated.
  double product = 0.0;
  for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) product += static_cast<double>(numbers[i] * numbers[i + 1]);
  CHECK(std::abs(product / 500'000.0) < 0.007);
}

TEST_CASE("Normal numbers are in the tails with the expected frequency") {
  const std::vector<float> numbers = normals(NoiseStream(12, NoisePurpose::epsilon, 0), 0, 1'000'000);
  const auto beyond = [&numbers](float limit) {
    return std::count_if(numbers.begin(), numbers.end(), [limit](float x) { return std::abs(x) > limit; });
  };
  // Expected 317,311, 45,500 and 2,700 of a million; the bounds are five standard deviations of the count.
  CHECK(std::abs(beyond(1.0f) - 317'311) < 2400);
  CHECK(std::abs(beyond(2.0f) - 45'500) < 1050);
  CHECK(std::abs(beyond(3.0f) - 2'700) < 260);
  CHECK(std::all_of(numbers.begin(), numbers.end(), [](float x) { return std::isfinite(x); }));
}

TEST_CASE("Normal numbers in double equal those in float") {
  const NoiseStream noise(5, NoisePurpose::epsilon, 9);
  std::vector<float> narrow(33);
  std::vector<double> wide(33);
  noise.standard_normal(0, 33, narrow.data());
  noise.standard_normal(0, 33, wide.data());
  CHECK(std::equal(wide.begin(), wide.end(), narrow.begin()));
}

TEST_CASE("Uniform numbers are the upper 24 bits of their words, in [0, 1)") {
  const NoiseStream noise(3, NoisePurpose::initial_weights, 2);
  std::vector<float> numbers(100'000);
  noise.uniform(0, numbers.size(), numbers.data());
  CHECK(numbers[17] == static_cast<float>(noise.word(17) >> 8) / 16777216.0f);
  CHECK(*std::min_element(numbers.begin(), numbers.end()) >= 0.0f);
  CHECK(*std::max_element(numbers.begin(), numbers.end()) < 1.0f);
  // Standard errors 0.0009 and 0.0009.
  CHECK(std::abs(moment(numbers, 1) - 1.0 / 2) < 0.005);
  CHECK(std::abs(moment(numbers, 2) - 1.0 / 3) < 0.005);
}

TEST_CASE("A permutation has every number once and differs between epochs") {
  const auto order = [](std::uint32_t count, std::uint64_t epoch) {
    return random_permutation(count, NoiseStream(1, NoisePurpose::shuffle, epoch));
  };
  for (const std::uint32_t count : {0u, 1u, 2u, 3u, 10u, 1000u}) {
    std::vector<std::uint32_t> sorted = order(count, 0), expected(count);
    std::sort(sorted.begin(), sorted.end());
    std::iota(expected.begin(), expected.end(), 0u);
    CHECK(sorted == expected);
  }
  CHECK(order(1000, 0) != order(1000, 1));
  CHECK(order(1000, 5) == order(1000, 5));
}

TEST_CASE("All permutations of three are equally likely") {
  std::vector<int> seen(27, 0);
  for (std::uint64_t epoch = 0; epoch < 6000; ++epoch) {
    const auto p = random_permutation(3, NoiseStream(1, NoisePurpose::shuffle, epoch));
    ++seen[p[0] * 9 + p[1] * 3 + p[2]];
  }
  for (const std::size_t index : {5u, 7u, 11u, 15u, 19u, 21u}) {
    // 1000 expected, with a standard deviation of 29.
    CHECK(std::abs(seen[index] - 1000) < 130);
  }
}

}  // namespace latentpad::test::noise_test
