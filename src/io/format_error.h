// A file that is not what it should be.
#pragma once

#include <stdexcept>
#include <string>

namespace latentpad {

/// what() is a sentence: which format, what was expected, what was found. Nothing has been changed by the failed call.
class FormatError : public std::runtime_error {
 public:
  explicit FormatError(const std::string& message) : std::runtime_error(message) {}
};

/// Text from a file, fit to stand in a message: at most 60 characters, control characters replaced.
inline std::string quote(const std::string& text) {
  std::string clean = "\"";
  for (std::size_t i = 0; i < text.size() && i < 60; ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    clean += c < 0x20 || c == 0x7f ? '?' : text[i];
  }
  // A cut inside a UTF-8 sequence would make the message itself malformed.
  while (text.size() > 60 && clean.size() > 1 && (static_cast<unsigned char>(clean.back()) & 0xc0) == 0x80) {
    clean.pop_back();
  }
  if (text.size() > 60 && (static_cast<unsigned char>(clean.back()) & 0xc0) == 0xc0) clean.pop_back();
  return clean + (text.size() > 60 ? "…\"" : "\"");
}

}  // namespace latentpad
