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
  FormatError(ErrorCode code, ErrorParams params)
      : std::runtime_error(error_message(code, params)), Error(code, std::move(params)) {}
  /// Of a kind that has no code of its own yet.
  explicit FormatError(const std::string& message)
      : FormatError(ErrorCode::malformed_file, {{"detail", message}}) {}
};

/// Text from a file, fit to stand in a message: at most 60 characters, control characters replaced.
inline std::string quote(const std::string& text) {
  std::string clean = "\"";
  std::size_t length = text.size() < 60 ? text.size() : 60;
  // A cut inside a UTF-8 sequence would make the message itself malformed.
  while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80) --length;
  for (std::size_t i = 0; i < length; ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    clean += c < 0x20 || c == 0x7f ? '?' : text[i];
  }
  return clean + (text.size() > 60 ? "…\"" : "\"");
}

}  // namespace latentpad
