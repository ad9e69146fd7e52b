// JSON from strangers: duplicate keys and deep nesting are refused, and errors are FormatErrors.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace latentpad {

/// Deeper values than this have no place in any file of ours.
constexpr std::size_t kMaxJsonDepth = 8;

/// The value of the whole text. Throws FormatError on anything but valid UTF-8 JSON without duplicate keys and NUL
/// bytes, at most kMaxJsonDepth deep.
nlohmann::json parse_strict_json(std::string_view text);

}  // namespace latentpad
