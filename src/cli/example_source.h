// One image for a command: --index N of --data, or --image.
#pragma once

#include <optional>
#include <string>

#include "cli/command.h"
#include "cli/data_source.h"
#include "models/model.h"

namespace latentpad::cli {

/// The image, as the model reads it.
struct Example {
  Matrix<float> x;  ///< example_dim x 1
  PixelMode pixels = PixelMode::binarized;
  std::optional<int> label;  ///< of the data; a PNG has none
};

struct ExampleSource {
  DataSource data;
  std::optional<std::size_t> index;
  std::string image, pixels;
  bool dark_ink = false;
  const CLI::App* command = nullptr;

  /// Adds --data with its options, --index, --image, --dark-ink and --pixels to a command.
  void add_options(CLI::App& command);

  /// Throws UsageError for options that contradict or need one another. Returns whether an image is given.
  bool check() const;

  /// Reads the image. Grey pixels are presented as --pixels says, by default in the first mode of which the model's
  /// likelihood is a density, and binarized as in `eval` by (seed, index). Throws UsageError if the index is beyond the
  /// data, a PNG is for a conditional model, or the likelihood is no density of such pixels, and the exceptions of
  /// reading the files.
  Example load(const Model<float>& model, std::uint64_t seed) const;

 private:
  PixelMode mode_for(const Model<float>& model) const;
};

}  // namespace latentpad::cli
