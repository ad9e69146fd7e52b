// The mean training image of any choice of labels, without the images.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "io/digits.h"
#include "math/matrix.h"

namespace latentpad {

/// Sums of the training images of each label, in whole numbers: their means are the very numbers that a pass over the
/// chosen images gives, in whatever order these lie.
class MeanImages {
 public:
  MeanImages() = default;  ///< of no digits
  explicit MeanImages(const Digits& digits);

  bool empty() const { return images_ == 0; }

  /// Mean of each pixel over the training images with these labels, in [0, 1]. Throws as choose_labels does when there
  /// are none.
  Vector<double> mean(std::span<const std::uint32_t> labels) const;

 private:
  std::size_t images_ = 0;
  std::array<std::size_t, 10> counts_ = {};
  std::array<std::vector<std::uint64_t>, 10> sums_;
};

}  // namespace latentpad
