#include "eval/code_density.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/heartbeat.h"
#include "eval/expect_codes.h"
#include "eval/running_moments.h"
#include "math/thread_team.h"
#include "models/pixels.h"

namespace latentpad {
namespace {

constexpr double kFloorShare = 1e-4, kLeastVariance = 1e-12, kDensityTolerance = 1e-4;
constexpr int kMaxDensityIterations = 100;
/// A component with a mass below this keeps its mean and covariance.
constexpr double kLeastMass = 1e-9;
/// Codes in a sum: of these sums, which threads compute, one thread takes the sum in order.
constexpr Index kGrain = 64;

const Matrix<float>& checked(const Matrix<float>& codes, Index components) {
  if (components < 1 || components > kMaxDensityComponents) {
    throw ArgumentError(
        ErrorCode::count_out_of_range,
        {{"setting", "components"}, {"least", 1}, {"most", kMaxDensityComponents}, {"got", components}});
  }
  expect_codes("fit_code_density", codes, components);
  return codes;
}

/// tr S / dim, S the covariance of all codes.
double mean_variance(const Matrix<float>& codes) {
  double total = 0.0;
  for (Index d = 0; d < codes.rows(); ++d) {
    RunningMoments moments;
    for (Index n = 0; n < codes.cols(); ++n) moments.add(static_cast<double>(codes(d, n)));
    total += moments.variance();
  }
  return total / static_cast<double>(codes.rows());
}

double squared_distance(const Matrix<float>& codes, Index i, Index j) {
  double sum = 0.0;
  for (Index d = 0; d < codes.rows(); ++d) {
    const double difference = static_cast<double>(codes(d, i)) - static_cast<double>(codes(d, j));
    sum += difference * difference;
  }
  return sum;
}

/// Shares of 1 for the nearest of the codes to start from: the first at random, each further one with a probability
/// proportional to its squared distance from the nearest of those before.
Matrix<double> starting_shares(const Matrix<float>& codes, Index components, std::uint64_t seed) {
  const NoiseStream noise(seed, NoisePurpose::metric_pairs, 1);
  const auto uniform = [&](Index index) {
    double u = 0.0;
    noise.uniform(static_cast<std::uint64_t>(index), 1, &u);
    return u;
  };
  const Index count = codes.cols();
  Vector<double> distances = Vector<double>::Constant(count, std::numeric_limits<double>::infinity());
  std::vector<Index> nearest(static_cast<std::size_t>(count), 0);
  auto chosen = static_cast<Index>(uniform(0) * static_cast<double>(count));
  for (Index k = 0; k < components; ++k, frequent_heartbeat()) {
    double sum = 0.0;
    for (Index n = 0; n < count; ++n) {
      const double distance = squared_distance(codes, n, chosen);
      if (distance < distances[n]) {
        distances[n] = distance;
        nearest[static_cast<std::size_t>(n)] = k;
      }
      sum += distances[n];
    }
    double left = uniform(k + 1) * sum;
    chosen = 0;
    // Rounding can leave the sum below `left`; if all codes are chosen or equal to one that is, any will do.
    while (chosen + 1 < count && (left -= distances[chosen]) >= 0.0) ++chosen;
  }
  Matrix<double> shares = Matrix<double>::Zero(components, count);
  for (Index n = 0; n < count; ++n) shares(nearest[static_cast<std::size_t>(n)], n) = 1.0;
  return shares;
}

/// Eigenvectors and eigenvalues of a symmetric matrix, by Jacobi's rotations (Golub & Van Loan, "Matrix computations",
/// 2013, section 8.5), with the same bits in every engine. Overwrites the matrix.
void eigen(Matrix<double>& matrix, Matrix<double>& axes, Vector<double>& values) {
  constexpr int kSweeps = 30;
  const Index dim = matrix.rows();
  axes = Matrix<double>::Identity(dim, dim);
  for (int sweep = 0; sweep < kSweeps; ++sweep, heartbeat()) {
    bool has_rotated = false;
    for (Index p = 0; p < dim; ++p) {
      for (Index q = p + 1; q < dim; ++q) {
        const double off = matrix(p, q);
        if (std::abs(off) <= std::numeric_limits<double>::epsilon() * std::sqrt(std::abs(matrix(p, p) * matrix(q, q))))
          continue;
        has_rotated = true;
        const double tau = (matrix(q, q) - matrix(p, p)) / (2.0 * off);
        const double tangent = (tau < 0.0 ? -1.0 : 1.0) / (std::abs(tau) + std::sqrt(1.0 + tau * tau));
        const double cosine = 1.0 / std::sqrt(1.0 + tangent * tangent), sine = tangent * cosine;
        const auto rotate = [cosine, sine](double& a, double& b) {
          const double before = a;
          a = cosine * before - sine * b;
          b = sine * before + cosine * b;
        };
        for (Index i = 0; i < dim; ++i) rotate(matrix(i, p), matrix(i, q));
        for (Index i = 0; i < dim; ++i) rotate(matrix(p, i), matrix(q, i));
        for (Index i = 0; i < dim; ++i) rotate(axes(i, p), axes(i, q));
      }
    }
    if (!has_rotated) break;
  }
  values = matrix.diagonal();
}

}  // namespace

CodeDensity::CodeDensity(std::vector<CodeComponent> components) : components_(std::move(components)) {
  for (const CodeComponent& component : components_) {
    double constant = std::log(component.weight);
    for (const double variance : component.variances) constant -= 0.5 * std::log(2.0 * std::numbers::pi * variance);
    constants_.push_back(constant);
  }
}

double CodeDensity::log_joint(std::size_t k, const float* z, double* from_mean) const noexcept {
  const CodeComponent& component = components_[k];
  const Index dim = component.mean.size();
  for (Index d = 0; d < dim; ++d) from_mean[d] = static_cast<double>(z[d]) - component.mean[d];
  double distance = 0.0;
  for (Index j = 0; j < dim; ++j) {
    const double* axis = component.axes.data() + j * dim;
    double along = 0.0;
    for (Index d = 0; d < dim; ++d) along += axis[d] * from_mean[d];
    distance += along * along / component.variances[j];
  }
  return constants_[k] - 0.5 * distance;
}

double CodeDensity::log_density(const Matrix<float>& codes, Index column) const {
  std::vector<double> joint(components_.size()), scratch(static_cast<std::size_t>(latent_dim()));
  for (std::size_t k = 0; k < joint.size(); ++k) joint[k] = log_joint(k, codes.col(column).data(), scratch.data());
  const double most = *std::max_element(joint.begin(), joint.end());
  double sum = 0.0;
  for (const double value : joint) sum += std::exp(value - most);
  return most + std::log(sum);
}

Estimate CodeDensity::log_likelihood(const Matrix<float>& codes) const {
  if (codes.rows() != latent_dim()) {
    throw_invalid_argument("log_likelihood", "codes of " + std::to_string(latent_dim()) + " numbers",
                           std::to_string(codes.rows()));
  }
  expect_codes("log_likelihood", codes, 1);
  RunningMoments moments;
  for (Index n = 0; n < codes.cols(); ++n, frequent_heartbeat()) moments.add(log_density(codes, n));
  return {moments.mean(), moments.standard_error()};
}

Matrix<float> CodeDensity::sample(Index count, std::uint64_t seed) const {
  const Index dim = latent_dim();
  const auto size = static_cast<std::uint64_t>(dim), words = noise_words_per_image(size);
  const NoiseStream normal(seed, NoisePurpose::prior_sample, 2), choice(seed, NoisePurpose::prior_sample, 3);
  Matrix<float> z(dim, count);
  Vector<double> epsilon(dim);
  for (Index n = 0; n < count; ++n) {
    double left = 0.0;
    choice.uniform(static_cast<std::uint64_t>(n), 1, &left);
    std::size_t k = 0;
    // Rounding can leave the sum of the weights below 1.
    while (k + 1 < components_.size() && (left -= components_[k].weight) >= 0.0) ++k;
    normal.standard_normal(static_cast<std::uint64_t>(n) * words, size, epsilon.data());
    const CodeComponent& component = components_[k];
    for (Index d = 0; d < dim; ++d) {
      double value = component.mean[d];
      for (Index j = 0; j < dim; ++j) value += std::sqrt(component.variances[j]) * epsilon[j] * component.axes(d, j);
      z(d, n) = static_cast<float>(value);
    }
  }
  return z;
}

CodeDensityFit::CodeDensityFit(const Matrix<float>& codes, Index components, std::uint64_t seed)
    : codes_(checked(codes, components)),
      floor_(std::max(kLeastVariance, kFloorShare * mean_variance(codes))),
      shares_(starting_shares(codes, components, seed)),
      density_(std::vector<CodeComponent>()) {
  density_ = CodeDensity(maximize());
  expect();
}

void CodeDensityFit::expect() {
  const auto components = static_cast<std::size_t>(shares_.rows());
  const Index dim = codes_.rows();
  Vector<double> logs(codes_.cols());
  // The scratch memory of each part.
  Matrix<double> scratch(dim, (codes_.cols() + kGrain - 1) / kGrain);
  parallel_for(scratch.cols(), 1, [&](Index begin, Index end) noexcept {
    for (Index n = begin * kGrain; n < std::min(end * kGrain, codes_.cols()); ++n) {
      double* share = shares_.data() + n * shares_.rows();
      for (std::size_t k = 0; k < components; ++k) {
        share[k] = density_.log_joint(k, codes_.data() + n * dim, scratch.data() + begin * dim);
      }
      const double most = *std::max_element(share, share + components);
      double sum = 0.0;
      for (std::size_t k = 0; k < components; ++k) sum += share[k] = std::exp(share[k] - most);
      for (std::size_t k = 0; k < components; ++k) share[k] /= sum;
      logs[n] = most + std::log(sum);
    }
  });
  log_likelihood_ = ordered_sum(logs) / static_cast<double>(codes_.cols());
}

std::vector<CodeComponent> CodeDensityFit::maximize() const {
  const Index dim = codes_.rows(), count = codes_.cols();
  std::vector<CodeComponent> components(static_cast<std::size_t>(shares_.rows()));
  std::vector<Matrix<double>> covariances(components.size(), Matrix<double>::Zero(dim, dim));
  std::vector<double> masses(components.size(), 0.0);
  for (CodeComponent& component : components) component.mean = Vector<double>::Zero(dim);
  // One thread sums all codes of a component, in order.
  parallel_for(shares_.rows(), 1, [&](Index begin, Index end) noexcept {
    for (Index row = begin; row < end; ++row) {
      const auto k = static_cast<std::size_t>(row);
      double* mean = components[k].mean.data();
      for (Index n = 0; n < count; ++n) {
        const double share = shares_(row, n);
        masses[k] += share;
        for (Index d = 0; d < dim; ++d) mean[d] += share * static_cast<double>(codes_(d, n));
      }
      if (masses[k] < kLeastMass) continue;
      for (Index d = 0; d < dim; ++d) mean[d] /= masses[k];
      double* covariance = covariances[k].data();
      for (Index n = 0; n < count; ++n) {
        const double share = shares_(row, n) / masses[k];
        if (share == 0.0) continue;
        for (Index i = 0; i < dim; ++i) {
          const double from_mean = share * (static_cast<double>(codes_(i, n)) - mean[i]);
          for (Index j = 0; j <= i; ++j) {
            covariance[i * dim + j] += from_mean * (static_cast<double>(codes_(j, n)) - mean[j]);
          }
        }
      }
    }
  });
  for (std::size_t k = 0; k < components.size(); ++k) {
    CodeComponent& component = components[k];
    if (masses[k] < kLeastMass && !density_.components().empty()) component = density_.components()[k];
    component.weight = masses[k] / static_cast<double>(count);
    if (masses[k] >= kLeastMass || component.axes.size() == 0) {
      Matrix<double>& covariance = covariances[k];
      for (Index i = 0; i < dim; ++i) {
        for (Index j = 0; j < i; ++j) covariance(i, j) = covariance(j, i);
      }
      eigen(covariance, component.axes, component.variances);
    }
    component.variances = component.variances.cwiseMax(floor_);
  }
  return components;
}

bool CodeDensityFit::advance() {
  if (iterations_ >= kMaxDensityIterations) return false;
  const double before = log_likelihood_;
  density_ = CodeDensity(maximize());
  expect();
  return ++iterations_ < kMaxDensityIterations &&
         std::abs(log_likelihood_ - before) > kDensityTolerance * std::abs(log_likelihood_);
}

CodeDensity fit_code_density(const Matrix<float>& codes, Index components, std::uint64_t seed) {
  CodeDensityFit fit(codes, components, seed);
  while (fit.advance()) heartbeat();
  return fit.density();
}

CodeDensity density_of_images(const Model<float>& model, std::span<const std::uint8_t> images, Index components,
                              std::uint64_t seed) {
  expect_trait(model, "code_density", &ModelTraits::code);
  if (model.traits().conditional) {
    throw_invalid_argument("code_density", "a model whose code alone is an image", model.config().model);
  }
  Matrix<float> codes, log_var;
  encode_images(model, images, codes, log_var);
  return fit_code_density(codes, components, seed);
}

}  // namespace latentpad
