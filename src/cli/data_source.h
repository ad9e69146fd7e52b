// --data and --validation: the images that a command uses.
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

  /// Reads the images. A folder with MNIST's IDX files: train-images-idx3-ubyte and train-labels-idx1-ubyte, or t10k-…
  /// for --split test; also with a dot for the second dash, raw or .gz; all of them are for training. Otherwise like
  /// data::read_data: the file's test set or a sixth is held out, and --split test gives these images alone. Says on
  /// stderr how the images were read. Throws std::runtime_error naming the file.
  Digits load() const;

  /// The files that load() reads.
  std::vector<NamedPath> files() const;
};

/// Removes from the training part every image whose pixels equal those of a held-out image of the data at `path`, such
/// as the packed file of MNIST's training digits. Returns the number of removed images. Throws UsageError if the sizes
/// differ, and like DataSource::load.
std::size_t exclude_held_out(Digits& digits, const std::string& path);

/// 64-bit FNV-1a of images and labels of the training part, as 16 hex digits.
std::string training_checksum(const Digits& digits);

}  // namespace latentpad::cli
