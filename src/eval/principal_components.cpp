#include "eval/principal_components.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/heartbeat.h"

namespace latentpad {
namespace {

/// Maximum number of multiply-adds for the covariance, which limits the number of codes.
constexpr double kMaxProducts = 6e6;
constexpr double kMinCodes = 256;
/// Number of directions iterated at once: more directions give faster convergence of the first two.
constexpr Index kDirections = 6;
constexpr int kMaxIterations = 300;
/// Multiply-adds of all iterations: a tenth of a second to a second. Nearly equal eigenvalues converge slowly, and any
/// directions of their space will do.
constexpr double kMaxIterationProducts = 2e8;
constexpr double kTolerance = 1e-11;
constexpr double kGoldenAngle = 2.399963;

Matrix<double> covariance_of(const Eigen::Ref<const Matrix<float>>& codes) {
  const auto size = static_cast<double>(codes.rows());
  const double most = std::max(kMinCodes, kMaxProducts / (size * size));
  const Index every = std::max<Index>(1, static_cast<Index>(std::ceil(static_cast<double>(codes.cols()) / most)));
  const Index count = (codes.cols() + every - 1) / every;
  Matrix<double> centred(codes.rows(), count);
  for (Index i = 0; i < count; ++i) centred.col(i) = codes.col(i * every).cast<double>();
  const Vector<double> mean = centred.rowwise().mean();
  centred.colwise() -= mean;
  Matrix<double> covariance = centred * centred.transpose();
  covariance /= static_cast<double>(count);
  return covariance;
}

/// Makes the columns orthonormal, in order, by the modified Gram-Schmidt process.
void orthonormalize(Matrix<double>& block) {
  const auto subtract_earlier = [&](Index k) {
    // Twice, since one pass leaves rounding errors for nearly parallel columns.
    for (int pass = 0; pass < 2; ++pass)
      for (Index j = 0; j < k; ++j) block.col(k) -= block.col(j).dot(block.col(k)) * block.col(j);
  };
  for (Index k = 0; k < block.cols(); ++k) {
    subtract_earlier(k);
    double norm = block.col(k).norm();
    // The column is linearly dependent: replace it by any other direction.
    for (Index axis = 0; !(norm > 1e-150) && axis < block.rows(); ++axis) {
      block.col(k).setZero();
      block(axis, k) = 1.0;
      subtract_earlier(k);
      norm = block.col(k).norm();
      if (norm < 0.1 / std::sqrt(static_cast<double>(block.rows()))) norm = 0.0;
    }
    block.col(k) /= norm;
  }
}

/// Eigenvectors of a small symmetric matrix, by descending eigenvalue, by Jacobi rotations (Golub & Van Loan, "Matrix
/// computations", section 8.5). Eigen's solver would add 40 kB to the page's module. On return `matrix` is diagonal,
/// with the eigenvalues.
Matrix<double> jacobi_eigenvectors(Matrix<double>& matrix) {
  constexpr int kMaxSweeps = 60;
  const Index size = matrix.rows();
  Matrix<double> vectors = Matrix<double>::Identity(size, size);
  const auto rotate = [](auto&& a, auto&& b, double cosine, double sine) {
    for (Index i = 0; i < a.size(); ++i) {
      const double first = a[i], second = b[i];
      a[i] = cosine * first - sine * second;
      b[i] = sine * first + cosine * second;
    }
  };
  for (int sweep = 0; sweep < kMaxSweeps; ++sweep) {
    const double diagonal = matrix.diagonal().squaredNorm(), off = matrix.squaredNorm() - diagonal;
    if (!(off > 1e-30 * diagonal)) break;
    for (Index p = 0; p < size; ++p) {
      for (Index q = p + 1; q < size; ++q) {
        if (matrix(p, q) == 0.0) continue;
        const double theta = (matrix(q, q) - matrix(p, p)) / (2.0 * matrix(p, q));
        const double tangent = (theta < 0.0 ? -1.0 : 1.0) / (std::abs(theta) + std::hypot(theta, 1.0));
        const double cosine = 1.0 / std::hypot(tangent, 1.0), sine = tangent * cosine;
        rotate(matrix.col(p), matrix.col(q), cosine, sine);
        rotate(matrix.row(p), matrix.row(q), cosine, sine);
        rotate(vectors.col(p), vectors.col(q), cosine, sine);
      }
    }
  }
  for (Index k = 0; k < size; ++k) {
    Index greatest = k;
    for (Index j = k + 1; j < size; ++j)
      if (matrix(j, j) > matrix(greatest, greatest)) greatest = j;
    std::swap(matrix(k, k), matrix(greatest, greatest));
    vectors.col(k).swap(vectors.col(greatest));
  }
  return vectors;
}

/// Approximate eigenvectors of a symmetric matrix, by descending eigenvalue.
Matrix<double> leading_eigenvectors(const Matrix<double>& covariance, const Plane* start) {
  const Index size = covariance.rows(), width = std::min(kDirections, size);
  Matrix<double> block(size, width);
  // A deterministic start with components in every direction, so that equal codes give equal results.
  for (Index k = 0; k < width; ++k)
    for (Index d = 0; d < size; ++d)
      block(d, k) = std::cos(static_cast<double>(k + 1) * (static_cast<double>(d) + 0.5) * kGoldenAngle);
  if (start != nullptr) {
    block.col(0) = start->first;
    block.col(1) = start->second;
  }
  orthonormalize(block);
  const double products = static_cast<double>(size) * static_cast<double>(size) * static_cast<double>(width);
  const int iterations = std::min(kMaxIterations, static_cast<int>(kMaxIterationProducts / products) + 1);
  for (int round = 0; round < iterations; ++round) {
    heartbeat();
    // Lazy products: small code, and fast enough for six columns.
    const Matrix<double> images = covariance.lazyProduct(block);
    Matrix<double> values = block.transpose().lazyProduct(images);
    const Matrix<double> rotation = jacobi_eigenvectors(values);
    const Matrix<double> moved = images.lazyProduct(rotation);
    const Matrix<double> ritz = block.lazyProduct(rotation);
    block = ritz;
    double residual = 0.0;
    for (Index k = 0; k < 2; ++k)
      residual = std::max(residual, (moved.col(k) - values(k, k) * block.col(k)).cwiseAbs().maxCoeff());
    if (!(residual > kTolerance * std::abs(values(0, 0)))) break;
    block = moved;
    orthonormalize(block);
  }
  return block;
}

/// The sign, 1 or −1, that makes the entry of the greatest magnitude positive.
double sign_of_greatest(const Vector<double>& direction) {
  Index greatest = 0;
  for (Index d = 1; d < direction.size(); ++d)
    if (std::abs(direction[d]) > std::abs(direction[greatest]) + 1e-12) greatest = d;
  return direction[greatest] < 0.0 ? -1.0 : 1.0;
}

/// The orthogonal Procrustes problem in two dimensions: rotates the plane's directions, and reflects them if that is
/// closer, to match `last` as closely as possible.
Plane turned_towards(const Plane& plane, const Plane& last) {
  const double a = plane.first.dot(last.first), b = plane.first.dot(last.second);
  const double c = plane.second.dot(last.first), d = plane.second.dot(last.second);
  const double mirror = a * d - b * c < 0.0 ? -1.0 : 1.0;
  const double angle = std::atan2(c - mirror * b, a + mirror * d);
  const double cosine = std::cos(angle), sine = std::sin(angle);
  return {cosine * plane.first + sine * plane.second, mirror * (cosine * plane.second - sine * plane.first)};
}

}  // namespace

std::optional<PrincipalComponents> principal_components(const Eigen::Ref<const Matrix<float>>& codes, const Plane* last,
                                                        bool turned) {
  const Index size = codes.rows();
  if (size < 2 || codes.cols() < 1) {
    throw_invalid_argument("principal_components", "codes of at least 2 dimensions",
                           std::to_string(codes.cols()) + " of " + std::to_string(size));
  }
  if (last != nullptr && (last->first.size() != size || last->second.size() != size)) {
    throw_invalid_argument("principal_components", "a plane in " + std::to_string(size) + " dimensions",
                           std::to_string(last->first.size()));
  }
  const Matrix<double> covariance = covariance_of(codes);
  if (!covariance.allFinite()) return std::nullopt;
  const Matrix<double> vectors = leading_eigenvectors(covariance, last);
  PrincipalComponents components{{vectors.col(0), vectors.col(1)}, {}};
  Plane& plane = components.plane;
  if (last == nullptr) {
    plane.first *= sign_of_greatest(plane.first);
    plane.second *= sign_of_greatest(plane.second);
  } else if (turned) {
    plane = turned_towards(plane, *last);
  } else {
    if (plane.first.dot(last->first) < 0.0) plane.first = -plane.first;
    if (plane.second.dot(last->second) < 0.0) plane.second = -plane.second;
  }
  const double total = covariance.trace();
  if (total > 0.0) {
    const auto share = [&](const Vector<double>& direction) {
      const Vector<double> image = covariance.lazyProduct(direction);
      return direction.dot(image) / total;
    };
    components.shares = {share(plane.first), share(plane.second)};
  }
  return components;
}

}  // namespace latentpad
