#include "data/pixels.h"

#include <limits>

#include "data/data_error.h"
#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::data_pixels_test {

using data::to_ink;

TEST_CASE("Pixels are taken as 0 to 1, 0 to 16 or 0 to 255 by the largest") {
  const auto ink = [](std::vector<double> values) { return to_ink({"a", {values.size()}, values}, 1); };
  CHECK(ink({0, 0.5, 1}).bytes == Bytes{0, 128, 255});
  CHECK(ink({0, 0.5, 1}).most == 1);
  CHECK(ink({0, 8, 16}).bytes == Bytes{0, 128, 255});
  CHECK(ink({0, 8, 16}).most == 16);
  CHECK(ink({0, 8.5, 17}).bytes == Bytes{0, 9, 17});
  CHECK(ink({0, 8.5, 17}).most == 255);
  CHECK(to_ink({"a", {3}, Bytes{0, 1, 1}}, 1).bytes == Bytes{0, 255, 255});
  CHECK(to_ink({"a", {3}, Bytes{0, 1, 200}}, 1).bytes == Bytes{0, 1, 200});
}

TEST_CASE("Colours become luma") {
  CHECK(to_ink({"a", {6}, Bytes{255, 0, 0, 0, 255, 0}}, 3).bytes == Bytes{76, 150});
  CHECK(to_ink({"a", {6}, Bytes{0, 0, 255, 255, 255, 255}}, 3).bytes == Bytes{29, 255});
}

TEST_CASE("Pixels outside the ranges, not finite or texts are rejected") {
  const auto fault = [](data::Values values) {
    return message_of<data::DataError>([&] { to_ink({"a", {1}, values}, 1); });
  };
  CHECK_THAT(fault(std::vector<double>{-1, 256}), contains("a: expected pixels in one of the ranges"));
  CHECK_THAT(fault(std::vector<double>{-0.5}), contains("from -0.5 to 0"));
  CHECK_THAT(fault(std::vector<float>{std::numeric_limits<float>::quiet_NaN()}), contains("finite numbers"));
  CHECK_THAT(fault(std::vector<double>{std::numeric_limits<double>::infinity()}), contains("got inf"));
  CHECK_THAT(fault(std::vector<std::string>{"a"}), contains("got texts"));
}

TEST_CASE("Numbers are rounded halves up") {
  CHECK(data::round_half_up(0.5) == 1.0);
  CHECK(data::round_half_up(1.5) == 2.0);
  CHECK(data::round_half_up(0.49999999999999994) == 0.0);
}

}  // namespace latentpad::test::data_pixels_test
