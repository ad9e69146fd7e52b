#include "training/mean_images.h"

#include <algorithm>

namespace latentpad {

MeanImages::MeanImages(const Digits& digits) : images_(digits.train_count) {
  const std::size_t pixels = digits.pixels();
  for (std::size_t n = 0; n < digits.train_count; ++n) {
    const std::size_t label = digits.labels[n];
    std::vector<std::uint64_t>& sum = sums_[label];
    sum.resize(pixels);
    const std::uint8_t* image = digits.images.data() + n * pixels;
    for (std::size_t i = 0; i < pixels; ++i) sum[i] += image[i];
    ++counts_[label];
  }
}

Vector<double> MeanImages::mean(std::span<const std::uint32_t> labels) const {
  Vector<double> total;
  std::size_t count = 0;
  const bool all = is_every_label(labels);
  for (std::size_t label = 0; label < counts_.size(); ++label) {
    const bool is_chosen = all || std::find(labels.begin(), labels.end(), label) != labels.end();
    if (!is_chosen || counts_[label] == 0) continue;
    const std::vector<std::uint64_t>& sum = sums_[label];
    if (count == 0) total = Vector<double>::Zero(static_cast<Index>(sum.size()));
    for (std::size_t i = 0; i < sum.size(); ++i) total[static_cast<Index>(i)] += static_cast<double>(sum[i]);
    count += counts_[label];
  }
  if (count == 0) throw_no_training_digits(labels, images_);
  return total / (255.0 * static_cast<double>(count));
}

}  // namespace latentpad
