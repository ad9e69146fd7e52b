#include "math/gemm.h"

#include <map>
#include <vector>

#include "support/every_engine.h"
#include "support/random_matrix.h"

namespace latentpad::test::gemm_test {

namespace {

struct Shape {
  Index m, k, n;
};

// One, primes, multiples of the tiles and one more or less, and depths around and above one block of 400.
const std::vector<Shape> kShapes = {{1, 1, 1},     {1, 7, 1},    {6, 8, 8},    {7, 9, 9},    {5, 1, 13},
                                    {1, 30, 17},   {31, 2, 1},   {12, 16, 24}, {96, 5, 4},   {97, 11, 3},
                                    {13, 399, 7},  {13, 400, 7}, {13, 401, 7}, {2, 1000, 5}, {101, 67, 83},
                                    {20, 400, 19}, {7, 784, 33}};

/// One operand in memory, in both layouts.
template <typename Scalar>
struct Operand {
  Matrix<Scalar> plain;    ///< the operand
  Matrix<Scalar> flipped;  ///< its transpose in memory
  bool transposed;

  Operand(Index rows, Index cols, bool transposed_in, std::uint64_t seed)
      : plain(random_normal<Matrix<Scalar>>(rows, cols, seed)), flipped(plain.transpose()), transposed(transposed_in) {}

  StridedView<const Scalar> as_view() const { return transposed ? view(flipped).transposed() : view(plain); }
};

/// One sum over k in ascending order per element, which gemm must equal bit for bit.
template <typename Scalar>
Matrix<Scalar> sequential_product(const Matrix<Scalar>& a, const Matrix<Scalar>& b) {
  Matrix<Scalar> c(a.rows(), b.cols());
  for (Index i = 0; i < a.rows(); ++i) {
    for (Index j = 0; j < b.cols(); ++j) {
      Scalar sum(0);
      for (Index k = 0; k < a.cols(); ++k) {
        sum = arithmetic() == Arithmetic::fused ? std::fma(a(i, k), b(k, j), sum) : sum + a(i, k) * b(k, j);
      }
      c(i, j) = sum;
    }
  }
  return c;
}

template <typename Scalar, typename Output>
Output product(const Operand<Scalar>& a, const Operand<Scalar>& b) {
  Output c = Output::Constant(a.plain.rows(), b.plain.cols(), Scalar(99));  // gemm must overwrite the contents
  gemm<Scalar>(a.as_view(), b.as_view(), mutable_view(c));
  return c;
}

template <typename Scalar>
void check_all_layouts() {
  // The same numbers in every layout, and so one expected product for each class of arithmetic.
  struct Case {
    Shape shape;
    Operand<Scalar> a, b;
    std::map<Arithmetic, Matrix<Scalar>> expected;
  };
  std::vector<Case> cases;
  for (const Shape& s : kShapes) cases.push_back({s, {s.m, s.k, false, 1}, {s.k, s.n, false, 2}, {}});
  with_every_engine([&] {
    for (Case& one : cases) {
      CAPTURE(one.shape.m, one.shape.k, one.shape.n);
      Matrix<Scalar>& expected = one.expected[arithmetic()];
      if (expected.size() == 0) expected = sequential_product(one.a.plain, one.b.plain);
      for (const bool a_transposed : {false, true}) {
        for (const bool b_transposed : {false, true}) {
          one.a.transposed = a_transposed;
          one.b.transposed = b_transposed;
          CAPTURE(a_transposed, b_transposed);
          CHECK((product<Scalar, Matrix<Scalar>>(one.a, one.b).array() == expected.array()).all());
          CHECK((product<Scalar, WeightMatrix<Scalar>>(one.a, one.b).array() == expected.array()).all());
        }
      }
    }
  });
}

}  // namespace

TEST_CASE("gemm in float equals a sequential sum over k bit for bit, in every layout") { check_all_layouts<float>(); }

TEST_CASE("gemm in double equals a sequential sum over k bit for bit, in every layout") { check_all_layouts<double>(); }

TEST_CASE("gemm agrees with Eigen in double") {
  // Independent of the sequential sum above: another library's product.
  with_every_engine([] {
    for (const Shape& s : kShapes) {
      CAPTURE(s.m, s.k, s.n);
      const Operand<float> a(s.m, s.k, false, 3), b(s.k, s.n, true, 4);
      const Matrix<double> expected = a.plain.cast<double>() * b.plain.cast<double>();
      const Matrix<double> sizes = a.plain.cast<double>().cwiseAbs() * b.plain.cast<double>().cwiseAbs();
      const Matrix<double> error = (product<float, Matrix<float>>(a, b).cast<double>() - expected).cwiseAbs();
      // The error bound of a sum of k products: k·2^−24 times the sum of magnitudes.
      CHECK((error.array() <= sizes.array() * (static_cast<double>(s.k + 1) * 0x1p-24)).all());
    }
  });
}

TEST_CASE("gemm multiplies parts of larger matrices and does not change the rest") {
  const Matrix<float> a = random_normal<Matrix<float>>(9, 11, 5), b = random_normal<Matrix<float>>(11, 7, 6);
  Matrix<float> c = Matrix<float>::Constant(12, 10, 42.0f);
  const StridedView<const float> part_a{a.data() + 1 + 2 * 9, 5, 6, 1, 9};
  const StridedView<const float> part_b{b.data() + 3 + 1 * 11, 6, 4, 1, 11};
  gemm<float>(part_a, part_b, {c.data() + 2 + 3 * 12, 5, 4, 1, 12});
  const Matrix<float> expected =
      sequential_product<float>(Matrix<float>(a.block(1, 2, 5, 6)), Matrix<float>(b.block(3, 1, 6, 4)));
  CHECK((c.block(2, 3, 5, 4).array() == expected.array()).all());
  c.block(2, 3, 5, 4).setConstant(42.0f);
  CHECK((c.array() == 42.0f).all());
}

TEST_CASE("A product of depth zero is zero, and an empty product writes nothing") {
  const Matrix<float> a(3, 0), b(0, 4);
  Matrix<float> c = Matrix<float>::Ones(3, 4);
  gemm<float>(view(a), view(b), mutable_view(c));
  CHECK((c.array() == 0.0f).all());
  const Matrix<float> no_rows(0, 5), five(5, 4);
  Matrix<float> none(0, 4);
  gemm<float>(view(no_rows), view(five), mutable_view(none));
  CHECK(none.size() == 0);
}

TEST_CASE("gemm rejects shapes that do not match and names them") {
  const Matrix<float> a(2, 3), b(4, 5), fitting(3, 5);
  Matrix<float> c = Matrix<float>::Ones(2, 5), wrong_rows(3, 5), wrong_cols(2, 4);
  const auto multiply = [](const Matrix<float>& left, const Matrix<float>& right, Matrix<float>& out) {
    return message_of<std::invalid_argument>([&] { gemm<float>(view(left), view(right), mutable_view(out)); });
  };
  CHECK_THAT(multiply(a, b, c), contains("got 2x3, 4x5 and 2x5"));
  CHECK_THAT(multiply(a, fitting, wrong_rows), contains("and 3x5"));
  CHECK_THAT(multiply(a, fitting, wrong_cols), contains("and 2x4"));
  CHECK((c.array() == 1.0f).all());
}

TEST_CASE("gemm propagates NaN and infinity") {
  // Zero times infinity is NaN: a product must not skip it, or divergence would not be detected.
  Matrix<float> a = Matrix<float>::Zero(2, 2), b = Matrix<float>::Ones(2, 2), c(2, 2);
  b(0, 1) = std::numeric_limits<float>::infinity();
  gemm<float>(view(a), view(b), mutable_view(c));
  CHECK(c(0, 0) == 0.0f);
  CHECK(std::isnan(c(0, 1)));
}

}  // namespace latentpad::test::gemm_test
