#include "eval/present.h"

#include <string>

#include "base/error.h"

namespace latentpad {

Index count_images(const char* function, std::span<const std::uint8_t> images, Index pixels) {
  const auto size = static_cast<std::size_t>(pixels);
  if (images.empty() || images.size() % size != 0) {
    throw ArgumentError(ErrorCode::not_whole_images, {{"function", function}, {"size", size}, {"got", images.size()}});
  }
  return static_cast<Index>(images.size() / size);
}

void present_images(std::span<const std::uint8_t> examples, Index first, PixelMode mode, std::uint64_t seed,
                    Index pixels, Matrix<float>& x) {
  const NoiseStream noise(seed, NoisePurpose::evaluation_binarize, 0);
  const auto image_size = static_cast<std::size_t>(pixels), size = static_cast<std::size_t>(x.rows());
  for (Index b = 0; b < x.cols(); ++b) {
    const auto index = static_cast<std::size_t>(first + b);
    const std::span<const std::uint8_t> example = examples.subspan(index * size, size);
    present_example(example, image_size, mode, noise, index, x.col(b).data());
  }
}

}  // namespace latentpad
