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
  if (const auto* reason = std::get_if<std::shared_ptr<const ErrorReason>>(&param.value)) {
    return error_message((*reason)->code, (*reason)->params);
  }
  return std::get<std::string>(param.value);
}

}  // namespace

ErrorParam::ErrorParam(std::string name_in, ErrorReason reason)
    : name(std::move(name_in)), value(std::make_shared<const ErrorReason>(std::move(reason))) {}

ErrorParam::ErrorParam(std::string name_in, const Error& error) : ErrorParam(std::move(name_in), error.reason()) {}

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

void throw_unknown_name(std::string setting, std::initializer_list<std::string_view> known, std::string_view got) {
  std::string names;
  for (const std::string_view name : known) names += (names.empty() ? "" : ", ") + quote(name);
  throw ArgumentError(ErrorCode::unknown_name,
                      {{"setting", std::move(setting)}, {"known", std::move(names)}, {"got", quote(got, 40)}});
}

std::string quote(std::string_view text, std::size_t most) {
  std::string clean = "\"";
  std::size_t length = text.size() < most ? text.size() : most;
  // A cut inside a UTF-8 sequence would make the message itself malformed.
  while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80) --length;
  for (std::size_t i = 0; i < length; ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    clean += c < 0x20 || c == 0x7f ? '?' : text[i];
  }
  return clean + (text.size() > most ? "…\"" : "\"");
}

}  // namespace latentpad
