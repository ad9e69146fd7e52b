// What `eval` and `compare` say of a model.
#pragma once

#include <string>
#include <vector>

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

  /// Adds everything but --weights to a command.
  void add_options(CLI::App& command);
};

/// The digits to score: the held-out ones, or all of --split test. Throws UsageError when there are none.
struct ScoredDigits {
  Digits digits;
  std::span<const std::uint8_t> images, labels;

  /// The same as the model reads them: with their labels where it is told those.
  std::span<const std::uint8_t> examples(const Model<float>& model) const;
};
ScoredDigits load_scored_digits(const DataSource& data);

/// All that can be measured of a weight file, and on what.
struct WeightsReport {
  std::string weights, checksum, data;
  ModelConfig config;
  bool is_density = false;
  EvaluationConfig evaluation;
  ModelReport measured;
};

/// Throws UsageError for a malformed list of importance samples, and what reading and measuring the model throw.
WeightsReport measure_weights(const std::string& weights, const ScoredDigits& scored, const ReportOptions& options);

/// As README documents it: what a model does not have is null, and the reason stands under "why".
nlohmann::json to_json(const WeightsReport& report);

}  // namespace latentpad::cli
