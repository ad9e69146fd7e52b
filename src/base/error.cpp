#include "base/error.h"

#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>

namespace latentpad {
namespace {

struct CodeRow {
  std::string_view name, text;
};

constexpr std::array kRows = {
#define LATENTPAD_ROW(name, text) CodeRow{#name, text},
    LATENTPAD_ERROR_CODES(LATENTPAD_ROW)
#undef LATENTPAD_ROW
};

/// As short as %g writes it where that is the number, as precise as needed where it is not.
std::string text_of(double number) {
  char text[40];
  // A whole number is written out: 65536000, not 6.5536e+07. The bounds fail for NaN.
  if (number > -1e15 && number < 1e15 && number == static_cast<double>(static_cast<long long>(number))) {
    std::snprintf(text, sizeof text, "%lld", static_cast<long long>(number));
    return text;
  }
  for (const int digits : {6, 9, 17}) {
    std::snprintf(text, sizeof text, "%.*g", digits, number);
    if (std::strtod(text, nullptr) == number) break;
  }
  return text;
}

std::string text_of(const ErrorParam& param) {
  if (const auto* number = std::get_if<double>(&param.value)) return text_of(*number);
  return std::get<std::string>(param.value);
}

}  // namespace

std::string error_code_name(ErrorCode code) {
  std::string name;
  bool upper = false;
  for (const char c : kRows[static_cast<std::size_t>(code)].name) {
    if (c == '_') {
      upper = true;
    } else {
      name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
      upper = false;
    }
  }
  return name;
}

std::string_view error_code_text(ErrorCode code) { return kRows[static_cast<std::size_t>(code)].text; }

const std::vector<ErrorCode>& all_error_codes() {
  static const std::vector<ErrorCode> codes = {
#define LATENTPAD_CODE(name, text) ErrorCode::name,
      LATENTPAD_ERROR_CODES(LATENTPAD_CODE)
#undef LATENTPAD_CODE
  };
  return codes;
}

std::string error_message(ErrorCode code, const ErrorParams& params) {
  const std::string_view text = error_code_text(code);
  std::string message;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
    if (end == std::string_view::npos) {
      message += text[i++];
      continue;
    }
    const std::string_view name = text.substr(i + 1, end - i - 1);
    std::string value(text.substr(i, end + 1 - i));
    for (const ErrorParam& param : params) {
      if (param.name == name) value = text_of(param);
    }
    message += value;
    i = end + 1;
  }
  return message;
}

void throw_invalid_argument(std::string function, std::string expected, std::string got) {
  throw ArgumentError(ErrorCode::invalid_argument, {{"function", std::move(function)},
                                                    {"expected", std::move(expected)},
                                                    {"got", std::move(got)}});
}

}  // namespace latentpad
