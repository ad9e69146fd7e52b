#include "data/classes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string_view>

#include "data/data_error.h"
#include "data/limits.h"
#include "data/text.h"

namespace latentpad::data {
namespace {

/// EMNIST's classes by split: "merged" omits small letters that look like their capitals (Cohen et al. 2017, table II).
struct Split {
  std::string_view name, classes;
  double first;  ///< the label of the first class
};
constexpr std::array<Split, 4> kEmnist = {{
    {"byclass", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 0.0},
    {"bymerge", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt", 0.0},
    {"balanced", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt", 0.0},
    {"letters", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1.0},
}};
constexpr std::array<std::string_view, 10> kFashion = {"T-shirt", "Trouser", "Pullover", "Dress", "Coat",
                                                       "Sandal",  "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};

/// EMNIST's split that the path names, or null.
const Split* emnist_split(std::string_view path) {
  if (path.find("emnist") == std::string_view::npos) return nullptr;
  const auto* const split = std::find_if(
      kEmnist.begin(), kEmnist.end(), [&](const Split& one) { return path.find(one.name) != std::string_view::npos; });
  return split == kEmnist.end() ? nullptr : split;
}

std::string name_of(std::string_view path, double value) {
  if (path.find("fashion") != std::string_view::npos) {
    if (value >= 0.0 && value < double(kFashion.size())) return std::string(kFashion[static_cast<std::size_t>(value)]);
  } else if (const Split* split = emnist_split(path)) {
    const double at = value - split->first;
    if (at >= 0.0 && at < double(split->classes.size())) return {split->classes[static_cast<std::size_t>(at)]};
  }
  return number_text(value);
}

/// The number that a text such as "7", "-1" or "7.0" stands for: /^-?\d+(\.0*)?$/.
Label with_numbers(Label label) {
  const auto* text = std::get_if<std::string>(&label);
  if (text == nullptr) return label;
  std::string_view rest = *text;
  if (rest.starts_with('-')) rest.remove_prefix(1);
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (digits == 0) return label;
  rest.remove_prefix(digits);
  if (!rest.empty() && (rest[0] != '.' || rest.find_first_not_of('0', 1) != std::string_view::npos)) return label;
  return std::strtod(text->c_str(), nullptr);
}

}  // namespace

std::vector<Label> labels_of(const std::vector<NamedArray>& arrays) {
  std::vector<Label> labels;
  for (const NamedArray& array : arrays) {
    const auto add = [&labels](const auto& values) {
      for (const auto& value : values) {
        if constexpr (std::is_arithmetic_v<std::decay_t<decltype(value)>>) {
          labels.emplace_back(static_cast<double>(value));
        } else {
          labels.emplace_back(value);
        }
      }
    };
    std::visit(add, array.values);
  }
  return labels;
}

Classes classes_of(const std::string& file, std::vector<Label> labels) {
  // Texts and numbers apart: a text is never the same class as a number.
  std::map<double, std::uint8_t> numbers;
  std::map<std::string, std::uint8_t> texts;
  for (Label& label : labels) {
    label = with_numbers(std::move(label));
    if (const auto* number = std::get_if<double>(&label)) {
      if (!std::isfinite(*number) || *number != std::floor(*number)) {
        throw DataError(file + ": expected whole numbers or texts as labels, got " + number_text(*number));
      }
      numbers.emplace(*number + 0.0, 0);  // -0 is 0
    } else {
      texts.emplace(std::get<std::string>(label), 0);
    }
    if (numbers.size() + texts.size() > kMaxClasses) {
      throw DataError(file + ": expected labels of at most " + std::to_string(kMaxClasses) +
                      " classes, got more; choose images of fewer classes, or leave the labels out");
    }
  }
  std::vector<Label> classes;
  const std::string path = lower(file);
  const Split* split = emnist_split(path);
  const bool are_digits = (split == nullptr || split->first == 0.0) && texts.empty() && !numbers.empty() &&
                          numbers.begin()->first >= 0.0 && numbers.rbegin()->first <= 9.0;
  if (are_digits) {
    for (double digit = 0.0; digit <= numbers.rbegin()->first; digit += 1.0) classes.emplace_back(digit);
  } else {
    for (const auto& [number, index] : numbers) classes.emplace_back(number);
    std::vector<std::string> sorted;
    for (const auto& [text, index] : texts) sorted.push_back(text);
    std::sort(sorted.begin(), sorted.end(), utf16_less);
    for (std::string& text : sorted) classes.emplace_back(std::move(text));
  }
  Classes result;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const auto index = static_cast<std::uint8_t>(i);
    if (const auto* number = std::get_if<double>(&classes[i])) {
      numbers[*number] = index;
      result.names.push_back(name_of(path, *number));
    } else {
      texts[std::get<std::string>(classes[i])] = index;
      result.names.push_back(std::get<std::string>(classes[i]));
    }
  }
  result.labels.reserve(labels.size());
  for (const Label& label : labels) {
    const auto* number = std::get_if<double>(&label);
    result.labels.push_back(number != nullptr ? numbers[*number] : texts[std::get<std::string>(label)]);
  }
  return result;
}

bool are_numbers(const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] != std::to_string(i)) return false;
  }
  return true;
}

std::vector<std::string> read_class_names(std::span<const std::uint8_t> file) {
  std::vector<std::string> names;
  std::string line;
  const auto end_line = [&] {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) names.push_back(std::move(line));
    line.clear();
  };
  for (const std::uint8_t byte : file) {
    if (byte == '\n') end_line();
    else line += static_cast<char>(byte);
  }
  end_line();
  return names;
}

std::vector<std::uint8_t> write_class_names(const std::vector<std::string>& names) {
  std::vector<std::uint8_t> file;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string line = names[i].empty() ? std::to_string(i) : names[i];
    std::replace_if(line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    line += '\n';
    file.insert(file.end(), line.begin(), line.end());
  }
  return file;
}

std::vector<std::string> with_given_names(std::vector<std::string> names, const std::vector<std::string>& given) {
  for (std::string& name : names) {
    if (name.empty() || name.size() > 4 || name.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto number = static_cast<std::size_t>(std::stoul(name));
    if (number < given.size()) name = given[number];
  }
  return names;
}

}  // namespace latentpad::data
