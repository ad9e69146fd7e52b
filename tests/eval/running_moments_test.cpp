#include "eval/running_moments.h"

#include "support/catch.h"

namespace latentpad::test::running_moments_test {

TEST_CASE("Mean, variance and standard error agree with the formulas") {
  RunningMoments moments;
  for (const double value : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) moments.add(value);
  CHECK_THAT(moments.mean(), near(5.0, 1e-15));
  CHECK_THAT(moments.variance(), near(4.0, 1e-15));
  CHECK_THAT(moments.standard_error(), near(std::sqrt(32.0 / 7 / 8), 1e-15));
}

TEST_CASE("Variance and standard error are 0 for too few values") {
  RunningMoments moments;
  CHECK(moments.mean() == 0.0);
  CHECK(moments.variance() == 0.0);
  CHECK(moments.standard_error() == 0.0);
  moments.add(3.0);
  CHECK(moments.mean() == 3.0);
  CHECK(moments.variance() == 0.0);
  CHECK(moments.standard_error() == 0.0);
}

TEST_CASE("The variance is accurate for a mean far from zero") {
  // Sums of squares would lose it: (10^9)² has no digits for ones.
  RunningMoments moments;
  for (int i = 0; i < 1000; ++i) moments.add(1e9 + (i % 2 == 0 ? 1.0 : -1.0));
  CHECK_THAT(moments.variance(), near(1.0, 1e-9));
}

TEST_CASE("Moments that go on from others have the bits of a single run") {
  RunningMoments whole, first;
  for (int i = 0; i < 20; ++i) whole.add(std::sqrt(i));
  for (int i = 0; i < 7; ++i) first.add(std::sqrt(i));
  RunningMoments rest(first.count(), first.mean(), first.squares());
  for (int i = 7; i < 20; ++i) rest.add(std::sqrt(i));
  CHECK(rest.count() == 20.0);
  CHECK(rest.mean() == whole.mean());
  CHECK(rest.squares() == whole.squares());
  CHECK_THAT(rest.squares(), near(20 * rest.variance(), 1e-15));
}

}  // namespace latentpad::test::running_moments_test
