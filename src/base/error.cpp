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

/// Formats with %g where that is exact, otherwise with enough digits to round-trip.
std::string text_of(double number) {
  char text[40];
  // Whole numbers are written in full: 65536000, not 6.5536e+07. The comparisons fail for NaN.
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

ErrorParam::ErrorParam(const char* name_in, std::string text) : name(name_in), value(std::move(text)) {}
ErrorParam::ErrorParam(const char* name_in, std::string_view text) : name(name_in), value(std::string(text)) {}
ErrorParam::ErrorParam(const char* name_in, const char* text) : name(name_in), value(std::string(text)) {}
ErrorParam::ErrorParam(const char* name_in, double number) : name(name_in), value(number) {}
ErrorParam::ErrorParam(const char* name_in, ErrorReason reason)
    : name(name_in), value(std::make_shared<const ErrorReason>(std::move(reason))) {}
ErrorParam::ErrorParam(const char* name_in, const Error& error) : ErrorParam(name_in, error.reason()) {}
// Not the variant's copy constructor: if copying its string throws, libstdc++ destroys a value that does not exist.
ErrorParam::ErrorParam(const ErrorParam& other) : name(other.name) {
  if (const auto* text = std::get_if<std::string>(&other.value)) {
    value = std::string(*text);
  } else if (const auto* number = std::get_if<double>(&other.value)) {
    value = *number;
  } else {
    value = std::get<std::shared_ptr<const ErrorReason>>(other.value);
  }
}
ErrorParam::ErrorParam(ErrorParam&&) noexcept = default;
ErrorParam& ErrorParam::operator=(const ErrorParam& other) { return *this = ErrorParam(other); }
ErrorParam& ErrorParam::operator=(ErrorParam&&) noexcept = default;
ErrorParam::~ErrorParam() = default;

ErrorParams::ErrorParams() = default;
ErrorParams::ErrorParams(std::initializer_list<ErrorParam> params) : std::vector<ErrorParam>(params) {}
ErrorParams::ErrorParams(const ErrorParams&) = default;
ErrorParams::ErrorParams(ErrorParams&&) noexcept = default;
ErrorParams& ErrorParams::operator=(const ErrorParams&) = default;
ErrorParams& ErrorParams::operator=(ErrorParams&&) noexcept = default;
ErrorParams::~ErrorParams() = default;

Error::Error(ErrorCode code, ErrorParams params) : reason_{code, std::move(params)} {}
Error::Error(const Error&) = default;
Error& Error::operator=(const Error&) = default;
Error::~Error() = default;

ArgumentError::ArgumentError(ErrorCode code, ErrorParams params)
    : std::invalid_argument(error_message(code, params)), Error(code, std::move(params)) {}
ArgumentError::ArgumentError(const ArgumentError&) = default;
ArgumentError::~ArgumentError() = default;

ResourceError::ResourceError(ErrorCode code, ErrorParams params)
    : std::runtime_error(error_message(code, params)), Error(code, std::move(params)) {}
ResourceError::ResourceError(const ResourceError&) = default;
ResourceError::~ResourceError() = default;

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
      if (name == param.name) value = text_of(param);
    }
    message += value;
    i = end + 1;
  }
  return message;
}

void throw_invalid_argument(std::string function, std::string expected, std::string got) {
  throw ArgumentError(ErrorCode::invalid_argument,
                      {{"function", std::move(function)}, {"expected", std::move(expected)}, {"got", std::move(got)}});
}

void throw_unknown_name(std::string setting, const std::vector<std::string_view>& known, std::string_view got) {
  std::string names;
  for (const std::string_view name : known) names += (names.empty() ? "" : ", ") + quote(name);
  throw ArgumentError(ErrorCode::unknown_name,
                      {{"setting", std::move(setting)}, {"known", std::move(names)}, {"got", quote(got, 40)}});
}

std::string quote(std::string_view text, std::size_t most) {
  std::string clean = "\"";
  std::size_t length = text.size() < most ? text.size() : most;
  // Do not cut inside a UTF-8 sequence: the message would be malformed.
  while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80) --length;
  for (std::size_t i = 0; i < length; ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    clean += c < 0x20 || c == 0x7f ? '?' : text[i];
  }
  return clean + (text.size() > most ? "…\"" : "\"");
}

}  // namespace latentpad
