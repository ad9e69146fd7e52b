#include "eval/model_report.h"

#include <algorithm>

#include "eval/latent_metrics.h"
#include "eval/likelihood.h"

namespace latentpad {

LatentReport latent_report(const Model<float>& model, std::span<const std::uint8_t> images,
                           std::span<const std::uint8_t> labels, std::uint64_t seed) {
  constexpr Index kMost = 2000, kNeighbours = 10;
  if (!model.traits().code) {
    const LatentMetric none{{}, ErrorReason{ErrorCode::measure_needs_code, {{"got", model.config().model}}}};
    LatentReport report;
    for_each_latent_metric([&](const auto& row) { row.of(report) = none; });
    return report;
  }
  Matrix<float> codes, log_var;
  encode_images(model, images, codes, log_var);
  const Matrix<float> few = codes.leftCols(std::min(kMost, codes.cols()));
  const std::span<const std::uint8_t> few_labels =
      labels.first(std::min(labels.size(), static_cast<std::size_t>(few.cols())));
  const auto measure = [](const auto& metric) -> LatentMetric {
    try {
      return {metric(), {}};
    } catch (const ArgumentError& error) {
      return {{}, error.reason()};
    }
  };
  return {measure([&] { return centredness(codes); }),
          measure([&] { return spread(codes, log_var); }),
          measure([&] { return moment_matched_kl(codes, log_var); }),
          measure([&] { return mmd_to_prior(codes, seed); }),
          measure([&] { return knn_accuracy(few, few_labels, kNeighbours); }),
          measure([&] { return silhouette(few, few_labels); }),
          measure([&] { return participation_ratio(codes); })};
}

ModelReport model_report(const Model<float>& model, const ReportData& data, const ReportConfig& config) {
  constexpr Index kAtOnce = 10;
  const std::uint64_t seed = config.evaluation.seed;
  ModelReport report;
  report.traits = model.traits();
  report.bound = evaluate_bound(model, data.examples, config.evaluation);
  if (report.traits.bound && !config.importance_samples.empty()) {
    const auto size = static_cast<std::size_t>(example_dim(model.config()));
    const auto count = std::min(static_cast<std::size_t>(config.importance_examples), data.examples.size() / size);
    ImportanceWeightedEvaluation evaluation(model, data.examples.first(count * size),
                                            {config.evaluation.pixels, seed, config.importance_samples});
    const auto all = static_cast<Index>(count);
    config.on_progress(0, all);
    for (Index done = kAtOnce; evaluation.advance(kAtOnce); done += kAtOnce) config.on_progress(done, all);
    config.on_progress(all, all);
    report.importance_weighted = evaluation.report();
  }
  report.latent = latent_report(model, data.examples, data.labels, seed);
  if (config.classifier == nullptr) return report;
  report.sample_quality = sample_quality(sample_images(model, config.samples, seed), data.reference, *config.classifier);
  if (!report.traits.code || report.traits.conditional) return report;
  Matrix<float> codes, log_var;
  encode_images(model, data.examples, codes, log_var);
  report.smoothness = interpolation_smoothness(model, codes, kSmoothnessPaths, kSmoothnessFrames, seed, *config.classifier);
  return report;
}

}  // namespace latentpad
