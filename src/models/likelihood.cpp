#include "models/likelihood.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <type_traits>

#include "base/error.h"
#include "math/thread_team.h"
#include "math/vec_math.h"
#include "models/bernoulli.h"
#include "models/continuous_bernoulli.h"
#include "models/gaussian.h"

namespace latentpad {

template <typename Scalar>
void Likelihood<Scalar>::each_example(const char* function, const Matrix<Scalar>& outputs, const Matrix<Scalar>& x,
                                      Index codes, Scalar scale, double* losses, Scalar* d_outputs) const {
  if (outputs.rows() != outputs_per_pixel() * x.rows() || outputs.cols() != codes * x.cols()) {
    throw_invalid_argument(function, std::to_string(outputs_per_pixel()) + " outputs for each pixel of x",
                           shape_text(outputs) + " for " + shape_text(x));
  }
  const Index pixels = x.rows(), rows = outputs.rows();
  parallel_for(outputs.cols(), 1, [&, pixels, rows, codes](Index begin, Index end) noexcept {
    for (Index b = begin; b < end; ++b) {
      Scalar* gradient = d_outputs == nullptr ? nullptr : d_outputs + b * rows;
      const Scalar* example = x.data() + b / codes * pixels;
      const double loss = example_loss(outputs.data() + b * rows, example, pixels, scale, gradient);
      if (losses != nullptr) losses[b] = loss;
    }
  });
}

template <typename Scalar>
void Likelihood<Scalar>::loss(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x, Vector<double>& losses) const {
  losses.resize(outputs.cols());
  each_example("likelihood loss", outputs, x, 1, Scalar(0), losses.data(), nullptr);
}

template <typename Scalar>
void Likelihood<Scalar>::repeated_loss(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x,
                                       Vector<double>& losses) const {
  losses.resize(outputs.cols());
  const Index codes = x.cols() > 0 ? outputs.cols() / x.cols() : 0;
  each_example("likelihood repeated_loss", outputs, x, codes, Scalar(0), losses.data(), nullptr);
}

template <typename Scalar>
Vector<double> Likelihood<Scalar>::loss(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x) const {
  Vector<double> losses;
  loss(outputs, x, losses);
  return losses;
}

template <typename Scalar>
void Likelihood<Scalar>::loss_and_gradient(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x, Scalar scale,
                                           Vector<double>& losses, Matrix<Scalar>& d_outputs) const {
  losses.resize(outputs.cols());
  d_outputs.resize(outputs.rows(), outputs.cols());
  each_example("likelihood loss", outputs, x, 1, scale, losses.data(), d_outputs.data());
}

template <typename Scalar>
void Likelihood<Scalar>::gradient(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x, Scalar scale,
                                  Matrix<Scalar>& d_outputs) const {
  d_outputs.resize(outputs.rows(), outputs.cols());
  each_example("likelihood gradient", outputs, x, 1, scale, nullptr, d_outputs.data());
}

template <typename Scalar>
void Likelihood<Scalar>::mean(const Matrix<Scalar>& outputs, Matrix<Scalar>& mean) const {
  const Index pixels = outputs.rows() / outputs_per_pixel(), rows = outputs.rows();
  mean.resize(pixels, outputs.cols());
  parallel_for(outputs.cols(), elementwise_grain(pixels), [&, pixels, rows](Index begin, Index end) noexcept {
    for (Index b = begin; b < end; ++b) example_mean(outputs.data() + b * rows, pixels, mean.data() + b * pixels);
  });
}

template <typename Scalar>
void Likelihood<Scalar>::sample(const Matrix<Scalar>& outputs, const NoiseStream& noise, Matrix<Scalar>& x) const {
  const Index pixels = outputs.rows() / outputs_per_pixel(), rows = outputs.rows();
  x.resize(pixels, outputs.cols());
  parallel_for(outputs.cols(), 1, [&, pixels, rows](Index begin, Index end) noexcept {
    for (Index b = begin; b < end; ++b) {
      const std::uint64_t first =
          static_cast<std::uint64_t>(b) * noise_words_per_image(static_cast<std::uint64_t>(pixels));
      example_sample(outputs.data() + b * rows, pixels, noise, first, x.data() + b * pixels);
    }
  });
}

template <typename Scalar>
Vector<double> Likelihood<Scalar>::outputs_of_mean(const Vector<double>& mean_pixels) const {
  const Index pixels = mean_pixels.size(), each = outputs_per_pixel();
  Vector<double> outputs(each * pixels), of_pixel(each);
  for (Index i = 0; i < pixels; ++i) {
    pixel_outputs_of_mean(std::clamp(mean_pixels[i], 1e-3, 1.0 - 1e-3), of_pixel.data());
    for (Index k = 0; k < each; ++k) outputs[k * pixels + i] = of_pixel[k];
  }
  return outputs;
}

namespace {

/// A likelihood's name and class.
template <template <typename> class T>
struct LikelihoodEntry {
  static constexpr bool kHasSigma = std::is_constructible_v<T<float>, double>;

  template <typename Scalar>
  static std::unique_ptr<const Likelihood<Scalar>> make(const LikelihoodSpec& spec) {
    if constexpr (kHasSigma) return std::make_unique<T<Scalar>>(spec.sigma);
    else return std::make_unique<T<Scalar>>();
  }

  std::string_view name;
};

/// All likelihoods.
constexpr std::tuple kLikelihoods = {LikelihoodEntry<Bernoulli>{"bernoulli"},
                                     LikelihoodEntry<ContinuousBernoulli>{"continuous_bernoulli"},
                                     LikelihoodEntry<Gaussian>{"gaussian"}};

constexpr std::array kLikelihoodNames =
    std::apply([](const auto&... entry) { return std::array{entry.name...}; }, kLikelihoods);
constexpr std::array kHaveSigma = std::apply(
    [](const auto&... entry) { return std::array{std::remove_cvref_t<decltype(entry)>::kHasSigma...}; }, kLikelihoods);

/// In the order of kLikelihoodNames. Classes of unused number types are not linked.
template <typename Scalar>
constexpr std::array kLikelihoodFactories = std::apply(
    [](const auto&... entry) { return std::array{&std::remove_cvref_t<decltype(entry)>::template make<Scalar>...}; },
    kLikelihoods);

std::size_t likelihood_index(const LikelihoodSpec& spec) {
  const auto found = std::find(kLikelihoodNames.begin(), kLikelihoodNames.end(), spec.name);
  if (found == kLikelihoodNames.end()) throw_unknown_name("likelihood", likelihood_names(), spec.name);
  return static_cast<std::size_t>(found - kLikelihoodNames.begin());
}

}  // namespace

double logit_of_mean(double mean) {
  return static_cast<double>(portable::log(static_cast<float>(mean / (1.0 - mean))));
}

std::vector<std::string_view> likelihood_names() { return {kLikelihoodNames.begin(), kLikelihoodNames.end()}; }

void validate(const LikelihoodSpec& spec) {
  constexpr NumberSetting kNoSigma{"sigma", 0, 0, 0, false};
  const bool has_sigma = kHaveSigma[likelihood_index(spec)];
  if (spec.sigma != 0.0) expect_within(has_sigma ? kSigmaSetting : kNoSigma, spec.sigma);
}

template <typename Scalar>
std::unique_ptr<const Likelihood<Scalar>> make_likelihood(const LikelihoodSpec& spec) {
  return kLikelihoodFactories<Scalar>[likelihood_index(spec)](spec);
}

template std::unique_ptr<const Likelihood<float>> make_likelihood(const LikelihoodSpec&);
template std::unique_ptr<const Likelihood<double>> make_likelihood(const LikelihoodSpec&);
template class Likelihood<float>;
template class Likelihood<double>;

}  // namespace latentpad
