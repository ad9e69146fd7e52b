#include "data/text.h"

#include <algorithm>
#include <charconv>

namespace latentpad::data {

bool utf16_less(std::string_view a, std::string_view b) {
  // The order of UTF-8 is that of code points. Only characters above U+FFFF, which begin with F0 … F4, precede those of
  // U+E000 … U+FFFF (EE and EF) in UTF-16, where they begin with a surrogate.
  const auto key = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xee || byte == 0xef ? byte + 0x10 : int(byte);
  };
  const auto less = [key](char x, char y) { return key(x) < key(y); };
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), less);
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string_view file_part(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

std::string number_text(double value) {
  char text[64];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

}  // namespace latentpad::data
