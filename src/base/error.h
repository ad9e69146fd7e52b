// Errors with a code and parameters, so that whoever shows them can choose the sentence and the language.
#pragma once

#include <concepts>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error_codes.h"

namespace latentpad {

class Error;
struct ErrorReason;

/// A named part of a message. Numbers stay numbers, so that a page can write them in its language. Another error may
/// stand as the reason: it keeps its own code and parameters.
/// Nothing of this is inline: errors are raised in a hundred places of the page's core, which everybody downloads.
struct ErrorParam {
  using Value = std::variant<double, std::string, std::shared_ptr<const ErrorReason>>;
  const char* name;  ///< a literal
  Value value;

  ErrorParam(const char* name_in, std::string text);
  ErrorParam(const char* name_in, std::string_view text);
  ErrorParam(const char* name_in, const char* text);
  ErrorParam(const char* name_in, double number);
  ErrorParam(const char* name_in, ErrorReason reason);
  ErrorParam(const char* name_in, const Error& error);
  template <typename Number>
    requires std::integral<Number> || std::same_as<Number, float>
  ErrorParam(const char* name_in, Number number) : ErrorParam(name_in, static_cast<double>(number)) {}
  ErrorParam(const ErrorParam& other);
  ErrorParam(ErrorParam&& other) noexcept;
  ErrorParam& operator=(const ErrorParam& other);
  ErrorParam& operator=(ErrorParam&& other) noexcept;
  ~ErrorParam();
};

class ErrorParams : public std::vector<ErrorParam> {
 public:
  ErrorParams();
  ErrorParams(std::initializer_list<ErrorParam> params);
  ErrorParams(const ErrorParams& other);
  ErrorParams(ErrorParams&& other) noexcept;
  ErrorParams& operator=(const ErrorParams& other);
  ErrorParams& operator=(ErrorParams&& other) noexcept;
  ~ErrorParams();
};

/// What one error is, without being thrown.
struct ErrorReason {
  ErrorCode code;
  ErrorParams params;
};

/// What every error of the core is besides a std::exception, whose what() is the English sentence with its parameters.
/// Nothing has been changed by the call that failed.
class Error {
 public:
  virtual ~Error();
  ErrorCode code() const { return reason_.code; }
  const ErrorParams& params() const { return reason_.params; }
  const ErrorReason& reason() const { return reason_; }

 protected:
  Error(ErrorCode code, ErrorParams params);
  Error(const Error&);
  Error& operator=(const Error&);

 private:
  ErrorReason reason_;
};

/// The sentence of `code`, in English. A parameter that is not given leaves its {name}.
std::string error_message(ErrorCode code, const ErrorParams& params);

/// A call or a setting that cannot be: what is given has to be changed.
class ArgumentError : public std::invalid_argument, public Error {
 public:
  ArgumentError(ErrorCode code, ErrorParams params);
  ArgumentError(const ArgumentError&);
  ~ArgumentError() override;
};

/// The machine cannot do it: no memory, no threads, no file.
class ResourceError : public std::runtime_error, public Error {
 public:
  ResourceError(ErrorCode code, ErrorParams params);
  ResourceError(const ResourceError&);
  ~ResourceError() override;
};

/// ArgumentError with the code invalid_argument: `function`: expected `expected`, got `got`.
[[noreturn]] void throw_invalid_argument(std::string function, std::string expected, std::string got);

/// ArgumentError with the code unknown_name. `got` may be anything: its first 40 bytes are named.
[[noreturn]] void throw_unknown_name(std::string setting, const std::vector<std::string_view>& known,
                                     std::string_view got);

/// "3x4", as the shape of a matrix stands in messages.
template <typename Matrix>
std::string shape_text(const Matrix& m) {
  return std::to_string(m.rows()) + "x" + std::to_string(m.cols());
}

/// "[1, 2]".
template <typename Numbers>
std::string list_text(const Numbers& numbers) {
  std::string text = "[";
  for (const auto number : numbers) text += (text.size() > 1 ? ", " : "") + std::to_string(number);
  return text + "]";
}

/// Text from outside, fit to stand in a message: in quotation marks, at most `most` bytes, control characters replaced.
std::string quote(std::string_view text, std::size_t most = 60);

}  // namespace latentpad
