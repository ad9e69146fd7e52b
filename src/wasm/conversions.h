// Conversions at the interface to JavaScript: exceptions become Errors, arrays are copied.
#pragma once

#include <emscripten/bind.h>

#include <cmath>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "math/matrix.h"

namespace latentpad::wasm {

using emscripten::val;

inline val error_object(const ErrorReason& reason);

/// An object with the parameters: numbers, texts, or other errors as returned by error_object().
inline val params_out(const ErrorParams& params) {
  val named = val::object();
  for (const ErrorParam& param : params) {
    if (const auto* number = std::get_if<double>(&param.value)) {
      named.set(param.name, *number);
    } else if (const auto* text = std::get_if<std::string>(&param.value)) {
      named.set(param.name, *text);
    } else {
      named.set(param.name, error_object(*std::get<std::shared_ptr<const ErrorReason>>(param.value)));
    }
  }
  return named;
}

/// {message, code, params}, not thrown.
inline val error_object(const ErrorReason& reason) {
  val object = val::object();
  object.set("message", error_message(reason.code, reason.params));
  object.set("code", error_code_name(reason.code));
  object.set("params", params_out(reason.params));
  return object;
}

/// A JavaScript Error, with `code` and `params` for errors of the core.
inline val error_out(const std::string& message, const std::string& code, const ErrorParams& params) {
  val error = val::global("Error").new_(message);
  if (code.empty()) return error;
  error.set("code", code);
  error.set("params", params_out(params));
  return error;
}

/// Calls f; rethrows a C++ exception as a JavaScript Error with the same message, code and parameters.
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
  // Outside the handler, so that the C++ exception is destroyed first.
  error_out(message, code, params).throw_();
  __builtin_unreachable();
}

template <typename Number>
val copy_out(const Number* data, std::size_t count) {
  return val(emscripten::typed_memory_view(count, data)).template call<val>("slice");
}

inline val copy_out(const Matrix<float>& m) { return copy_out(m.data(), static_cast<std::size_t>(m.size())); }

inline std::vector<std::uint8_t> bytes_in(const val& array) {
  return emscripten::convertJSArrayToNumberVector<std::uint8_t>(array);
}

/// Throws ArgumentError (not_finite), with the first position, unless all numbers are finite.
template <typename Number>
void expect_finite_numbers(const char* function, const std::vector<Number>& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (std::isfinite(numbers[i])) continue;
    throw ArgumentError(ErrorCode::not_finite, {{"function", function}, {"got", numbers[i]}, {"position", i}});
  }
}

/// A batch from a Float32Array in the order [example][feature].
inline Matrix<float> batch_in(const char* function, const val& array, Index features) {
  const std::vector<float> numbers = emscripten::convertJSArrayToNumberVector<float>(array);
  const auto size = static_cast<Index>(numbers.size());
  if (size == 0 || size % features != 0) {
    throw_invalid_argument(function, "a multiple of " + std::to_string(features) + " numbers, at least one",
                           std::to_string(size));
  }
  expect_finite_numbers(function, numbers);
  return Eigen::Map<const Matrix<float>>(numbers.data(), features, size / features);
}

}  // namespace latentpad::wasm
