// The one way in which the native program writes files: whole or not at all.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace latentpad {

/// Replaces the content of `path` by `bytes`, so that at every moment, through a crash, a kill and a loss of power,
/// the path names either the old content or the new one.
///
/// The bytes go to a new file in the same folder, NAME.latentpad-<16 hex digits>.tmp, which nobody else can have
/// opened; it is flushed to the disk, renamed over `path`, and the folder is flushed. The new file gets the mode of the
/// one it replaces and, where that is permitted, its owner; a file that was not there gets 0666 less the umask. When
/// `path` is a symbolic link, the file it leads to is replaced and the link stays. Other hard links to a file that is
/// replaced keep the old content. A device or a pipe is written as it is.
///
/// Throws ResourceError (file_unusable) naming the path; then the old content is there, and the new file is removed.
/// Only a process that is killed with SIGKILL leaves one behind; it can be deleted.
void write_file(const std::string& path, std::span<const std::uint8_t> bytes);

/// Writes a file that is not there yet, `begin`.latentpad-<16 hex digits>`end` in `folder`, and returns its path.
/// Throws as write_file does.
std::string write_new_file(const std::string& folder, const std::string& begin, const std::string& end,
                           std::span<const std::uint8_t> bytes);

/// Throws ResourceError (file_unusable) with what has to be changed, when write_file(path, `size` bytes) would fail
/// now: the path is a folder, the folder is not there or cannot be written to, an existing file is read-only, the disk
/// has no room for `size` bytes beside what it holds, or a limit on the size of files is lower. Nothing is changed.
void expect_writable(const std::string& path, std::uint64_t size);

/// Whether both paths name one regular file, through links too, or would once both are written.
bool same_file(const std::string& a, const std::string& b);

/// Whether the path is there and is no regular file: a device or a pipe, which is written as it is.
bool is_special_file(const std::string& path);

/// Removes the temporary file that write_file is just filling, if it is. For handlers of signals that end the process:
/// async-signal-safe.
void remove_unfinished_file() noexcept;

}  // namespace latentpad
