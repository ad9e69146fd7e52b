#include "models/fvbn.h"

#include <algorithm>

#include "models/encoder_decoder.h"
#include "models/fvbn_sampler.h"

namespace latentpad {
namespace {

/// Pixel i depends on pixels 0 … i − 1.
std::vector<Index> direct_limits(Index input_dim) {
  std::vector<Index> limits(static_cast<std::size_t>(input_dim));
  for (std::size_t i = 0; i < limits.size(); ++i) limits[i] = static_cast<Index>(i);
  return limits;
}

/// Number of units with degree at most `most`; degrees are in ascending order.
Index count_up_to(const std::vector<Index>& degrees, Index most) {
  return std::upper_bound(degrees.begin(), degrees.end(), most) - degrees.begin();
}

/// A unit of a deeper layer depends on units of the same or a lower degree.
std::vector<Index> hidden_limits(const std::vector<Index>& below, const std::vector<Index>& degrees) {
  std::vector<Index> limits;
  for (const Index degree : degrees) limits.push_back(count_up_to(below, degree));
  return limits;
}

/// Pixel i depends on units of degree at most i, which depend on pixels before i only.
std::vector<Index> output_limits(const std::vector<Index>& below, Index input_dim) {
  std::vector<Index> limits;
  for (Index i = 0; i < input_dim; ++i) limits.push_back(count_up_to(below, i));
  return limits;
}

}  // namespace

std::vector<Index> made_degrees(Index units, Index input_dim) {
  std::vector<Index> degrees;
  for (Index k = 0; k < units; ++k) degrees.push_back(1 + k * (input_dim - 1) / units);
  return degrees;
}

std::vector<std::vector<Index>> made_limits(const std::vector<std::vector<Index>>& degrees, Index input_dim) {
  std::vector<std::vector<Index>> limits = {direct_limits(input_dim)};
  for (std::size_t i = 0; i < degrees.size(); ++i) {
    // Degree m means dependence on pixels 0 … m − 1: the degrees are the limits of the first layer.
    limits.push_back(i == 0 ? degrees[0] : hidden_limits(degrees[i - 1], degrees[i]));
  }
  if (!degrees.empty()) limits.push_back(output_limits(degrees.back(), input_dim));
  return limits;
}

namespace {

std::vector<std::vector<Index>> even_degrees(const ModelConfig& config) {
  std::vector<std::vector<Index>> degrees;
  for (const LayerSpec& layer : config.hidden) degrees.push_back(made_degrees(layer.units, config.input_dim));
  return degrees;
}

}  // namespace

template <typename Scalar>
Fvbn<Scalar>::Fvbn(const ModelConfig& config)
    : AutoregressiveModel<Scalar>(config),
      degrees_(even_degrees(config)),
      direct_("direct", config.input_dim, direct_limits(config.input_dim), InputKind::sparse) {
  const std::vector<std::vector<Index>> limits = made_limits(degrees_, config.input_dim);
  for (std::size_t i = 0; i < config.hidden.size(); ++i) {
    const Index in = i == 0 ? config.input_dim : config.hidden[i - 1].units;
    hidden_.emplace_back("hidden." + std::to_string(i), in, limits[i + 1],
                         i == 0 ? InputKind::sparse : InputKind::dense, config.activation);
  }
  if (!hidden_.empty()) output_.emplace("output", config.hidden.back().units, limits.back(), InputKind::dense);
}

template <typename Scalar>
void Fvbn<Scalar>::set_degrees(const std::vector<std::vector<Index>>& degrees,
                               const std::vector<std::vector<Index>>& limits) {
  degrees_ = degrees;
  for (std::size_t i = 0; i < hidden_.size(); ++i) hidden_[i].set_limits(limits[i + 1]);
  if (output_) output_->set_limits(limits[hidden_.size() + 1]);
}

template <typename Scalar>
ParameterList<Scalar> Fvbn<Scalar>::parameters() {
  ParameterList<Scalar> list;
  direct_.append_to(list);
  for (MaskedLinear<Scalar>& layer : hidden_) layer.append_to(list);
  // One bias per pixel suffices: that of the direct layer.
  if (output_) list.push_back(&output_->linear().weight);
  return list;
}

template <typename Scalar>
void Fvbn<Scalar>::initialize(std::uint64_t seed) {
  std::uint64_t index = 0;
  direct_.initialize(seed, index++);
  for (MaskedLinear<Scalar>& layer : hidden_) layer.initialize(seed, index++);
  if (output_) {
    output_->initialize(seed, index++);
    output_->linear().bias.value.setZero();
  }
}

template <typename Scalar>
void Fvbn<Scalar>::set_output_bias(const Vector<double>& mean_pixels) {
  set_bias_of_mean(config_, *likelihood_, mean_pixels, static_cast<Layer<Scalar>&>(direct_));
}

template <typename Scalar>
void Fvbn<Scalar>::expect_valid_parameters() const {
  direct_.expect_masked();
  for (const MaskedLinear<Scalar>& layer : hidden_) layer.expect_masked();
  if (output_) output_->expect_masked();
}

template <typename Scalar>
void Fvbn<Scalar>::conditional_logits(const Matrix<Scalar>& x, Matrix<Scalar>& logits) const {
  FvbnWorkspace<Scalar> workspace;
  forward(x, workspace);
  logits = std::move(workspace.logits);
}

template <typename Scalar>
void Fvbn<Scalar>::forward(const Matrix<Scalar>& x, FvbnWorkspace<Scalar>& w) const {
  direct_.forward(x, w.logits);
  w.hidden.resize(hidden_.size());
  const Matrix<Scalar>* h = &x;
  for (std::size_t i = 0; i < hidden_.size(); ++i) {
    hidden_[i].forward(*h, w.hidden[i]);
    h = &w.hidden[i];
  }
  if (output_) {
    output_->forward(*h, w.from_hidden);
    w.logits += w.from_hidden;
  }
}

template <typename Scalar>
double Fvbn<Scalar>::negative_log_likelihood(const Matrix<Scalar>& x, FvbnWorkspace<Scalar>& w) const {
  forward(x, w);
  likelihood_->loss_and_gradient(w.logits, x, Scalar(1) / static_cast<Scalar>(x.cols()), w.losses, w.d_logits);
  return ordered_sum(w.losses) / static_cast<double>(x.cols());
}

template <typename Scalar>
void Fvbn<Scalar>::backward(const Matrix<Scalar>& x, FvbnWorkspace<Scalar>& w) {
  direct_.backward(x, w.d_logits, nullptr);
  if (!output_) return;
  w.d_hidden.resize(hidden_.size());
  output_->backward(w.hidden.back(), w.d_logits, &w.d_hidden.back());
  for (std::size_t i = hidden_.size(); i-- > 0;) {
    hidden_[i].backward(i == 0 ? x : w.hidden[i - 1], w.hidden[i], w.d_hidden[i],
                        i == 0 ? nullptr : &w.d_hidden[i - 1]);
  }
}

template <typename Scalar>
LossTerms Fvbn<Scalar>::loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective, const BatchNoise&) {
  expect_elbo(objective, config_.model);
  const LossTerms terms{negative_log_likelihood(x, workspace_), 0.0};
  backward(x, workspace_);
  return terms;
}

template <typename Scalar>
GivenSample Fvbn<Scalar>::sample_given(std::span<const float> given, std::uint64_t seed, std::uint64_t index) const {
  return latentpad::sample_given(*this, given, seed, index);
}

template class Fvbn<float>;
template class Fvbn<double>;

}  // namespace latentpad
