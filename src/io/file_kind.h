// File type detection by the first bytes, for helpful errors if a user chooses the wrong file.
#pragma once

#include <cstdint>
#include <span>

#include "base/error.h"

namespace latentpad {

/// Throws FormatError with a code for the detected type (file_is_web_page, file_is_archive, …).
/// `head` is the file, or at least its first 512 bytes. Returns normally if the file may be of the expected type or the
/// type is unknown; the parser then reports errors.
void expect_not_other_than_weights(std::span<const std::uint8_t> head);
void expect_not_other_than_digits(std::span<const std::uint8_t> head);

}  // namespace latentpad
