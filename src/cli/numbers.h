// Parsing of numbers on the command line, with limits.
#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/error.h"
#include "cli/command.h"
#include "models/settings.h"

namespace latentpad::cli {

/// The shortest representation of a number: "1", "0.001", "3e+38".
template <typename Number>
std::string number_text(Number number) {
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  return std::string(text, end);
}

/// Parses all of `text` as a decimal number. Throws UsageError naming the option, the expected range and `text` unless
/// it is a finite number in [least, most].
template <typename Number>
Number parse_number(const std::string& option, std::string_view text, Number least, Number most) {
  Number number = {};
  std::string_view rest = text;
  if (rest.size() > 1 && rest[0] == '+' && rest[1] != '-') rest.remove_prefix(1);
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  bool good = error == std::errc() && end == rest.data() + rest.size();
  if constexpr (std::is_floating_point_v<Number>) good = good && std::isfinite(number);
  if (good && number >= least && number <= most) return number;
  const std::string kind = std::is_floating_point_v<Number> ? "a number" : "a whole number";
  throw UsageError(option + ": expected " + kind + " from " + number_text(least) + " to " + number_text(most) +
                   ", got " + quote(text));
}

/// Parses numbers separated by commas, each like parse_number.
template <typename Number>
std::vector<Number> parse_numbers(const std::string& option, std::string_view text, Number least, Number most) {
  std::vector<Number> numbers;
  for (;;) {
    const std::size_t comma = text.find(',');
    numbers.push_back(parse_number<Number>(option, text.substr(0, comma), least, most));
    if (comma == std::string_view::npos) return numbers;
    text.remove_prefix(comma + 1);
  }
}

/// Adds an option whose value is a number in [least, most]; --help shows the limits.
template <typename Number, typename Value>
CLI::Option* add_number(CLI::App& command, const std::string& name, Value& value, const std::string& help, Number least,
                        Number most) {
  const auto read = [name, &value, least, most](const std::string& text) {
    value = static_cast<Value>(parse_number<Number>(name, text, least, most));
  };
  CLI::Option* option = command.add_option_function<std::string>(name, read, help);
  if constexpr (std::is_arithmetic_v<Value>) option->default_str(number_text(value));
  return option->type_name("N in [" + number_text(least) + ", " + number_text(most) + "]");
}

}  // namespace latentpad::cli
