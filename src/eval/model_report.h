// All measurements of one model, with the reasons for missing ones.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/error.h"
#include "eval/code_density.h"
#include "eval/importance_weighted.h"
#include "eval/likelihood.h"
#include "eval/sample_quality.h"
#include "models/classifier.h"
#include "models/model.h"

namespace latentpad {

/// A metric, or the reason why it cannot be computed.
struct LatentMetric {
  std::optional<double> value;
  std::optional<ErrorReason> why;
};

/// The metrics of latent_metrics.h.
struct LatentReport {
  LatentMetric centredness, spread, moment_matched_kl, mmd;
  LatentMetric knn_accuracy;  ///< k = 10
  LatentMetric silhouette;
  LatentMetric participation_ratio;
};

/// One metric of LatentReport: its name in JSON, and its label in the program's table. The program and JavaScript use
/// kLatentMetrics.
template <auto kMember>
struct LatentMetricRow {
  std::string_view name, title, meaning;

  static LatentMetric& of(LatentReport& report) { return report.*kMember; }
  static const LatentMetric& of(const LatentReport& report) { return report.*kMember; }
};

inline constexpr std::tuple kLatentMetrics = {
    LatentMetricRow<&LatentReport::centredness>{"centredness", "centredness", "|mean code| / sqrt(d): 0 is centred"},
    LatentMetricRow<&LatentReport::spread>{"spread", "spread", "sd of the codes: 1 as the prior"},
    LatentMetricRow<&LatentReport::moment_matched_kl>{"moment_matched_kl", "KL to N(0, I)",
                                                      "of the codes' mean and covariance, nats"},
    LatentMetricRow<&LatentReport::mmd>{"mmd", "MMD", "squared, to the prior, inverse multiquadratic"},
    LatentMetricRow<&LatentReport::knn_accuracy>{"knn_accuracy", "k-NN accuracy", "label of the 10 nearest codes"},
    LatentMetricRow<&LatentReport::silhouette>{"silhouette", "silhouette", "by label, -1 to 1"},
    LatentMetricRow<&LatentReport::participation_ratio>{"participation_ratio", "dimensions filled",
                                                        "(tr C)^2 / tr(C^2) of the codes' covariance"},
};

/// Calls f with each row of kLatentMetrics.
template <typename F>
void for_each_latent_metric(F f) {
  std::apply([&](const auto&... row) { (f(row), ...); }, kLatentMetrics);
}

/// Metrics of the codes of images (bytes) with their labels. The quadratic metrics use at most the first 2,000 images.
/// For a model without a code, every metric is missing; with a learned prior, those that compare with N(0, I).
LatentReport latent_report(const Model<float>& model, std::span<const std::uint8_t> images,
                           std::span<const std::uint8_t> labels, std::uint64_t seed);

/// The data of the measurements.
struct ReportData {
  std::span<const std::uint8_t> examples;   ///< bytes, example_dim each
  std::span<const std::uint8_t> labels;     ///< of the examples
  std::span<const std::uint8_t> reference;  ///< training images, for the nearest neighbour of each sample
};

struct ReportConfig {
  EvaluationConfig evaluation;
  std::vector<Index> importance_samples;          ///< ascending; empty: no importance-weighted bounds
  Index importance_examples = 0;                  ///< maximum number of examples for those bounds, from the first
  Index samples = 0;                              ///< number of samples for the sample quality
  const Classifier<float>* classifier = nullptr;  ///< null: neither sample quality nor smoothness
  /// Divide the bounds among themselves; each computes the rest. They must outlive the report.
  Processes* processes = &alone();
  /// The importance-weighted bounds go on from it: of the same model, examples and configuration.
  std::optional<ImportanceWeightedState> resume;
  /// Called during the importance-weighted bounds, first before the first example, last after all. If it returns false,
  /// the report ends there.
  std::function<bool(const ImportanceWeightedEvaluation&)> on_progress = [](const auto&) { return true; };
};

/// The samples of a density fitted to the codes of training images (code_density.h).
struct DensityReport {
  std::string_view name;  ///< "gaussian" or "mixture"
  Index components = 0;
  Estimate log_likelihood;  ///< of the codes of the examples, which it was not fitted to, in nats
  SampleQuality sample_quality;
};

/// All measurements that the model supports (see ModelTraits) and the configuration requests.
struct ModelReport {
  ModelTraits traits;
  /// Ended by on_progress: the importance-weighted bounds may be of fewer examples, and what follows them is missing.
  bool is_partial = false;
  BoundReport bound;
  std::optional<ImportanceWeightedReport> importance_weighted;  ///< of models with a bound
  LatentReport latent;
  std::optional<SampleQuality> sample_quality;
  std::vector<DensityReport>
      densities;  ///< of models whose code is a point and has no prior, together with sample_quality
  std::optional<Smoothness> smoothness;  ///< of models with an unconditional code
};

/// Throws ArgumentError if a measurement does.
ModelReport model_report(const Model<float>& model, const ReportData& data, const ReportConfig& config);

}  // namespace latentpad
