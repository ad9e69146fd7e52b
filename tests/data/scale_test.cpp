#include "data/scale.h"

#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::data_scale_test {

using data::scale_into;

TEST_CASE("An image is scaled by area, and centred with its proportions") {
  CHECK(scale_into(Bytes{0, 100, 200, 100}, {2, 2}, {1, 1}) == Bytes{100});
  CHECK(scale_into(Bytes{8, 16}, {2, 1}, {4, 4}) == Bytes{0, 0, 0, 0, 8, 8, 16, 16, 8, 8, 16, 16, 0, 0, 0, 0});
  // 3 pixels into 2: each covers one and a half.
  CHECK(scale_into(Bytes{0, 90, 180, 0, 90, 180, 0, 90, 180}, {3, 3}, {2, 2}) == Bytes{30, 150, 30, 150});
  const Bytes same = {1, 2, 3, 4, 5, 6};
  CHECK(scale_into(same, {3, 2}, {3, 2}) == same);
  CHECK(scale_into(Bytes(4096 * 3, 255), {4096, 3}, {28, 28}).size() == 784);
}

}  // namespace latentpad::test::data_scale_test
