#include "nn/sparse_input.h"

#include <cstring>

#include "math/gemm.h"
#include "support/every_engine.h"
#include "support/random_matrix.h"

namespace latentpad::test::sparse_input_test {

namespace {

template <typename AnyMatrix>
bool same_bits(const AnyMatrix& a, const AnyMatrix& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(typename AnyMatrix::Scalar)) == 0;
}

/// Batch sizes on both sides of kSparseDenseBatch.
constexpr Index kBatches[] = {1, 3, 4, 5, 8, 33};

template <typename Scalar>
void check_forward(const Matrix<Scalar>& x) {
  const auto weight = random_normal<WeightMatrix<Scalar>>(13, x.rows(), 21);
  Matrix<Scalar> sparse = Matrix<Scalar>::Ones(2, 2), dense(13, x.cols());
  sparse_input_forward(weight, x, sparse);
  gemm<Scalar>(view(weight), view(x), mutable_view(dense));
  CHECK(same_bits(sparse, dense));
}

template <typename Scalar>
void check_weight_gradient(const Matrix<Scalar>& x) {
  const auto d_y = random_normal<Matrix<Scalar>>(13, x.cols(), 22);
  WeightMatrix<Scalar> sparse(13, x.rows()), dense(13, x.rows());
  sparse.setOnes();
  sparse_input_weight_gradient(d_y, x, sparse);
  gemm<Scalar>(view(d_y), view(x).transposed(), mutable_view(dense));
  CHECK(same_bits(sparse, dense));
}

}  // namespace

TEST_CASE("The sparse product of binary pixels is bit-identical to the dense product") {
  with_every_engine([] {
    for (const Index batch : kBatches) {
      CAPTURE(batch);
      // 784 is deeper than one block of gemm.
      const Matrix<float> x = random_ink<float>(784, batch, 0.13, 1);
      check_forward(x);
      check_weight_gradient(x);
      check_forward<double>(x.cast<double>());
      check_weight_gradient<double>(x.cast<double>());
    }
  });
}

TEST_CASE("The sparse product of grey pixels is bit-identical to the dense product") {
  with_every_engine([] {
    for (const Index batch : kBatches) {
      CAPTURE(batch);
      Matrix<float> x = random_ink<float>(50, batch, 0.2, 2);
      x.array() *= random_normal<Matrix<float>>(50, batch, 3).array().abs();
      check_forward(x);
      check_weight_gradient(x);
    }
  });
}

TEST_CASE("Sparse products of blank and full batches are correct") {
  check_forward<float>(Matrix<float>::Zero(20, 6));
  check_weight_gradient<float>(Matrix<float>::Zero(20, 6));
  check_forward<float>(Matrix<float>::Ones(20, 6));
  check_weight_gradient<float>(Matrix<float>::Ones(20, 6));
}

}  // namespace latentpad::test::sparse_input_test
