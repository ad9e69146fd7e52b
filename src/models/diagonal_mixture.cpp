#include "models/diagonal_mixture.h"

#include <algorithm>

#include "math/thread_team.h"
#include "math/vec_math.h"
#include "models/pixels.h"
#include "models/posterior.h"

namespace latentpad {
namespace {

/// Beyond the normal numbers of any stream: 100,000 draws of 512 numbers use 51 million words.
constexpr std::uint64_t kComponentWords = std::uint64_t{1} << 31;

}  // namespace

template <typename Scalar>
void DiagonalMixture::assign(const Eigen::Ref<const Matrix<Scalar>>& means,
                             const Eigen::Ref<const Matrix<Scalar>>& log_vars, const Scalar* logits) {
  means_.resize(means.rows(), means.cols());
  sigmas_.resize(means.rows(), means.cols());
  precisions_.resize(means.rows(), means.cols());
  constants_.resize(means.cols());
  weights_.resize(static_cast<std::size_t>(means.cols()));
  const auto logit = [logits](Index k) { return logits == nullptr ? 0.0 : static_cast<double>(logits[k]); };
  double most = logit(0), mass = 0.0;
  for (Index k = 1; k < means.cols(); ++k) most = std::max(most, logit(k));
  for (Index k = 0; k < means.cols(); ++k) mass += portable::exp(logit(k) - most);
  const double log_mass = most + portable::log_of_double(mass);
  for (Index k = 0; k < means.cols(); ++k) {
    double sum = 0.0;
    for (Index d = 0; d < means.rows(); ++d) {
      const double log_var = std::clamp(static_cast<double>(log_vars(d, k)), kMinLogVar, kMaxLogVar);
      means_(d, k) = static_cast<double>(means(d, k));
      sigmas_(d, k) = portable::exp(0.5 * log_var);
      precisions_(d, k) = portable::exp(-log_var);
      sum += log_var;
    }
    const double log_weight = logit(k) - log_mass;
    constants_[k] = log_weight - 0.5 * sum;
    weights_[static_cast<std::size_t>(k)] = portable::exp(log_weight);
  }
}

template <typename Scalar>
double DiagonalMixture::log_joint(const Scalar* z, Index component) const noexcept {
  const double* mean = means_.data() + component * dim();
  const double* precision = precisions_.data() + component * dim();
  double distance = 0.0;
  for (Index d = 0; d < dim(); ++d) {
    const double from_mean = static_cast<double>(z[d]) - mean[d];
    distance += from_mean * from_mean * precision[d];
  }
  return constants_[component] - 0.5 * distance;
}

template <typename Scalar>
double DiagonalMixture::log_density(const Scalar* z) const noexcept {
  double most = log_joint(z, 0), sum = 1.0;
  for (Index k = 1; k < components(); ++k) {
    const double joint = log_joint(z, k);
    if (joint <= most) {
      sum += portable::exp(joint - most);
    } else {
      sum = sum * portable::exp(most - joint) + 1.0;
      most = joint;
    }
  }
  return most + portable::log_of_double(sum);
}

template <typename Scalar>
void DiagonalMixture::log_densities(const Matrix<Scalar>& z, Vector<double>& log_densities,
                                    Matrix<double>& shares) const {
  log_densities.resize(z.cols());
  shares.resize(components(), z.cols());
  const Index grain = std::max<Index>(1, kHeavyGrain / components());
  parallel_for(z.cols(), grain, [&](Index begin, Index end) noexcept {
    for (Index n = begin; n < end; ++n) {
      double* share = shares.data() + n * components();
      const Scalar* column = z.data() + n * dim();
      for (Index k = 0; k < components(); ++k) share[k] = log_joint(column, k);
      const double most = *std::max_element(share, share + components());
      double sum = 0.0;
      for (Index k = 0; k < components(); ++k) sum += share[k] = portable::exp(share[k] - most);
      for (Index k = 0; k < components(); ++k) share[k] /= sum;
      log_densities[n] = most + portable::log_of_double(sum);
    }
  });
}

template <typename Scalar>
void DiagonalMixture::scores(const Matrix<Scalar>& z, const Matrix<double>& shares, Matrix<Scalar>& scores) const {
  scores.resize(z.rows(), z.cols());
  const Index grain = std::max<Index>(1, kElementwiseGrain / (components() * dim()));
  parallel_for(z.cols(), grain, [&](Index begin, Index end) noexcept {
    // Some dimensions at once, which are adjacent in memory.
    constexpr Index kAtOnce = 16;
    for (Index n = begin; n < end; ++n) {
      const double* share = shares.data() + n * components();
      for (Index first = 0; first < dim(); first += kAtOnce) {
        const Index count = std::min(kAtOnce, dim() - first);
        const Scalar* column = z.data() + n * dim() + first;
        double sums[kAtOnce] = {};
        for (Index k = 0; k < components(); ++k) {
          const double* mean = means_.data() + k * dim() + first;
          const double* precision = precisions_.data() + k * dim() + first;
          for (Index d = 0; d < count; ++d) {
            sums[d] += share[k] * (static_cast<double>(column[d]) - mean[d]) * precision[d];
          }
        }
        for (Index d = 0; d < count; ++d) scores(first + d, n) = static_cast<Scalar>(sums[d]);
      }
    }
  });
}

template <typename Scalar>
void DiagonalMixture::backward(const Matrix<Scalar>& z, const Matrix<double>& shares, const Vector<double>& weights,
                               MixtureGradients& gradients) const {
  gradients.d_means.setZero(dim(), components());
  gradients.d_log_vars.setZero(dim(), components());
  gradients.d_logits.setZero(components());
  // One thread sums all columns of a component, in order.
  parallel_for(components(), 1, [&](Index begin, Index end) noexcept {
    for (Index k = begin; k < end; ++k) {
      double* d_mean = gradients.d_means.data() + k * dim();
      double* d_log_var = gradients.d_log_vars.data() + k * dim();
      for (Index n = 0; n < z.cols(); ++n) {
        const double share = shares(k, n) * weights[n];
        gradients.d_logits[k] += weights[n] * weights_[static_cast<std::size_t>(k)] - share;
        for (Index d = 0; d < dim(); ++d) {
          const double from_mean = static_cast<double>(z(d, n)) - means_(d, k), scaled = from_mean * precisions_(d, k);
          d_mean[d] -= share * scaled;
          d_log_var[d] += share * 0.5 * (1.0 - from_mean * scaled);
        }
      }
    }
  });
}

void DiagonalMixture::draw(const NoiseStream& noise, std::uint64_t index, float* z) const noexcept {
  const auto size = static_cast<std::uint64_t>(dim());
  noise.standard_normal(index * noise_words_per_image(size), size, z);
  double left = 0.0;
  noise.uniform(kComponentWords + index, 1, &left);
  Index k = 0;
  // Rounding can leave the sum of the weights below 1.
  while (k + 1 < components() && (left -= weights_[static_cast<std::size_t>(k)]) >= 0.0) ++k;
  for (Index d = 0; d < dim(); ++d) {
    z[d] = static_cast<float>(means_(d, k) + sigmas_(d, k) * static_cast<double>(z[d]));
  }
}

#define LATENTPAD_INSTANTIATE(Scalar)                                                                          \
  template void DiagonalMixture::assign(const Eigen::Ref<const Matrix<Scalar>>&,                               \
                                        const Eigen::Ref<const Matrix<Scalar>>&, const Scalar*);               \
  template double DiagonalMixture::log_density(const Scalar*) const noexcept;                                  \
  template void DiagonalMixture::log_densities(const Matrix<Scalar>&, Vector<double>&, Matrix<double>&) const; \
  template void DiagonalMixture::scores(const Matrix<Scalar>&, const Matrix<double>&, Matrix<Scalar>&) const;  \
  template void DiagonalMixture::backward(const Matrix<Scalar>&, const Matrix<double>&, const Vector<double>&, \
                                          MixtureGradients&) const;
LATENTPAD_INSTANTIATE(float)
LATENTPAD_INSTANTIATE(double)
#undef LATENTPAD_INSTANTIATE

}  // namespace latentpad
