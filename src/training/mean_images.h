// The mean training image for any choice of labels, without storing the images.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "io/digits.h"
#include "math/matrix.h"

namespace latentpad {

/// Integer sums of the training images of each label, so that the means are identical to those of a pass over the
/// chosen images, in any order.
class MeanImages {
 public:
  MeanImages() = default;  ///< without digits
  explicit MeanImages(const Digits& digits);

  bool empty() const { return images_ == 0; }

  /// Mean of each pixel over the training images with these labels, in [0, 1]; over all of them for all ten digits
  /// (is_every_label). Throws like choose_labels if there are none.
  Vector<double> mean(std::span<const std::uint32_t> labels) const;

 private:
  std::size_t images_ = 0;
  std::array<std::size_t, kMaxLabel + 1> counts_ = {};
  std::array<std::vector<std::uint64_t>, kMaxLabel + 1> sums_;
};

}  // namespace latentpad
