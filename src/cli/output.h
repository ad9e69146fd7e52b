// What the commands write: results to stdout, and files of which nothing may be lost.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/json.h"

namespace latentpad::cli {

/// A path and the option it was given by.
struct NamedPath {
  std::string option, path;
};

/// Prints the value and a newline to stdout, indented by `indent` spaces, or on one line with -1. File names are bytes:
/// what in them is not UTF-8 is replaced by U+FFFD.
void print_json(const nlohmann::json& value, int indent);

/// Writes out what stdout still holds. Throws std::runtime_error when anything printed so far has not arrived.
void finish_stdout();

/// Throws unless `output` can be written now, with `size` bytes: UsageError when it is one of `inputs` or the file that
/// stdout goes to, ResourceError as expect_writable does. An empty path is none.
void check_output(const NamedPath& output, const std::vector<NamedPath>& inputs, std::uint64_t size);

/// Writes bytes that belong to `path`, which cannot be written, to a new file with a name like it in $TMPDIR, /tmp,
/// /var/tmp, the home folder or the current one, whichever takes them first. Returns where they are; throws
/// std::runtime_error when no folder takes them.
std::string rescue(const std::string& path, const std::vector<std::uint8_t>& bytes);

/// Writes what must not be lost. When that fails, it is rescued; then throws std::runtime_error that says why, and
/// where the bytes are.
void write_or_rescue(const std::string& path, const std::vector<std::uint8_t>& bytes);

/// Lines added to the end of a file. A line that cannot be written is reported, and work goes on.
class Log {
 public:
  Log() = default;
  /// Throws std::runtime_error when the file cannot be written to. An empty path is none.
  explicit Log(const std::string& path);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void add(const nlohmann::json& line);

  /// Throws std::runtime_error when a line is missing.
  void finish() const;

 private:
  std::string path_;
  int descriptor_ = -1;
  int error_ = 0;
  bool cut_off_ = false;
};

}  // namespace latentpad::cli
