// Reports of `eval` and `compare`.
#pragma once

#include <string>
#include <vector>

#include "cli/bound_checkpoint.h"
#include "cli/command.h"
#include "cli/data_source.h"
#include "eval/model_report.h"
#include "io/json.h"
#include "math/matrix.h"
#include "models/model.h"
#include "models/pixels.h"

namespace latentpad::cli {

struct ReportOptions {
  DataSource data;
  std::string pixels = "binarized", classifier;
  std::uint64_t seed = 1;
  int repeats = 1;
  std::string importance_samples = "1,10,100";
  Index importance_digits = 1000, samples = 1000;
  bool json = false;

  /// Adds all options except --weights to a command.
  void add_options(CLI::App& command);
};

/// The digits to evaluate: the held-out ones, or all of --split test. Throws UsageError if there are none.
struct ScoredDigits {
  Digits digits;
  std::span<const std::uint8_t> images, labels;

  /// The examples for the model, with labels if it is conditional.
  std::span<const std::uint8_t> examples(const Model<float>& model) const;
};
ScoredDigits load_scored_digits(const DataSource& data);

/// All measurements of a weight file, and the data used.
struct WeightsReport {
  std::string weights, checksum, data;
  ModelConfig config;
  bool is_density = false;
  EvaluationConfig evaluation;
  Index importance_examples = 0;  ///< for the importance-weighted bounds, if they are not interrupted
  ModelReport measured;
};

/// Throws UsageError for a malformed list of importance samples, and the exceptions of loading and measuring the model.
/// With a checkpoint the importance-weighted bounds can be interrupted, and the report is then partial; throws
/// UsageError if one of its options is given but there are no such bounds.
WeightsReport measure_weights(const std::string& weights, const ScoredDigits& scored, const ReportOptions& options,
                              BoundCheckpoint* checkpoint = nullptr);

/// A list with the numbers of each column.
nlohmann::json columns_json(const Matrix<float>& m);

/// {"mean", "stderr"}.
nlohmann::json estimate_json(const Estimate& estimate);

/// As documented in README: measurements that a model does not support are null, with the reason in "why". A partial
/// report also has "interrupted": {"by": signal, "examples": wanted for the importance-weighted bounds}.
nlohmann::json to_json(const WeightsReport& report);

}  // namespace latentpad::cli
