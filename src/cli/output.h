// Output of the commands: results to stdout, and files that must not be lost.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/json.h"

namespace latentpad::cli {

/// A path and the option that specified it.
struct NamedPath {
  std::string option, path;
};

/// Prints the value and a newline to stdout, indented by `indent` spaces, or on one line for -1. Invalid UTF-8, as in
/// file names, is replaced by U+FFFD.
void print_json(const nlohmann::json& value, int indent);

/// Flushes stdout. Throws std::runtime_error if any output could not be written.
void finish_stdout();

/// Throws unless `output` can be written now, with `size` bytes: UsageError if it is one of `inputs` or the file of
/// stdout, ResourceError like expect_writable. Ignores an empty path.
void check_output(const NamedPath& output, const std::vector<NamedPath>& inputs, std::uint64_t size);

/// Writes the bytes for `path`, which could not be written, to a new file with a similar name in $TMPDIR, /tmp,
/// /var/tmp, the home folder or the current folder, the first that works. Returns its path; throws std::runtime_error
/// if none works.
std::string rescue(const std::string& path, const std::vector<std::uint8_t>& bytes);

/// Writes a file, or calls rescue() if that fails and then throws std::runtime_error with the reason and the path of
/// the rescued file.
void write_or_rescue(const std::string& path, const std::vector<std::uint8_t>& bytes);

/// Appends lines to a file. Write errors are recorded, so that the caller can continue.
class Log {
 public:
  Log() = default;
  /// Throws std::runtime_error if the file cannot be opened for writing. An empty path means no log.
  explicit Log(const std::string& path);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void add(const nlohmann::json& line);

  /// Throws std::runtime_error if a line could not be written.
  void finish() const;

 private:
  std::string path_;
  int descriptor_ = -1;
  int error_ = 0;
  bool cut_off_ = false;
};

}  // namespace latentpad::cli
