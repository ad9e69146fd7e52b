// Atomic file writes of the native program.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace latentpad {

/// Atomically replaces the content of `path` by `bytes`: after a crash, a kill or a loss of power, the path has either
/// the old or the new content.
///
/// Writes to a new file in the same folder, NAME.latentpad-<16 hex digits>.tmp, created exclusively; flushes it to
/// disk, renames it over `path`, and flushes the folder. The new file gets the mode of the file it replaces and, if
/// permitted, its owner; otherwise 0666 less the umask. If `path` is a symbolic link, its target is replaced. Other
/// hard links to a replaced file keep the old content. Devices and pipes are written directly.
///
/// Throws ResourceError (file_unusable) naming the path; the old content is then unchanged and the new file is removed.
/// Only a process killed with SIGKILL leaves a temporary file; it can be deleted.
void write_file(const std::string& path, std::span<const std::uint8_t> bytes);

/// Writes a new file `begin`.latentpad-<16 hex digits>`end` in `folder`, and returns its path. Throws like write_file.
std::string write_new_file(const std::string& folder, const std::string& begin, const std::string& end,
                           std::span<const std::uint8_t> bytes);

/// Throws ResourceError (file_unusable), with what has to be changed, if write_file(path, `size` bytes) would fail now:
/// the path is a folder, the folder does not exist or is not writable, an existing file is read-only, the disk has less
/// than `size` bytes free, or a limit on file sizes is lower. Nothing is changed.
void expect_writable(const std::string& path, std::uint64_t size);

/// Whether both paths refer to one regular file, also through links, or would after both are written.
bool same_file(const std::string& a, const std::string& b);

/// Whether the path exists and is not a regular file, but a device or a pipe, which is written directly.
bool is_special_file(const std::string& path);

/// Removes the temporary file that write_file is currently writing, if any. Async-signal-safe, for handlers of signals
/// that end the process.
void remove_unfinished_file() noexcept;

}  // namespace latentpad
