// Errors with a code and parameters, so that the caller can choose the message and its language.
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

/// A named parameter of a message. Numbers are stored as numbers, so that the page can format them for its language.
/// A parameter may be another error, the reason, with its own code and parameters.
/// Not inline: errors are thrown in many places of the page's WebAssembly module, whose size matters.
struct ErrorParam {
  using Value = std::variant<double, std::string, std::shared_ptr<const ErrorReason>>;
  const char* name;  ///< a string literal
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

/// The code and parameters of an error, without throwing it.
struct ErrorReason {
  ErrorCode code;
  ErrorParams params;
};

/// Base class of all errors of the core, which also derive from std::exception; what() is the English message.
/// A call that throws has no side effects.
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

/// The English message of `code`. A placeholder {name} without a parameter is left as it is.
std::string error_message(ErrorCode code, const ErrorParams& params);

/// An invalid argument or setting: the caller has to change its input.
class ArgumentError : public std::invalid_argument, public Error {
 public:
  ArgumentError(ErrorCode code, ErrorParams params);
  ArgumentError(const ArgumentError&);
  ~ArgumentError() override;
};

/// A resource is not available: memory, threads or a file.
class ResourceError : public std::runtime_error, public Error {
 public:
  ResourceError(ErrorCode code, ErrorParams params);
  ResourceError(const ResourceError&);
  ~ResourceError() override;
};

/// Throws ArgumentError with the code invalid_argument: `function`: expected `expected`, got `got`.
[[noreturn]] void throw_invalid_argument(std::string function, std::string expected, std::string got);

/// Throws ArgumentError with the code unknown_name. Only the first 40 bytes of `got` are quoted.
[[noreturn]] void throw_unknown_name(std::string setting, const std::vector<std::string_view>& known,
                                     std::string_view got);

/// The shape of a matrix for messages, such as "3x4".
template <typename Matrix>
std::string shape_text(const Matrix& m) {
  return std::to_string(m.rows()) + "x" + std::to_string(m.cols());
}

/// A list for messages, such as "[1, 2]".
template <typename Numbers>
std::string list_text(const Numbers& numbers) {
  std::string text = "[";
  for (const auto number : numbers) text += (text.size() > 1 ? ", " : "") + std::to_string(number);
  return text + "]";
}

/// Quotes external text for a message: at most `most` bytes, control characters replaced.
std::string quote(std::string_view text, std::size_t most = 60);

}  // namespace latentpad
