// A file that is not what it should be.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "base/error.h"

namespace latentpad {

/// what() is a sentence: which format, what was expected, what was found. Nothing has been changed by the failed call.
class FormatError : public std::runtime_error, public Error {
 public:
  FormatError(ErrorCode code, ErrorParams params);
  FormatError(const FormatError&);
  ~FormatError() override;
};

/// f(); an ArgumentError or FormatError in it becomes a FormatError of `code`, with the error as its parameter
/// {reason}: where in a file the fault is.
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
