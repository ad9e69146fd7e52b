#include "io/strict_json.h"

#include <set>
#include <string>
#include <vector>

#include "base/format_error.h"
#include "io/json.h"

namespace latentpad {
namespace {

/// Rejects what the library's parser accepts. A separate pass: the parser's callback takes quadratic time for objects
/// of many objects.
class Strictness final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }

  bool start_object(std::size_t) override { return open(); }
  bool start_array(std::size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    // The parser would silently use the last duplicate, other parsers the first.
    if (!keys_.back().insert(name).second) throw FormatError(ErrorCode::json_duplicate_key, {{"key", quote(name)}});
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) override {
    throw FormatError(ErrorCode::json_malformed, {{"detail", quote(error.what())}});
  }

 private:
  bool open() {
    keys_.emplace_back();
    if (keys_.size() > kMaxJsonDepth) {
      throw FormatError(ErrorCode::json_too_deep, {{"most", kMaxJsonDepth}});
    }
    return true;
  }

  bool close() {
    keys_.pop_back();
    return true;
  }

  std::vector<std::set<std::string>> keys_;
};

}  // namespace

nlohmann::json parse_strict_json(std::string_view text) {
  // The library's lexer treats NUL as the end of the text and would ignore the rest.
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    throw FormatError(ErrorCode::json_nul_byte, {{"position", nul}});
  }
  Strictness strictness;
  nlohmann::json::sax_parse(text.begin(), text.end(), &strictness);
  return nlohmann::json::parse(text.begin(), text.end());
}

}  // namespace latentpad
