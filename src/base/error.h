// Errors with a code and parameters, so that whoever shows them can choose the sentence and the language.
#pragma once

#include <concepts>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/error_codes.h"

namespace latentpad {

/// A named part of a message. Numbers stay numbers, so that a page can write them in its language.
struct ErrorParam {
  std::string name;
  std::variant<double, std::string> value;

  ErrorParam(std::string name_in, std::string text) : name(std::move(name_in)), value(std::move(text)) {}
  ErrorParam(std::string name_in, const char* text) : name(std::move(name_in)), value(std::string(text)) {}
  template <typename Number>
    requires std::integral<Number> || std::floating_point<Number>
  ErrorParam(std::string name_in, Number number) : name(std::move(name_in)), value(static_cast<double>(number)) {}
};

using ErrorParams = std::vector<ErrorParam>;

/// What every error of the core is besides a std::exception, whose what() is the English sentence with its parameters.
/// Nothing has been changed by the call that failed.
class Error {
 public:
  virtual ~Error() = default;
  ErrorCode code() const { return code_; }
  const ErrorParams& params() const { return params_; }

 protected:
  Error(ErrorCode code, ErrorParams params) : code_(code), params_(std::move(params)) {}
  Error(const Error&) = default;
  Error& operator=(const Error&) = default;

 private:
  ErrorCode code_;
  ErrorParams params_;
};

/// The sentence of `code`, in English. A parameter that is not given leaves its {name}.
std::string error_message(ErrorCode code, const ErrorParams& params);

/// A call or a setting that cannot be: what is given has to be changed.
class ArgumentError : public std::invalid_argument, public Error {
 public:
  ArgumentError(ErrorCode code, ErrorParams params)
      : std::invalid_argument(error_message(code, params)), Error(code, std::move(params)) {}
};

/// The machine cannot do it: no memory, no threads, no file.
class ResourceError : public std::runtime_error, public Error {
 public:
  ResourceError(ErrorCode code, ErrorParams params)
      : std::runtime_error(error_message(code, params)), Error(code, std::move(params)) {}
};

/// ArgumentError with the code invalid_argument: `function`: expected `expected`, got `got`.
[[noreturn]] void throw_invalid_argument(std::string function, std::string expected, std::string got);

}  // namespace latentpad
