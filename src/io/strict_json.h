// Parser for untrusted JSON: rejects duplicate keys and deep nesting, and throws FormatError.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace latentpad {

/// Maximum nesting depth; no valid file needs more.
constexpr std::size_t kMaxJsonDepth = 8;

/// Parses the whole text. Throws FormatError unless it is valid UTF-8 JSON without duplicate keys and NUL bytes, at
/// most kMaxJsonDepth deep.
nlohmann::json parse_strict_json(std::string_view text);

}  // namespace latentpad
