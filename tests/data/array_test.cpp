#include "data/array.h"

#include "data/data_error.h"
#include "support/catch.h"

namespace latentpad::test::data_array_test {

namespace {

data::NamedArray of_shape(std::vector<std::uint64_t> shape) { return {"a", std::move(shape), {}}; }

std::vector<std::size_t> sizes(std::vector<std::uint64_t> shape) {
  const data::ImageShape image = data::image_shape(of_shape(std::move(shape)));
  return {image.count, image.height, image.width, image.channels};
}

}  // namespace

TEST_CASE("Images are count x height x width with channels, or count x pixels of a square") {
  using Sizes = std::vector<std::size_t>;
  CHECK(sizes({5, 8, 9}) == Sizes{5, 8, 9, 1});
  CHECK(sizes({5, 8, 9, 1}) == Sizes{5, 8, 9, 1});
  CHECK(sizes({5, 8, 9, 3}) == Sizes{5, 8, 9, 3});
  CHECK(sizes({5, 1, 8, 9}) == Sizes{5, 8, 9, 1});
  CHECK(sizes({5, 64}) == Sizes{5, 8, 8, 1});
  CHECK(sizes({5, 4096}) == Sizes{5, 64, 64, 1});
  CHECK(sizes({0, 4, 64}) == Sizes{0, 4, 64, 1});
}

TEST_CASE("Other shapes are rejected") {
  for (const std::vector<std::uint64_t>& shape : {std::vector<std::uint64_t>{},
                                                  {5},
                                                  {5, 63},
                                                  {5, 9},
                                                  {5, 4225},
                                                  {5, 3, 8},
                                                  {5, 8, 65},
                                                  {5, 8, 8, 2},
                                                  {5, 3, 8, 8},
                                                  {5, 1, 1, 8, 8},
                                                  {5, 18446744073709551615u}}) {
    CHECK_THAT(message_of<data::DataError>([&] { data::image_shape(of_shape(shape)); }),
               contains("a: expected images of 4 to 64 pixels a side"));
  }
}

TEST_CASE("Labels are one value for each image") {
  CHECK(data::are_labels(of_shape({5})));
  CHECK(data::are_labels(of_shape({5, 1})));
  CHECK(!data::are_labels(of_shape({5, 16})));
  CHECK(!data::are_labels(of_shape({})));
}

}  // namespace latentpad::test::data_array_test
