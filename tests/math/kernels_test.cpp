// Results of every kernel set, bit for bit, at lengths on both sides of every vector width.
#include "math/kernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "math/vec_math.h"
#include "support/every_engine.h"
#include "support/random_matrix.h"

namespace latentpad::test::kernels_test {

namespace {

const std::vector<Index> kLengths = {0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 64, 97, 784, 1025, 1050};

template <typename Scalar>
Vector<Scalar> numbers(Index n, std::uint64_t seed) {
  return random_normal<Vector<Scalar>>(n, 1, seed) * Scalar(3);
}

template <typename Scalar>
bool same_bits(const Vector<Scalar>& a, const Vector<Scalar>& b) {
  return a.size() == b.size() &&
         (a.size() == 0 || std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(Scalar)) == 0);
}

template <typename Scalar>
Scalar rectified(Rectifier kind, Scalar x) {
  if (kind == Rectifier::relu) return x < Scalar(0) ? Scalar(0) : x;
  return kind == Rectifier::tanh ? portable::tanh(x) : x;
}

template <typename Scalar>
void check_rectifiers(Index n) {
  const Vector<Scalar> y = numbers<Scalar>(n, 1), bias = numbers<Scalar>(n, 2);
  for (const Rectifier kind : {Rectifier::none, Rectifier::relu, Rectifier::tanh}) {
    Vector<Scalar> got = y, expected(n), d = bias, d_expected(n);
    kernels<Scalar>().add_bias(kind, bias.data(), n, 1, got.data());
    for (Index i = 0; i < n; ++i) expected[i] = rectified(kind, y[i] + bias[i]);
    CHECK(same_bits(got, expected));
    kernels<Scalar>().rectify_backward(kind, y.data(), d.data(), n);
    for (Index i = 0; i < n; ++i) {
      const Scalar slope = kind == Rectifier::none   ? Scalar(1)
                           : kind == Rectifier::tanh ? Scalar(1) - y[i] * y[i]
                                                     : Scalar(y[i] > Scalar(0) ? 1 : 0);
      d_expected[i] = slope == Scalar(0) ? Scalar(0) : bias[i] * slope;
    }
    CHECK(same_bits(d, d_expected));
  }
}

template <typename Scalar>
void check_sums(Index n) {
  constexpr Index kLines = 9;
  const Matrix<Scalar> m = random_normal<Matrix<Scalar>>(n + 3, kLines, 3);
  Vector<Scalar> got = numbers<Scalar>(n, 4), expected = Vector<Scalar>::Zero(n);
  kernels<Scalar>().sum_columns(m.data(), m.rows(), kLines, got.data(), n);
  for (Index c = 0; c < kLines; ++c) expected += m.col(c).head(n);
  CHECK(same_bits(got, expected));

  const std::vector<std::uint32_t> indices = {0, 2, 3, 8};
  const Vector<Scalar> values = numbers<Scalar>(4, 5);
  for (const bool ones : {true, false}) {
    kernels<Scalar>().sum_of_lines(m.data(), m.rows(), indices.data(), ones ? nullptr : values.data(), 4, got.data(),
                                   n);
    expected.setZero();
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < 4; ++j) {
        const Scalar part = m(i, static_cast<Index>(indices[static_cast<std::size_t>(j)])),
                     value = ones ? Scalar(1) : values[j];
        expected[i] =
            arithmetic() == Arithmetic::fused ? std::fma(part, value, expected[i]) : part * value + expected[i];
      }
    }
    CHECK(same_bits(got, expected));
  }
  kernels<Scalar>().add_scaled(m.data(), values[0], got.data(), n);
  for (Index i = 0; i < n; ++i) {
    expected[i] = arithmetic() == Arithmetic::fused ? std::fma(m(i, 0), values[0], expected[i])
                                                    : m(i, 0) * values[0] + expected[i];
  }
  CHECK(same_bits(got, expected));
}

template <typename Scalar>
void check_transpose(Index n) {
  if (n == 0) return;
  const Matrix<Scalar> m = random_normal<Matrix<Scalar>>(n, 5, 6);
  Matrix<Scalar> got = Matrix<Scalar>::Zero(7, n);
  kernels<Scalar>().transpose(m.data(), 5, n, n, got.data(), 7);
  CHECK((got.topRows(5).array() == m.transpose().array()).all());
  CHECK((got.bottomRows(2).array() == Scalar(0)).all());
}

/// The specified order of summation: 16 partial sums and products of up to 64 pixels, added in double.
template <typename Scalar>
void check_bernoulli(Index n) {
  const Vector<Scalar> logits = numbers<Scalar>(n, 7);
  const Vector<Scalar> x =
      (numbers<Scalar>(n, 8).array() > Scalar(2)).select(Vector<Scalar>::Ones(n), Vector<Scalar>::Zero(n));
  const Scalar scale = Scalar(0.125);
  Vector<Scalar> d_expected(n), p_expected(n);
  double expected = 0.0, reference = 0.0;
  for (Index first = 0; first < n; first += 16 * 64) {
    Scalar partial[16] = {}, product[16];
    std::fill_n(product, 16, Scalar(1));
    for (Index i = first; i < std::min<Index>(n, first + 16 * 64); ++i) {
      const Scalar l = logits[i], e = portable::exp(l < 0 ? l : -l);
      partial[i % 16] += (l < 0 ? Scalar(0) : l) - l * x[i];
      product[i % 16] *= e + Scalar(1);
      p_expected[i] = portable::sigmoid(l);
      d_expected[i] = (p_expected[i] - x[i]) * scale;
      reference += std::max(static_cast<double>(l), 0.0) - static_cast<double>(l * x[i]) +
                   std::log1p(std::exp(-std::abs(static_cast<double>(l))));
    }
    for (int s = 0; s < 16; ++s) {
      expected += static_cast<double>(partial[s]) + static_cast<double>(portable::log(product[s]));
    }
  }
  CHECK(std::abs(expected - reference) <= 1e-6 * (1.0 + reference));
  Vector<Scalar> d(n), p(n);
  CHECK(kernels<Scalar>().bernoulli(logits.data(), x.data(), n, scale, d.data()) == expected);
  CHECK(kernels<Scalar>().bernoulli(logits.data(), x.data(), n, scale, nullptr) == expected);
  CHECK(same_bits(d, d_expected));
  kernels<Scalar>().sigmoid(logits.data(), n, p.data());
  CHECK(same_bits(p, p_expected));
}

template <typename Scalar>
void check_adam(Index n) {
  const AdamStep<Scalar> step{Scalar(0.9),  Scalar(0.1), Scalar(0.999), Scalar(0.001),
                              Scalar(1e-3), Scalar(5),   Scalar(1e-8)};
  const Vector<Scalar> g = numbers<Scalar>(n, 9);
  Vector<Scalar> m = numbers<Scalar>(n, 10), v = numbers<Scalar>(n, 11).cwiseAbs(), value = numbers<Scalar>(n, 12);
  Vector<Scalar> m_expected = m, v_expected = v, expected = value;
  for (Index i = 0; i < n; ++i) {
    m_expected[i] = m[i] * step.beta1 + g[i] * step.rest1;
    v_expected[i] = v[i] * step.beta2 + g[i] * g[i] * step.rest2;
    expected[i] =
        value[i] - m_expected[i] * step.step_size / (std::sqrt(v_expected[i] * step.second_scale) + step.epsilon);
  }
  kernels<Scalar>().adam(step, g.data(), m.data(), v.data(), value.data(), n);
  CHECK(same_bits(m, m_expected));
  CHECK(same_bits(v, v_expected));
  CHECK(same_bits(value, expected));
}

template <typename Scalar>
void check_average(Index n) {
  const Scalar rate = Scalar(0.3);
  const Vector<Scalar> value = numbers<Scalar>(n, 13), before = numbers<Scalar>(n, 14);
  Vector<Scalar> average = before, expected(n);
  for (Index i = 0; i < n; ++i) expected[i] = before[i] + (value[i] - before[i]) * rate;
  kernels<Scalar>().move_average(value.data(), rate, average.data(), n);
  CHECK(same_bits(average, expected));
}

}  // namespace

TEMPLATE_TEST_CASE("Every kernel is bit-identical to the plain loop, at every length", "", float, double) {
  with_every_engine([] {
    for (const Index n : kLengths) {
      CAPTURE(n);
      check_rectifiers<TestType>(n);
      check_sums<TestType>(n);
      check_transpose<TestType>(n);
      check_bernoulli<TestType>(n);
      check_adam<TestType>(n);
      check_average<TestType>(n);
    }
  });
}

TEST_CASE("The multiply-add chains return their number of operations") {
  with_every_engine([] {
    float operands[2] = {0.0f, 1.0f};
    const double once = kernels<float>().madd_chains(1, operands);
    CHECK(once > 0.0);
    CHECK(kernels<float>().madd_chains(10, operands) == 10.0 * once);
  });
}

}  // namespace latentpad::test::kernels_test
