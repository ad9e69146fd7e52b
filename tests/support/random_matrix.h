// Random numbers for tests: the same on every machine, without the C++ library's distributions.
#pragma once

#include "math/matrix.h"
#include "math/noise.h"

namespace latentpad::test {

/// A matrix of standard normal numbers.
template <typename AnyMatrix>
AnyMatrix random_normal(Index rows, Index cols, std::uint64_t seed) {
  AnyMatrix m(rows, cols);
  NoiseStream(seed, NoisePurpose::prior_sample, 0).standard_normal(0, static_cast<std::uint64_t>(m.size()), m.data());
  return m;
}

/// A sparse binary batch: a fraction `share` of ones, the rest zeros.
template <typename Scalar>
Matrix<Scalar> random_ink(Index rows, Index cols, double share, std::uint64_t seed) {
  Matrix<Scalar> x(rows, cols);
  NoiseStream(seed, NoisePurpose::prior_sample, 1).uniform(0, static_cast<std::uint64_t>(x.size()), x.data());
  return x.unaryExpr([share](Scalar u) { return u < static_cast<Scalar>(share) ? Scalar(1) : Scalar(0); });
}

/// Draws every parameter of a list, with standard deviation `scale`: also biases, whose small initial values could hide
/// errors.
template <typename List>
void randomize(const List& parameters, double scale, std::uint64_t seed) {
  for (auto* p : parameters) {
    using Values = std::decay_t<decltype(p->value)>;
    using Scalar = typename Values::Scalar;
    p->value = random_normal<Values>(p->value.rows(), p->value.cols(), seed++) * static_cast<Scalar>(scale);
  }
}

}  // namespace latentpad::test
