#include "eval/latent_metrics.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/heartbeat.h"
#include "eval/expect_codes.h"

namespace latentpad {
namespace {

constexpr std::size_t kClasses = kMaxLabel + 1;

void expect_labels(const char* function, const Matrix<float>& codes, std::span<const std::uint8_t> labels) {
  if (labels.size() != static_cast<std::size_t>(codes.cols())) {
    throw ArgumentError(ErrorCode::measure_needs_labels,
                        {{"function", function}, {"count", codes.cols()}, {"got", labels.size()}});
  }
  for (const std::uint8_t label : labels) {
    if (label >= kClasses) {
      throw_invalid_argument(function, "labels from 0 to " + std::to_string(kMaxLabel), std::to_string(label));
    }
  }
}

Vector<double> mean_of(const Matrix<double>& codes) { return codes.rowwise().mean(); }

/// ‖codes.col(i) − others.col(j)‖². A plain loop: for codes of two numbers, Eigen's expression takes a hundred times as
/// long under the sanitizers, and its order of summation depends on the processor.
float squared_distance(const Matrix<float>& codes, Index i, const Matrix<float>& others, Index j) {
  const Index size = codes.rows();
  const float* a = codes.data() + i * size;
  const float* b = others.data() + j * size;
  float sum = 0.0f;
  for (Index k = 0; k < size; ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
  return sum;
}

/// Cov(codes) + E[diag e^log_var].
Matrix<double> aggregated_covariance(const Matrix<double>& codes, const Matrix<float>& log_var) {
  const Matrix<double> centred = codes.colwise() - mean_of(codes);
  Matrix<double> covariance = centred * centred.transpose() / static_cast<double>(codes.cols());
  if (log_var.rows() > 0) covariance.diagonal() += log_var.cast<double>().array().exp().matrix().rowwise().mean();
  return covariance;
}

}  // namespace

double centredness(const Matrix<float>& codes) {
  expect_codes("centredness", codes, 1);
  return mean_of(codes.cast<double>()).norm() / std::sqrt(static_cast<double>(codes.rows()));
}

double spread(const Matrix<float>& codes, const Matrix<float>& log_var) {
  expect_codes("spread", codes, 2);
  return std::sqrt(aggregated_covariance(codes.cast<double>(), log_var).trace() / static_cast<double>(codes.rows()));
}

double moment_matched_kl(const Matrix<float>& codes, const Matrix<float>& log_var) {
  expect_codes("moment_matched_kl", codes, 2);
  const Matrix<double> exact = codes.cast<double>();
  const Matrix<double> covariance = aggregated_covariance(exact, log_var);
  const Eigen::LLT<Matrix<double>> cholesky(covariance);
  const Matrix<double> factor = cholesky.matrixL();
  if (cholesky.info() != Eigen::Success || factor.diagonal().minCoeff() < 1e-7 * std::sqrt(covariance.trace())) {
    throw ArgumentError(ErrorCode::measure_flat, {{"function", "moment_matched_kl"}});
  }
  const double log_det = 2.0 * factor.diagonal().array().log().sum();
  return 0.5 * (covariance.trace() + mean_of(exact).squaredNorm() - static_cast<double>(codes.rows()) - log_det);
}

double participation_ratio(const Matrix<float>& codes) {
  expect_codes("participation_ratio", codes, 2);
  const Matrix<double> covariance = aggregated_covariance(codes.cast<double>(), {});
  const double trace = covariance.trace();
  if (!(trace > 0.0)) throw ArgumentError(ErrorCode::measure_flat, {{"function", "participation_ratio"}});
  return trace * trace / covariance.squaredNorm();
}

double mmd_to_prior(const Matrix<float>& codes, const PriorDensity& density, std::uint64_t seed) {
  expect_codes("mmd_to_prior", codes, 2);
  constexpr Index kMax = 2000;
  const Index n = std::min(kMax, codes.cols());
  const Matrix<float> prior = density.sample(n, seed, 1);
  const double c = 2.0 * static_cast<double>(codes.rows());
  const auto kernel = [c](const Matrix<float>& a, Index i, const Matrix<float>& b, Index j) {
    return c / (c + static_cast<double>(squared_distance(a, i, b, j)));
  };
  double within = 0.0, between = 0.0;
  for (Index i = 0; i < n; ++i, frequent_heartbeat()) {
    for (Index j = 0; j < i; ++j) within += 2.0 * (kernel(codes, i, codes, j) + kernel(prior, i, prior, j));
    for (Index j = 0; j < n; ++j) between += kernel(codes, i, prior, j);
  }
  const auto count = static_cast<double>(n);
  return within / (count * (count - 1.0)) - 2.0 * between / (count * count);
}

double knn_accuracy(const Matrix<float>& codes, std::span<const std::uint8_t> labels, Index k) {
  if (k < 1) throw_invalid_argument("knn_accuracy", "k of at least 1", std::to_string(k));
  expect_codes("knn_accuracy", codes, k + 1);
  expect_labels("knn_accuracy", codes, labels);
  std::vector<std::pair<float, Index>> neighbours(static_cast<std::size_t>(codes.cols()));
  Index right = 0;
  for (Index i = 0; i < codes.cols(); ++i, frequent_heartbeat()) {
    for (Index j = 0; j < codes.cols(); ++j) {
      neighbours[static_cast<std::size_t>(j)] = {squared_distance(codes, i, codes, j), j};
    }
    neighbours[static_cast<std::size_t>(i)].first = std::numeric_limits<float>::infinity();
    std::partial_sort(neighbours.begin(), neighbours.begin() + k, neighbours.end());
    std::array<Index, kClasses> votes = {};
    const auto label_of = [&](Index rank) {
      return labels[static_cast<std::size_t>(neighbours[static_cast<std::size_t>(rank)].second)];
    };
    for (Index rank = 0; rank < k; ++rank) ++votes[label_of(rank)];
    const Index most = *std::max_element(votes.begin(), votes.end());
    Index winner = 0;
    while (votes[label_of(winner)] != most) ++winner;
    if (label_of(winner) == labels[static_cast<std::size_t>(i)]) ++right;
  }
  return static_cast<double>(right) / static_cast<double>(codes.cols());
}

double silhouette(const Matrix<float>& codes, std::span<const std::uint8_t> labels) {
  expect_codes("silhouette", codes, 2);
  expect_labels("silhouette", codes, labels);
  std::array<double, kClasses> size = {};
  for (const std::uint8_t label : labels) size[label] += 1.0;
  if (std::count_if(size.begin(), size.end(), [](double n) { return n > 0.0; }) < 2) {
    throw ArgumentError(ErrorCode::measure_one_label, {{"function", "silhouette"}});
  }
  double total = 0.0;
  for (Index i = 0; i < codes.cols(); ++i, frequent_heartbeat()) {
    const std::size_t own = labels[static_cast<std::size_t>(i)];
    if (size[own] < 2.0) continue;
    std::array<double, kClasses> distance = {};
    for (Index j = 0; j < codes.cols(); ++j) {
      distance[labels[static_cast<std::size_t>(j)]] +=
          static_cast<double>(std::sqrt(squared_distance(codes, i, codes, j)));
    }
    double b = std::numeric_limits<double>::infinity();
    for (std::size_t c = 0; c < kClasses; ++c) {
      if (c != own && size[c] > 0.0) b = std::min(b, distance[c] / size[c]);
    }
    const double a = distance[own] / (size[own] - 1.0);
    if (std::max(a, b) > 0.0) total += (b - a) / std::max(a, b);
  }
  return total / static_cast<double>(codes.cols());
}

}  // namespace latentpad
