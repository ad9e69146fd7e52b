// Interruption of the importance-weighted bounds of `eval`, which can take hours, and files from which they go on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/output.h"
#include "eval/importance_weighted.h"

namespace latentpad::cli {

/// All that determines the bits of the bounds, besides the program.
struct BoundSettings {
  std::string weights, data;  ///< checksums of the weights and of the examples
  Index examples = 0;
  std::string pixels;
  std::uint64_t seed = 0;
  std::vector<Index> samples;
  std::string arithmetic;
};

/// The bounds of one evaluation: they end after a signal, and go on from a file.
class BoundCheckpoint {
 public:
  /// Adds --resume and --checkpoint to a command.
  void add_options(CLI::App& command);

  /// Throws UsageError if the file of --checkpoint is one of the inputs, and ResourceError if it cannot be written.
  void check(const std::vector<NamedPath>& inputs) const;

  /// The option that was given, or nothing if none was.
  std::optional<std::string> option() const;

  /// Call before the first example. Returns the state in the file of --resume, if it was given. Throws UsageError
  /// naming the option whose value differs from that in the file, std::runtime_error naming the file if it is
  /// malformed.
  std::optional<ImportanceWeightedState> begin(const BoundSettings& settings);

  /// Call before the first example and after each piece. From the first call to that after the last example, a signal
  /// does not end the program. Returns false after one.
  bool keep(const ImportanceWeightedEvaluation& evaluation);

  /// Whether there are examples that would be lost.
  bool has_progress() const { return state_.done > 0; }

  /// Writes the state to the file of --checkpoint, otherwise that of --resume, otherwise a new one in a folder for
  /// temporary files. Always throws std::runtime_error: with `why`, and how to go on.
  [[noreturn]] void save(const std::string& why) const;

 private:
  std::string resume_, checkpoint_;
  BoundSettings settings_;
  ImportanceWeightedState state_;
  bool has_begun_ = false;
};

}  // namespace latentpad::cli
