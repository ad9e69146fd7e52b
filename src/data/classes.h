// Classes from the labels of a file.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "data/array.h"

namespace latentpad::data {

using Label = std::variant<double, std::string>;

struct Classes {
  std::vector<std::uint8_t> labels;  ///< of each image, an index of `names`
  std::vector<std::string> names;
};

/// The values of arrays of labels, one after the other.
std::vector<Label> labels_of(const std::vector<NamedArray>& arrays);

/// Whole numbers 0 … 9 remain the classes they are, as with digits, of which one may not occur. Other labels are
/// numbered in order: numbers by size, texts by UTF-16 code units. A text such as "7" or "7.0" is a number. If `file`
/// contains "emnist" and its split, or "fashion", numbers get the names of those data sets' classes. Throws DataError
/// naming the file for a number that is not whole, and for more than kMaxClasses classes.
Classes classes_of(const std::string& file, std::vector<Label> labels);

}  // namespace latentpad::data
