// Classes from the labels of a file.
#pragma once

#include <span>
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

/// Whether each class is named by its number: "0", "1", ….
bool are_numbers(const std::vector<std::string>& names);

/// A text file beside IDX files: the names of the labels 0, 1, …, one in each line.
constexpr const char* kClassNamesFile = "class-names.txt";

/// The lines of that file that are not empty.
std::vector<std::string> read_class_names(std::span<const std::uint8_t> file);

/// A line for each name. A line break in a name becomes a space, and an empty name its number.
std::vector<std::uint8_t> write_class_names(const std::vector<std::string>& names);

/// `names`, with given[n] for each that is a number n below their count.
std::vector<std::string> with_given_names(std::vector<std::string> names, const std::vector<std::string>& given);

}  // namespace latentpad::data
