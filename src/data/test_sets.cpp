#include "data/test_sets.h"

#include <algorithm>
#include <array>
#include <string>

#include "data/text.h"

namespace latentpad::data {
namespace {

constexpr std::array<std::string_view, 6> kWords = {"t10k", "test", "testing", "val", "valid", "validation"};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/// Whether the word is in the text without a letter before or after it.
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]))) return true;
  }
  return false;
}

}  // namespace

bool is_test(std::string_view name) {
  const std::string path = lower(name);
  const std::string_view file = file_part(path);
  if (std::any_of(kWords.begin(), kWords.end(), [&](auto word) { return has_word(file, word); })) return true;
  std::string_view rest = path;
  for (std::size_t slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
    if (std::find(kWords.begin() + 1, kWords.end(), rest.substr(0, slash)) != kWords.end()) return true;
    rest.remove_prefix(slash + 1);
  }
  return false;
}

}  // namespace latentpad::data
