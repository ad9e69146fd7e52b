// Limits of the data that the program reads, those of the page.
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/model_config.h"

namespace latentpad::data {

/// Unpacked, in bytes: 680,000 images of 28 x 28.
constexpr std::uint64_t kMaxBytes = std::uint64_t(512) << 20;
/// Files in an archive or a folder.
constexpr std::size_t kMaxFiles = 100'000;
/// Archives and gzip files within each other. Without it, an archive that contains itself would exhaust the stack.
constexpr int kMaxNesting = 8;
/// Sides of a picture file, in pixels.
constexpr std::size_t kMaxPictureSide = 4096;
constexpr std::size_t kMaxClasses = kMaxLabel + 1;

}  // namespace latentpad::data
