#include "models/pixels.h"

#include <cmath>
#include <vector>

#include "support/catch.h"

namespace latentpad::test::pixels_test {

namespace {

const NoiseStream kNoise(1, NoisePurpose::binarize, 0);

std::vector<float> present(const std::vector<std::uint8_t>& image, PixelMode mode, const NoiseStream& noise = kNoise,
                           std::uint64_t first_word = 0) {
  std::vector<float> out(image.size(), -1.0f);
  present_pixels(image, mode, noise, first_word, out.data());
  return out;
}

}  // namespace

TEST_CASE("A grey pixel is binarized with its grey as probability") {
  constexpr std::size_t kDraws = 100'000;
  for (const int grey : {1, 64, 127, 128, 200, 254}) {
    const std::vector<float> pixels =
        present(std::vector<std::uint8_t>(kDraws, static_cast<std::uint8_t>(grey)), PixelMode::binarized);
    double ink = 0.0;
    for (const float pixel : pixels) {
      if (pixel != 0.0f && pixel != 1.0f) FAIL("a binarised pixel is " << pixel);
      ink += static_cast<double>(pixel);
    }
    const double p = grey / 255.0, deviation = std::sqrt(p * (1.0 - p) / static_cast<double>(kDraws));
    CAPTURE(grey);
    CHECK(std::abs(ink / static_cast<double>(kDraws) - p) < 5.0 * deviation);
  }
}

TEST_CASE("Pixels of 0 are never binarized to ink, and pixels of 255 always") {
  CHECK(present(std::vector<std::uint8_t>(100'000, 0), PixelMode::binarized) == std::vector<float>(100'000, 0.0f));
  CHECK(present(std::vector<std::uint8_t>(100'000, 255), PixelMode::binarized) == std::vector<float>(100'000, 1.0f));
}

TEST_CASE("A pixel's random number is addressed, so other pixels do not affect it") {
  const std::vector<float> grey = present(std::vector<std::uint8_t>(40, 100), PixelMode::binarized);
  // The same random numbers, although most blocks now have pixels of 0 or 255 only, which need none.
  std::vector<std::uint8_t> sparse(40, 0);
  for (const std::size_t i : {1u, 13u, 14u, 39u}) sparse[i] = 100;
  const std::vector<float> presented = present(sparse, PixelMode::binarized);
  for (std::size_t i = 0; i < 40; ++i) CHECK(presented[i] == (sparse[i] == 0 ? 0.0f : grey[i]));
  // An image of eight pixels at word 16 uses the noise of pixels 16 … 23.
  const std::vector<float> part = present(std::vector<std::uint8_t>(8, 100), PixelMode::binarized, kNoise, 16);
  CHECK(part == std::vector<float>(grey.begin() + 16, grey.begin() + 24));
}

TEST_CASE("A pixel is ink if its word, scaled to 255 steps, is below its grey") {
  const std::vector<float> presented = present(std::vector<std::uint8_t>(30, 77), PixelMode::binarized);
  for (std::size_t i = 0; i < 30; ++i) {
    const double u = static_cast<double>(kNoise.word(i)) / 4294967296.0;
    CHECK(presented[i] == (std::floor(255.0 * u) < 77 ? 1.0f : 0.0f));
  }
}

TEST_CASE("Another step of the noise gives another binarization") {
  const std::vector<std::uint8_t> image(200, 128);
  CHECK(present(image, PixelMode::binarized) == present(image, PixelMode::binarized));
  CHECK(present(image, PixelMode::binarized) !=
        present(image, PixelMode::binarized, NoiseStream(1, NoisePurpose::binarize, 1)));
}

TEST_CASE("The threshold is between 127 and 128") {
  CHECK(present({0, 1, 127, 128, 254, 255}, PixelMode::thresholded) ==
        std::vector<float>{0.0f, 0.0f, 0.0f, 1.0f, 1.0f, 1.0f});
}

TEST_CASE("Grey pixels are multiples of 1/255") {
  CHECK(present({0, 51, 255}, PixelMode::grey) == std::vector<float>{0.0f, 0.2f, 1.0f});
}

TEST_CASE("Images of any size start at their own block of noise") {
  CHECK(noise_words_per_image(0) == 0);
  CHECK(noise_words_per_image(1) == 4);
  CHECK(noise_words_per_image(4) == 4);
  CHECK(noise_words_per_image(5) == 8);
  CHECK(noise_words_per_image(784) == 784);
}

TEST_CASE("An example's pixels are the same with and without a label, and its label is not binarized") {
  std::vector<std::uint8_t> image;
  for (int i = 0; i < 30; ++i) image.push_back(static_cast<std::uint8_t>(i * 8));
  std::vector<std::uint8_t> labelled = image;
  labelled.insert(labelled.end(), {0, 255, 0});
  for (const PixelMode mode : {PixelMode::binarized, PixelMode::thresholded, PixelMode::grey}) {
    for (const std::uint64_t index : {0u, 1u, 7u}) {
      const NoiseStream noise(4, NoisePurpose::binarize, 3);
      std::vector<float> bare(30), told(33);
      present_example<float>(image, 30, mode, noise, index, bare.data());
      present_example<float>(labelled, 30, mode, noise, index, told.data());
      CHECK(std::vector<float>(told.begin(), told.begin() + 30) == bare);
      CHECK(std::vector<float>(told.begin() + 30, told.end()) == std::vector<float>{0.0f, 1.0f, 0.0f});
    }
  }
}

TEST_CASE("Pixel modes are identified by their names only") {
  for (const PixelMode mode : {PixelMode::binarized, PixelMode::thresholded, PixelMode::grey}) {
    CHECK(pixel_mode_from_name(pixel_mode_name(mode)) == mode);
  }
  CHECK_THAT(message_of<std::invalid_argument>([] { pixel_mode_from_name("gray"); }),
             contains("expected one of \"binarized\", \"thresholded\", \"grey\", got \"gray\""));
  CHECK_THROWS_AS(pixel_mode_from_name(""), std::invalid_argument);
}

}  // namespace latentpad::test::pixels_test
