#include "data/held_out.h"

#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::data_held_out_test {

using data::choose_held_out;

TEST_CASE("A test set is held out, otherwise the last sixth, at most 10,000") {
  CHECK(choose_held_out(70, 10, {}).count == 10);
  CHECK(choose_held_out(60, 0, {}).count == 10);
  CHECK(choose_held_out(60, 0, {}).order.empty());
  CHECK(choose_held_out(5, 0, {}).count == 1);
  CHECK(choose_held_out(600'000, 0, {}).count == 10'000);
  CHECK(choose_held_out(1, 0, {}).count == 0);
  CHECK(choose_held_out(60, 60, {}).count == 10);
}

TEST_CASE("Of a sorted file every sixth image is held out") {
  Bytes labels;
  for (int i = 0; i < 60; ++i) labels.push_back(static_cast<std::uint8_t>(i / 20));
  const data::HeldOut sorted = choose_held_out(60, 0, labels);
  REQUIRE(sorted.order.size() == 60);
  CHECK(sorted.count == 10);
  CHECK(sorted.order[0] == 0);
  CHECK(sorted.order[5] == 6);
  for (std::size_t i = 0; i < 10; ++i) CHECK(sorted.order[50 + i] == 6 * i + 5);
  Bytes mixed;
  for (int i = 0; i < 60; ++i) mixed.push_back(static_cast<std::uint8_t>(i % 3));
  CHECK(choose_held_out(60, 0, mixed).order.empty());
}

TEST_CASE("A number that is asked for is held out by the same rule") {
  Bytes labels;
  for (int i = 0; i < 60; ++i) labels.push_back(static_cast<std::uint8_t>(i / 20));
  CHECK(choose_held_out(60, 7, labels, 0).count == 0);
  const data::HeldOut some = choose_held_out(60, 7, labels, 20);
  CHECK(some.count == 20);
  CHECK(some.order[40] == 2);
  CHECK(choose_held_out(60, 7, {}, 20).order.empty());
  CHECK(choose_held_out(60, 0, {}, 100).count == 59);
}

}  // namespace latentpad::test::data_held_out_test
