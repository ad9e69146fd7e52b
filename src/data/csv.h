// CSV files with one image in each row: its pixels, and its label before or after them (Kaggle's MNIST, UCI's
// optdigits).
#pragma once

#include <span>

#include "data/array.h"

namespace latentpad::data {

/// Whether it is text whose first line that is not empty has at least two separators: comma, semicolon or tab.
bool is_csv(std::span<const std::uint8_t> bytes);

/// Parses a file for which is_csv() is true (RFC 4180, with the separator that divides the first ten rows most evenly).
/// The first row is a header if a cell other than its first and last is no number. The label is in the first or last
/// column if the header names it label, class, target, digit, letter, character or y; otherwise in the first, or the
/// last if only that differs between rows; no column is one if all columns but one are not a square. A size such as
/// 28x28 at the end of the header's last pixel is height x width; otherwise images are square.
/// Returns the images, and the labels as texts if there are any. Throws DataError naming file, line and column.
std::vector<NamedArray> read_csv(const std::string& name, std::span<const std::uint8_t> bytes);

}  // namespace latentpad::data
