#include "models/fvbn_sampler.h"

#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "base/error.h"
#include "math/kernels.h"
#include "math/noise.h"
#include "math/vec_math.h"

namespace latentpad {

template <typename Scalar>
FvbnSampler<Scalar>::FvbnSampler(const Fvbn<Scalar>& model)
    : model_(model),
      direct_sum_(Vector<Scalar>::Zero(model.config().input_dim)),
      output_sum_(Vector<Scalar>::Zero(model.config().input_dim)),
      degrees_(model.degrees()) {
  for (const MaskedLinear<Scalar>& layer : model.hidden()) {
    const Index units = layer.linear().outputs();
    hidden_sum_.push_back(Vector<Scalar>::Zero(units));
    finished_.push_back(0);
  }
}

/// Units of at most that degree have all their inputs: their values are final and are added to the layers above.
template <typename Scalar>
void FvbnSampler<Scalar>::finish_hidden_units(Index degree) {
  for (std::size_t l = 0; l < hidden_sum_.size(); ++l) {
    const auto& layer = model_.hidden()[l].linear();
    const auto& above = l + 1 < hidden_sum_.size() ? model_.hidden()[l + 1].linear() : model_.output()->linear();
    Vector<Scalar>& target = l + 1 < hidden_sum_.size() ? hidden_sum_[l + 1] : output_sum_;
    for (Index& k = finished_[l]; k < layer.outputs() && degrees_[l][static_cast<std::size_t>(k)] <= degree; ++k) {
      const Scalar sum = hidden_sum_[l][k] + layer.bias.value(k, 0);
      const bool relu = model_.config().activation == Activation::relu;
      const Scalar value = relu ? (sum < Scalar(0) ? Scalar(0) : sum) : portable::tanh(sum);
      // In the arithmetic of the matrix product, so that the conditionals are bit-identical.
      column_ = above.weight.value.col(k);
      kernels<Scalar>().add_scaled(column_.data(), value, target.data(), target.size());
    }
  }
}

template <typename Scalar>
Scalar FvbnSampler<Scalar>::probability() {
  finish_hidden_units(position_);
  const Scalar direct = direct_sum_[position_] + model_.direct().linear().bias.value(position_, 0);
  const Scalar logit = model_.output() ? direct + output_sum_[position_] : direct;
  // portable::sigmoid returns a number even for NaN.
  return std::isfinite(logit) ? portable::sigmoid(logit) : std::numeric_limits<Scalar>::quiet_NaN();
}

template <typename Scalar>
void FvbnSampler<Scalar>::push(bool ink) {
  finish_hidden_units(position_);
  if (ink) {
    direct_sum_ += model_.direct().linear().weight.value.col(position_);
    if (!hidden_sum_.empty()) hidden_sum_[0] += model_.hidden()[0].linear().weight.value.col(position_);
  }
  ++position_;
}

template <typename Scalar>
GivenSample sample_given(const Fvbn<Scalar>& model, std::span<const float> given, std::uint64_t seed,
                         std::uint64_t index) {
  std::vector<Index> raster(static_cast<std::size_t>(model.config().input_dim));
  std::iota(raster.begin(), raster.end(), Index(0));
  return sample_in_order(model, raster, given, seed, index);
}

template <typename Scalar>
GivenSample sample_in_order(const Fvbn<Scalar>& model, std::span<const Index> order, std::span<const float> given,
                            std::uint64_t seed, std::uint64_t index) {
  const std::size_t pixels = order.size();
  if (given.size() > pixels) {
    throw_invalid_argument("sample_given", "at most " + std::to_string(pixels) + " given pixels",
                           std::to_string(given.size()));
  }
  for (const float pixel : given) {
    if (pixel != 0.0f && pixel != 1.0f) {
      throw_invalid_argument("sample_given", "given pixels to be 0 or 1", std::to_string(pixel));
    }
  }
  const NoiseStream noise(seed, NoisePurpose::sample_given, index);
  FvbnSampler<Scalar> sampler(model);
  GivenSample image{std::vector<float>(pixels), std::vector<float>(pixels)};
  for (std::size_t i = 0; i < pixels; ++i) {
    const auto pixel = static_cast<std::size_t>(order[i]);
    const auto probability = static_cast<float>(sampler.probability());
    float uniform = 0.0f;
    noise.uniform(i, 1, &uniform);
    const bool ink = pixel < given.size() ? given[pixel] == 1.0f : uniform < probability;
    image.probabilities[pixel] = probability;
    image.pixels[pixel] = ink ? 1.0f : 0.0f;
    sampler.push(ink);
  }
  return image;
}

template class FvbnSampler<float>;
template class FvbnSampler<double>;
template GivenSample sample_given(const Fvbn<float>&, std::span<const float>, std::uint64_t, std::uint64_t);
template GivenSample sample_given(const Fvbn<double>&, std::span<const float>, std::uint64_t, std::uint64_t);
template GivenSample sample_in_order(const Fvbn<float>&, std::span<const Index>, std::span<const float>, std::uint64_t,
                                     std::uint64_t);
template GivenSample sample_in_order(const Fvbn<double>&, std::span<const Index>, std::span<const float>, std::uint64_t,
                                     std::uint64_t);

}  // namespace latentpad
