#include "eval/principal_components.h"

#include <Eigen/Eigenvalues>

#include <cmath>
#include <limits>
#include <vector>

#include "base/error.h"
#include "math/noise.h"
#include "models/pixels.h"
#include "support/catch.h"

namespace latentpad::test::principal_components_test {

namespace {

/// Codes with these standard deviations along the columns of `directions` (orthonormal).
Matrix<float> codes_along(const Matrix<double>& directions, const std::vector<double>& deviations, Index count,
                          std::uint64_t seed, double offset = 0.0) {
  const Index size = directions.rows();
  Matrix<float> codes(size, count);
  Vector<float> along(directions.cols());
  const auto words = noise_words_per_image(static_cast<std::uint64_t>(along.size()));
  const NoiseStream noise(seed, NoisePurpose::evaluation_epsilon, 0);
  for (Index i = 0; i < count; ++i) {
    noise.standard_normal(static_cast<std::uint64_t>(i) * words, static_cast<std::uint64_t>(along.size()),
                          along.data());
    Vector<double> code = Vector<double>::Constant(size, offset);
    for (Index k = 0; k < along.size(); ++k)
      code += static_cast<double>(along[k]) * deviations[static_cast<std::size_t>(k)] * directions.col(k);
    codes.col(i) = code.cast<float>();
  }
  return codes;
}

Matrix<double> tilted() {
  const double h = std::sqrt(0.5);
  Matrix<double> directions(4, 4);
  directions << h, 0, h, 0,  //
      h, 0, -h, 0,           //
      0, h, 0, h,            //
      0, -h, 0, h;
  return directions;
}

PrincipalComponents components_of(const Matrix<float>& codes, const Plane* last = nullptr, bool turned = false) {
  const auto found = principal_components(codes, last, turned);
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("codes with known components") {
  const auto [plane, shares] = components_of(codes_along(tilted(), {3, 2, 0.5, 0.1}, 20000, 7, 5.0));
  CHECK((plane.first - tilted().col(0)).cwiseAbs().maxCoeff() < 0.03);
  // The greatest entry determines the signs.
  CHECK(std::abs(plane.second.dot(tilted().col(1))) > 0.999);
  CHECK(shares[0] == Approx(9 / 13.26).margin(0.02));
  CHECK(shares[1] == Approx(4 / 13.26).margin(0.02));
}

TEST_CASE("the components are the leading eigenvectors of the covariance, also in sixty dimensions") {
  std::vector<double> deviations;
  for (int d = 0; d < 60; ++d) deviations.push_back(1.0 + d / 20.0);
  const Matrix<float> codes = codes_along(Matrix<double>::Identity(60, 60), deviations, 400, 3);
  const Matrix<double> exact = codes.cast<double>();
  const Vector<double> mean = exact.rowwise().mean();
  const Matrix<double> centred = exact.colwise() - mean;
  const Matrix<double> covariance = centred * centred.transpose() / 400.0;
  const Eigen::SelfAdjointEigenSolver<Matrix<double>> all(covariance);
  const auto [plane, shares] = components_of(codes);
  const Vector<double>* directions[] = {&plane.first, &plane.second};
  for (Index k = 0; k < 2; ++k) {
    const double value = all.eigenvalues()[59 - k];
    const Vector<double>& direction = *directions[k];
    CHECK((covariance * direction - value * direction).cwiseAbs().maxCoeff() < 1e-9 * value);
    CHECK(direction.norm() == Approx(1.0).epsilon(1e-12));
    CHECK(shares[static_cast<std::size_t>(k)] == Approx(value / covariance.trace()).epsilon(1e-9));
  }
  CHECK(std::abs(plane.first.dot(plane.second)) < 1e-12);
}

TEST_CASE("equal codes have equal components, with a positive greatest entry") {
  const Matrix<float> codes = codes_along(-tilted(), {3, 2, 0.5, 0.1}, 500, 7);
  const auto once = components_of(codes), again = components_of(codes);
  CHECK(once.plane.first == again.plane.first);
  CHECK(once.plane.second == again.plane.second);
  for (const Vector<double>* direction : {&once.plane.first, &once.plane.second}) {
    Index greatest = 0;
    direction->cwiseAbs().maxCoeff(&greatest);
    CHECK((*direction)[greatest] > 0.0);
  }
}

TEST_CASE("non-finite codes have no components; equal codes have arbitrary ones, with no variance") {
  Matrix<float> codes = codes_along(tilted(), {1, 1, 1, 1}, 10, 1);
  codes(2, 3) = std::numeric_limits<float>::quiet_NaN();
  CHECK_FALSE(principal_components(codes, nullptr, false));
  const auto [plane, shares] = components_of(Matrix<float>::Zero(3, 10));
  CHECK(plane.first.norm() == Approx(1.0));
  CHECK(plane.second.norm() == Approx(1.0));
  CHECK(std::abs(plane.first.dot(plane.second)) < 1e-12);
  CHECK(shares == std::array{0.0, 0.0});
}

TEST_CASE("components of changing codes neither flip nor rotate") {
  PrincipalComponents last = components_of(codes_along(tilted(), {2, 1.99, 0.3, 0.1}, 300, 1));
  for (std::uint64_t round = 0; round < 40; ++round) {
    // The order of two nearly equal components alternates.
    const std::vector<double> deviations =
        round % 2 == 0 ? std::vector{1.95, 2.0, 0.3, 0.1} : std::vector{2.0, 1.95, 0.3, 0.1};
    const auto next = components_of(codes_along(tilted(), deviations, 300, 2 + round), &last.plane, true);
    CHECK(next.plane.first.dot(last.plane.first) > 0.99);
    CHECK(next.plane.second.dot(last.plane.second) > 0.99);
    CHECK(std::abs(next.plane.first.dot(next.plane.second)) < 1e-9);
    last = next;
  }
  const Plane mirrored{-last.plane.first, last.plane.second};
  const auto settled = components_of(codes_along(tilted(), {3, 2, 0.3, 0.1}, 300, 50), &mirrored);
  CHECK(settled.plane.first.dot(mirrored.first) >= 0.0);
  CHECK(settled.plane.second.dot(mirrored.second) >= 0.0);
}

TEST_CASE("codes of one dimension, and a plane of another dimension, are rejected") {
  CHECK_THROWS_AS(principal_components(Matrix<float>::Zero(1, 10), nullptr, false), ArgumentError);
  CHECK_THROWS_AS(principal_components(Matrix<float>(3, 0), nullptr, false), ArgumentError);
  const Plane other{Vector<double>::Unit(2, 0), Vector<double>::Unit(2, 1)};
  CHECK_THROWS_AS(principal_components(Matrix<float>::Zero(3, 10), &other, false), ArgumentError);
}

}  // namespace latentpad::test::principal_components_test
