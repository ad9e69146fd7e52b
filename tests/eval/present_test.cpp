#include "eval/present.h"

#include <vector>

#include "support/catch.h"

namespace latentpad::test::present_test {

namespace {

std::vector<std::uint8_t> grey_images(std::size_t count, std::size_t pixels) {
  std::vector<std::uint8_t> images(count * pixels);
  for (std::size_t i = 0; i < images.size(); ++i) images[i] = static_cast<std::uint8_t>(i * 37 % 256);
  return images;
}

}  // namespace

TEST_CASE("Images are counted, and incomplete ones are rejected") {
  const auto images = grey_images(3, 10);
  CHECK(count_images("f", images, 10) == 3);
  CHECK(count_images("f", images, 30) == 1);
  CHECK(count_images("f", images, 1) == 30);
  CHECK_THAT(message_of<std::invalid_argument>([&] { count_images("some_function", images, 9); }),
             contains("some_function: expected a whole number of images of 9 bytes, at least one, got 30 bytes"));
  CHECK_THROWS_AS(count_images("f", {}, 10), std::invalid_argument);
  CHECK_THROWS_AS(count_images("f", images, 31), std::invalid_argument);
}

TEST_CASE("The presentation of an image does not depend on the other images") {
  const auto images = grey_images(7, 10);
  for (const PixelMode mode : {PixelMode::binarized, PixelMode::thresholded, PixelMode::grey}) {
    CAPTURE(pixel_mode_name(mode));
    Matrix<float> all(10, 7), some(10, 3), one(10, 1);
    present_images(images, 0, mode, 5, 10, all);
    present_images(images, 3, mode, 5, 10, some);
    CHECK(some == all.middleCols(3, 3));
    present_images(images, 6, mode, 5, 10, one);
    CHECK(one == all.col(6));
  }
}

TEST_CASE("The presentation of an image does not depend on its label, which is not binarized") {
  const auto images = grey_images(4, 10);
  std::vector<std::uint8_t> examples;
  for (std::size_t n = 0; n < 4; ++n) {
    examples.insert(examples.end(), images.begin() + static_cast<std::ptrdiff_t>(10 * n),
                    images.begin() + static_cast<std::ptrdiff_t>(10 * n + 10));
    for (std::size_t label = 0; label < 3; ++label) examples.push_back(label == n % 3 ? 255 : 0);
  }
  for (const PixelMode mode : {PixelMode::binarized, PixelMode::thresholded, PixelMode::grey}) {
    CAPTURE(pixel_mode_name(mode));
    Matrix<float> alone(10, 4), labelled(13, 4);
    present_images(images, 0, mode, 5, 10, alone);
    present_images(examples, 0, mode, 5, 10, labelled);
    CHECK(labelled.topRows(10) == alone);
    for (Index n = 0; n < 4; ++n) CHECK(labelled(10 + n % 3, n) == 1.0f);
    CHECK(labelled.bottomRows(3).sum() == 4.0f);
  }
}

TEST_CASE("Grey pixels are multiples of 1/255, thresholded and binarized ones 0 or 1") {
  const auto images = grey_images(200, 10);
  Matrix<float> grey(10, 200), hard(10, 200), drawn(10, 200), other(10, 200);
  present_images(images, 0, PixelMode::grey, 1, 10, grey);
  present_images(images, 0, PixelMode::thresholded, 1, 10, hard);
  present_images(images, 0, PixelMode::binarized, 1, 10, drawn);
  present_images(images, 0, PixelMode::binarized, 2, 10, other);
  CHECK(grey(3, 2) == static_cast<float>(images[23]) / 255.0f);
  CHECK(((hard.array() == 0.0f) || (hard.array() == 1.0f)).all());
  CHECK(((grey.array() > 0.51f) <= (hard.array() == 1.0f)).all());
  CHECK(((drawn.array() == 0.0f) || (drawn.array() == 1.0f)).all());
  CHECK(drawn != other);
  // 0 and 255 are kept, and the mean is that of the greys.
  CHECK(((grey.array() > 0.0f) || (drawn.array() == 0.0f)).all());
  CHECK(((grey.array() < 1.0f) || (drawn.array() == 1.0f)).all());
  CHECK_THAT(static_cast<double>(drawn.mean()), near(static_cast<double>(grey.mean()), 0.0, 0.04));
}

}  // namespace latentpad::test::present_test
