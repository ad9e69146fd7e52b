#include "io/strict_json.h"

#include <set>
#include <string>
#include <vector>

#include "io/format_error.h"

namespace latentpad {

nlohmann::json parse_strict_json(std::string_view text) {
  using Event = nlohmann::json::parse_event_t;
  std::vector<std::set<std::string>> keys;
  const auto check = [&keys](int depth, Event event, nlohmann::json& parsed) {
    if (depth > kMaxJsonDepth) {
      throw FormatError("JSON nested more than " + std::to_string(kMaxJsonDepth) + " deep");
    }
    if (event == Event::object_start) {
      keys.emplace_back();
    } else if (event == Event::object_end) {
      keys.pop_back();
    } else if (event == Event::key && !keys.back().insert(parsed.get<std::string>()).second) {
      // The parser would silently keep the last of them, other readers the first.
      throw FormatError("duplicate key " + quote(parsed.get<std::string>()));
    }
    return true;
  };
  try {
    return nlohmann::json::parse(text.begin(), text.end(), check);
  } catch (const nlohmann::json::exception& error) {
    throw FormatError(std::string("not valid JSON: ") + quote(error.what()));
  }
}

}  // namespace latentpad
