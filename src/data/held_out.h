// Which images are held out of training.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace latentpad::data {

/// As many as MNIST's test set; more only cost time.
constexpr std::size_t kMaxHeldOut = 10'000;

struct HeldOut {
  std::vector<std::size_t> order;  ///< of the images, training images first; empty if it is that of the file
  std::size_t count = 0;           ///< the last ones are held out
};

/// A test set, the last `test_count` of `count` images, is held out. Otherwise the last sixth is, but at most
/// kMaxHeldOut, as with MNIST's 60,000; if classes would then be missing in one part, because the file is sorted, every
/// sixth image is. With `wanted`, so many are held out instead, by the same rule; 0 holds out none. `labels` are those
/// of all images, or empty if there are none. At least one image of two is held out unless 0 is wanted, and at least
/// one is left; a single image is never held out.
HeldOut choose_held_out(std::size_t count, std::size_t test_count, std::span<const std::uint8_t> labels,
                        std::optional<std::size_t> wanted = std::nullopt);

}  // namespace latentpad::data
