// Comparison of names as JavaScript does it, so that both readers number classes alike.
#pragma once

#include <string>
#include <string_view>

namespace latentpad::data {

/// Whether UTF-8 text `a` precedes `b` by the order of UTF-16 code units.
bool utf16_less(std::string_view a, std::string_view b);

/// ASCII letters in lower case; other bytes are unchanged.
std::string lower(std::string_view text);

/// Without whitespace of ASCII at both ends.
std::string_view trim(std::string_view text);

/// What follows the last "/", or all of it.
std::string_view file_part(std::string_view name);

/// The number for a message: without a point if it is whole.
std::string number_text(double value);

}  // namespace latentpad::data
