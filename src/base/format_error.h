// Errors of malformed files.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "base/error.h"

namespace latentpad {

/// what() names the format, what was expected and what was found. A call that throws has no side effects.
class FormatError : public std::runtime_error, public Error {
 public:
  FormatError(ErrorCode code, ErrorParams params);
  FormatError(const FormatError&);
  ~FormatError() override;
};

/// Returns f(). Rethrows an ArgumentError or FormatError as a FormatError with `code`, which gives the location in the
/// file, and with the original error as the parameter {reason}.
template <typename Function>
auto in_format(ErrorCode code, ErrorParams params, Function&& f) {
  try {
    return f();
  } catch (const ResourceError&) {
    throw;
  } catch (const Error& error) {
    params.emplace_back("reason", error);
  }
  throw FormatError(code, std::move(params));
}

}  // namespace latentpad
