#include "math/matrix.h"

#include "support/catch.h"

namespace latentpad::test::matrix_test {

TEST_CASE("A batch holds one example per column, a weight one output per row, both contiguous") {
  Matrix<float> batch(3, 2);
  batch << 1, 4, 2, 5, 3, 6;
  WeightMatrix<float> weight(2, 3);
  weight << 1, 2, 3, 4, 5, 6;
  for (Index i = 0; i < 6; ++i) {
    CHECK(batch.data()[i] == static_cast<float>(i + 1));
    CHECK(weight.data()[i] == static_cast<float>(i + 1));
  }
}

TEST_CASE("ordered_sum adds in memory order and nothing else") {
  // In float, 1 is lost when added to 2^24, so another order gives another sum.
  Matrix<float> m(3, 3);
  m << 0x1p24f, 1, -0x1p24f, 1, 1, 1, 1, 1, 0;
  float expected = 0.0f;
  for (const float value : {0x1p24f, 1.0f, 1.0f, 1.0f, 1.0f, 1.0f, -0x1p24f, 1.0f, 0.0f}) expected += value;
  CHECK(ordered_sum(m) == expected);
  CHECK(expected == 1.0f);
  CHECK(ordered_sum(Matrix<float>(0, 5)) == 0.0f);
}

}  // namespace latentpad::test::matrix_test
