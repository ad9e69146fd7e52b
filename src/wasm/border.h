// Across the border to JavaScript: exceptions become Errors, arrays are copied.
#pragma once

#include <emscripten/bind.h>

#include <cmath>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "math/matrix.h"

namespace latentpad::wasm {

using emscripten::val;

/// The same as a JavaScript Error, with `code` and `params` where the core's error has them.
inline val error_out(const std::string& message, const std::string& code, const ErrorParams& params) {
  val error = val::global("Error").new_(message);
  if (code.empty()) return error;
  val named = val::object();
  for (const ErrorParam& param : params) {
    if (const auto* number = std::get_if<double>(&param.value)) {
      named.set(param.name, *number);
    } else {
      named.set(param.name, std::get<std::string>(param.value));
    }
  }
  error.set("code", code);
  error.set("params", named);
  return error;
}

/// Calls f; a C++ exception becomes a JavaScript Error with the same message, code and parameters.
template <typename Function>
auto guarded(Function&& f) {
  std::string message, code;
  ErrorParams params;
  try {
    return f();
  } catch (const std::bad_alloc&) {
    message = error_message(ErrorCode::out_of_memory, {});
    code = error_code_name(ErrorCode::out_of_memory);
  } catch (const std::exception& error) {
    message = error.what();
    if (const auto* coded = dynamic_cast<const Error*>(&error)) {
      code = error_code_name(coded->code());
      params = coded->params();
    }
  }
  // Outside the handler, so that the C++ exception is released first.
  error_out(message, code, params).throw_();
  __builtin_unreachable();
}

template <typename Number>
val copy_out(const Number* data, std::size_t count) {
  return val(emscripten::typed_memory_view(count, data)).template call<val>("slice");
}

inline val copy_out(const Matrix<float>& m) { return copy_out(m.data(), static_cast<std::size_t>(m.size())); }

inline std::vector<std::uint8_t> bytes_in(const val& array) { return emscripten::convertJSArrayToNumberVector<std::uint8_t>(array); }

/// A batch from a Float32Array laid out [example][feature].
inline Matrix<float> batch_in(const char* function, const val& array, Index features) {
  const std::vector<float> numbers = emscripten::convertJSArrayToNumberVector<float>(array);
  const auto size = static_cast<Index>(numbers.size());
  if (size == 0 || size % features != 0) {
    throw std::invalid_argument(std::string(function) + ": expected a multiple of " + std::to_string(features) +
                                " numbers, at least one, got " + std::to_string(size));
  }
  for (const float number : numbers) {
    if (!std::isfinite(number)) throw std::invalid_argument(std::string(function) + ": expected finite numbers");
  }
  return Eigen::Map<const Matrix<float>>(numbers.data(), features, size / features);
}

}  // namespace latentpad::wasm
