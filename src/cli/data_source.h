// --data and --validation: the digits that a command uses.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/output.h"
#include "io/digits.h"

namespace latentpad::cli {

struct DataSource {
  std::string path;
  std::string split = "train";
  std::optional<std::size_t> validation;

  /// Adds --data, --split and --validation to a command.
  void add_options(CLI::App& command, bool required);

  /// Reads the digits: a folder with MNIST's IDX files (train-images-idx3-ubyte and train-labels-idx1-ubyte, or t10k-…
  /// for --split test; also with a dot for the second dash, raw or .gz), or a packed digits file, raw or gzipped.
  /// Throws std::runtime_error naming the file.
  Digits load() const;

  /// The files that load() reads.
  std::vector<NamedPath> files() const;
};

/// Removes from the training part every digit whose pixels equal those of a held-out digit of the packed file, since
/// the latter were taken from MNIST's training files. Returns the number of removed digits. Throws like
/// DataSource::load.
std::size_t exclude_held_out(Digits& digits, const std::string& packed_file);

/// 64-bit FNV-1a of images and labels of the training part, as 16 hex digits.
std::string training_checksum(const Digits& digits);

}  // namespace latentpad::cli
