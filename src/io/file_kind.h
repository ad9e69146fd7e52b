// What a file is by its first bytes: people take the wrong one, and should be told which it is.
#pragma once

#include <cstdint>
#include <span>

#include "base/error.h"

namespace latentpad {

/// Throws FormatError with the code of what the file is instead (file_is_web_page, file_is_archive, …), by its first
/// bytes
/// (`head`: the file, or at least its first 512 bytes where it has so many). Does nothing for a file that could be what
/// is expected, or that is not known: whoever parses it then says what is wrong.
void expect_not_other_than_weights(std::span<const std::uint8_t> head);
void expect_not_other_than_digits(std::span<const std::uint8_t> head);

}  // namespace latentpad
