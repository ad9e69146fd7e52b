#include "models/ordered_made.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "math/noise.h"
#include "math/thread_team.h"
#include "math/vec_math.h"
#include "models/encoder_decoder.h"
#include "models/fvbn_sampler.h"

namespace latentpad {
namespace {

ModelConfig raster(ModelConfig config) {
  config.orderings = static_cast<Index>(kOrderingsSetting.default_value);
  return config;
}

/// Of a bias, a matrix of one column.
const std::vector<Index> kOneColumn = {0};

/// Calls f(a) for each row.
template <typename F>
void for_rows(Index rows, Index columns, const F& f) {
  parallel_for(rows, elementwise_grain(columns), [&f](Index begin, Index end) noexcept {
    for (Index a = begin; a < end; ++a) f(static_cast<std::size_t>(a));
  });
}

template <typename Scalar>
void sort_pixels(const Matrix<Scalar>& x, const std::vector<Index>& pixels, Matrix<Scalar>& sorted) {
  sorted.resize(x.rows(), x.cols());
  for_rows(x.cols(), x.rows(), [&](std::size_t b) {
    const auto column = static_cast<Index>(b);
    for (std::size_t i = 0; i < pixels.size(); ++i) sorted(static_cast<Index>(i), column) = x(pixels[i], column);
  });
}

}  // namespace

template <typename Scalar>
OrderedMade<Scalar>::OrderedMade(const ModelConfig& config)
    : AutoregressiveModel<Scalar>(config),
      direct_("direct", config.input_dim, config.input_dim),
      output_("output", config.hidden.back().units, config.input_dim),
      network_(raster(config)),
      sorted_(network_.parameters()) {
  Index most = config.input_dim;
  for (const LayerSpec& layer : config.hidden) most = std::max(most, layer.units);
  ones_.assign(static_cast<std::size_t>(most), 1);
  for (std::size_t i = 0; i < config.hidden.size(); ++i) {
    const Index in = i == 0 ? config.input_dim : config.hidden[i - 1].units;
    hidden_.emplace_back("hidden." + std::to_string(i), in, config.hidden[i].units);
  }
  direct_.append_to(parameters_);
  for (Linear<Scalar>& layer : hidden_) layer.append_to(parameters_);
  parameters_.push_back(&output_.weight);
  for (Index m = 0; m < config.orderings; ++m) {
    orderings_.push_back(made_ordering(config, m));
    limits_.push_back(made_limits(orderings_.back().degrees, config.input_dim));
  }
  // Only now: pointers to elements of complete lists.
  for (std::size_t m = 0; m < orderings_.size(); ++m) {
    const MadeOrdering& ordering = orderings_[m];
    const std::vector<Index>* below = &ordering.pixels;
    std::vector<Place> list = {{below, below, &limits_[m][0]}, {below, &kOneColumn, &ones_}};
    for (std::size_t i = 0; i < hidden_.size(); ++i) {
      list.push_back({&ordering.units[i], below, &limits_[m][i + 1]});
      list.push_back({&ordering.units[i], &kOneColumn, &ones_});
      below = &ordering.units[i];
    }
    list.push_back({&ordering.pixels, below, &limits_[m][hidden_.size() + 1]});
    places_.push_back(std::move(list));
  }
}

template <typename Scalar>
void OrderedMade<Scalar>::initialize(std::uint64_t seed) {
  std::uint64_t index = 0;
  direct_.initialize(seed, index++);
  for (Linear<Scalar>& layer : hidden_) layer.initialize(seed, index++);
  output_.initialize(seed, index);
}

template <typename Scalar>
void OrderedMade<Scalar>::set_output_bias(const Vector<double>& mean_pixels) {
  set_bias_of_mean(config_, *likelihood_, mean_pixels, static_cast<Layer<Scalar>&>(direct_));
}

template <typename Scalar>
void OrderedMade<Scalar>::fill(Fvbn<Scalar>& network, const ParameterList<Scalar>& sorted, Index ordering) const {
  const auto m = static_cast<std::size_t>(ordering);
  network.set_degrees(orderings_[m].degrees, limits_[m]);
  for (std::size_t p = 0; p < sorted.size(); ++p) {
    const Place& place = places(ordering)[p];
    const WeightMatrix<Scalar>& from = parameters_[p]->value;
    WeightMatrix<Scalar>& to = sorted[p]->value;
    for_rows(to.rows(), to.cols(), [&](std::size_t a) {
      const Scalar* source = from.data() + (*place.rows)[a] * from.cols();
      Scalar* row = to.data() + static_cast<Index>(a) * to.cols();
      const Index limit = (*place.limits)[a];
      for (Index b = 0; b < limit; ++b) row[b] = source[(*place.columns)[static_cast<std::size_t>(b)]];
      std::fill(row + limit, row + to.cols(), Scalar(0));
    });
  }
}

template <typename Scalar>
LossTerms OrderedMade<Scalar>::loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective,
                                                 const BatchNoise& noise) {
  expect_elbo(objective, config_.model);
  const auto ordering = static_cast<Index>(noise.step % static_cast<std::uint64_t>(config_.orderings));
  fill(network_, sorted_, ordering);
  sort_pixels(x, orderings_[static_cast<std::size_t>(ordering)].pixels, x_);
  const LossTerms terms{network_.negative_log_likelihood(x_, workspace_), 0.0};
  network_.backward(x_, workspace_);
  for (std::size_t p = 0; p < sorted_.size(); ++p) {
    const Place& place = places(ordering)[p];
    const WeightMatrix<Scalar>& from = sorted_[p]->gradient;
    WeightMatrix<Scalar>& to = parameters_[p]->gradient;
    for_rows(to.rows(), to.cols(), [&](std::size_t a) {
      const Scalar* source = from.data() + static_cast<Index>(a) * from.cols();
      Scalar* row = to.data() + (*place.rows)[a] * to.cols();
      std::fill(row, row + to.cols(), Scalar(0));
      for (Index b = 0; b < (*place.limits)[a]; ++b) row[(*place.columns)[static_cast<std::size_t>(b)]] = source[b];
    });
  }
  return terms;
}

template <typename Scalar>
void OrderedMade<Scalar>::conditional_logits(const Matrix<Scalar>& x, Matrix<Scalar>& logits) const {
  conditional_logits(x, 0, logits);
}

template <typename Scalar>
void OrderedMade<Scalar>::conditional_logits(const Matrix<Scalar>& x, Index ordering, Matrix<Scalar>& logits) const {
  Fvbn<Scalar> network(raster(config_));
  conditional_logits(network, x, ordering, logits);
}

template <typename Scalar>
void OrderedMade<Scalar>::conditional_logits(Fvbn<Scalar>& network, const Matrix<Scalar>& x, Index ordering,
                                             Matrix<Scalar>& logits) const {
  fill(network, network.parameters(), ordering);
  const std::vector<Index>& pixels = orderings_[static_cast<std::size_t>(ordering)].pixels;
  Matrix<Scalar> sorted, sorted_logits;
  sort_pixels(x, pixels, sorted);
  network.conditional_logits(sorted, sorted_logits);
  logits.resize(x.rows(), x.cols());
  for (std::size_t i = 0; i < pixels.size(); ++i) logits.row(pixels[i]) = sorted_logits.row(static_cast<Index>(i));
}

template <typename Scalar>
Vector<double> OrderedMade<Scalar>::negative_log_likelihoods(const Matrix<Scalar>& x) const {
  Matrix<double> of_ordering(x.cols(), config_.orderings);
  Fvbn<Scalar> network(raster(config_));
  Matrix<Scalar> logits;
  for (Index m = 0; m < config_.orderings; ++m) {
    conditional_logits(network, x, m, logits);
    of_ordering.col(m) = likelihood_->loss(logits, x);
  }
  Vector<double> mixed(x.cols());
  for (Index b = 0; b < x.cols(); ++b) {
    const double least = of_ordering.row(b).minCoeff();
    double sum = 0.0;
    for (Index m = 0; m < config_.orderings; ++m) sum += portable::exp(least - of_ordering(b, m));
    mixed[b] = least - std::log(sum / static_cast<double>(config_.orderings));
  }
  return mixed;
}

template <typename Scalar>
GivenSample OrderedMade<Scalar>::sample_given(std::span<const float> given, std::uint64_t seed,
                                              std::uint64_t index) const {
  Index ordering = 0;
  if (given.empty()) {
    // A word after those of the pixels.
    const NoiseStream noise(seed, NoisePurpose::sample_given, index);
    const auto orderings = static_cast<std::uint64_t>(config_.orderings);
    ordering = static_cast<Index>((noise.word(static_cast<std::uint64_t>(config_.input_dim)) * orderings) >> 32);
  }
  const std::vector<Index>& pixels = orderings_[static_cast<std::size_t>(ordering)].pixels;
  return sample_in_order(sorted_network(ordering), pixels, given, seed, index);
}

template <typename Scalar>
Fvbn<Scalar> OrderedMade<Scalar>::sorted_network(Index ordering) const {
  Fvbn<Scalar> network(raster(config_));
  fill(network, network.parameters(), ordering);
  return network;
}

template class OrderedMade<float>;
template class OrderedMade<double>;

}  // namespace latentpad
