// FVBNs and MADEs for tests, with masks computed from the definition of each layer rather than by the layer.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "models/fvbn.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test {

/// Configurations with `pixels` pixels: without hidden layers, with one, with two; more and fewer units than pixels.
inline std::vector<ModelConfig> autoregressive_configs(Index pixels) {
  return {{"fvbn", pixels, {}, 0, Activation::relu},
          {"made", pixels, {pixels + 5}, 0, Activation::relu},
          {"made", pixels, {pixels - 2}, 0, Activation::tanh},
          {"made", pixels, {pixels - 3, pixels + 4}, 0, Activation::relu},
          {"made", pixels, {pixels + 6, pixels - 4}, 0, Activation::tanh}};
}

/// 1 for the unmasked elements of a parameter, 0 for the masked ones.
template <typename Scalar>
WeightMatrix<Scalar> mask_of(const Fvbn<Scalar>& model, const std::string& name) {
  const ModelConfig& config = model.config();
  const auto degrees = [&](std::size_t layer) { return made_degrees(config.hidden[layer].units, config.input_dim); };
  const auto mask = [](Index rows, Index cols, const auto& sees) {
    WeightMatrix<Scalar> m(rows, cols);
    for (Index o = 0; o < rows; ++o) {
      for (Index i = 0; i < cols; ++i)
        m(o, i) = sees(static_cast<std::size_t>(o), static_cast<std::size_t>(i)) ? Scalar(1) : Scalar(0);
    }
    return m;
  };
  if (name == "direct.weight") {
    return mask(config.input_dim, config.input_dim, [](std::size_t o, std::size_t i) { return i < o; });
  }
  if (name == "output.weight") {
    const std::vector<Index> below = degrees(config.hidden.size() - 1);
    return mask(config.input_dim, config.hidden.back().units,
                [&](std::size_t o, std::size_t i) { return below[i] <= static_cast<Index>(o); });
  }
  if (name == "hidden.0.weight") {
    const std::vector<Index> own = degrees(0);
    return mask(config.hidden[0].units, config.input_dim,
                [&](std::size_t o, std::size_t i) { return static_cast<Index>(i) < own[o]; });
  }
  if (name == "hidden.1.weight") {
    const std::vector<Index> below = degrees(0), own = degrees(1);
    return mask(config.hidden[1].units, config.hidden[0].units,
                [&](std::size_t o, std::size_t i) { return below[i] <= own[o]; });
  }
  const Index rows =
      name == "direct.bias" ? config.input_dim : config.hidden[static_cast<std::size_t>(name[7] - '0')].units;
  return WeightMatrix<Scalar>::Ones(rows, 1);
}

/// A model with random unmasked parameters.
template <typename Scalar>
Fvbn<Scalar> random_fvbn(const ModelConfig& config, std::uint64_t seed) {
  Fvbn<Scalar> model(config);
  randomize(model.parameters(), 0.6, seed);
  for (Parameter<Scalar>* p : model.parameters()) p->value.array() *= mask_of(model, p->name).array();
  return model;
}

/// All 2^pixels images; the bits of n are the pixels of image n.
template <typename Scalar>
Matrix<Scalar> all_images(Index pixels) {
  Matrix<Scalar> x(pixels, Index(1) << pixels);
  for (Index n = 0; n < x.cols(); ++n) {
    for (Index i = 0; i < pixels; ++i) x(i, n) = static_cast<Scalar>((n >> i) & 1);
  }
  return x;
}

/// p(x) of each image.
template <typename Scalar>
Vector<double> probabilities_of(const Fvbn<Scalar>& model, const Matrix<Scalar>& x) {
  Matrix<Scalar> logits;
  model.conditional_logits(x, logits);
  return (-bernoulli_loss(logits, x).array()).exp();
}

}  // namespace latentpad::test
