#include "eval/model_report.h"

#include <algorithm>
#include <utility>

#include "eval/latent_metrics.h"
#include "eval/likelihood.h"

namespace latentpad {

namespace {

LatentReport report_of_codes(const Model<float>& model, const Matrix<float>& codes, const Matrix<float>& log_var,
                             std::span<const std::uint8_t> labels, std::uint64_t seed) {
  constexpr Index kMax = 2000, kNeighbours = 10;
  const Matrix<float> few = codes.leftCols(std::min(kMax, codes.cols()));
  const std::span<const std::uint8_t> few_labels =
      labels.first(std::min(labels.size(), static_cast<std::size_t>(few.cols())));
  const auto measure = [](const auto& metric) -> LatentMetric {
    try {
      return {metric(), {}};
    } catch (const ArgumentError& error) {
      return {{}, error.reason()};
    }
  };
  // Those that compare the codes with N(0, I) do not apply to another prior.
  const auto measure_standard = [&](const char* function, const auto& metric) -> LatentMetric {
    if (!is_learned(model.config().prior)) return measure(metric);
    return {{},
            ErrorReason{ErrorCode::measure_needs_standard_prior,
                        {{"function", function}, {"got", model.config().prior.name}}}};
  };
  return {measure_standard("centredness", [&] { return centredness(codes); }),
          measure_standard("spread", [&] { return spread(codes, log_var); }),
          measure_standard("moment_matched_kl", [&] { return moment_matched_kl(codes, log_var); }),
          measure([&] { return mmd_to_prior(codes, latent_model(model, "mmd_to_prior").prior(), seed); }),
          measure([&] { return knn_accuracy(few, few_labels, kNeighbours); }),
          measure([&] { return silhouette(few, few_labels); }),
          measure([&] { return participation_ratio(codes); })};
}

LatentReport report_without_code(const Model<float>& model) {
  const LatentMetric none{{}, ErrorReason{ErrorCode::measure_needs_code, {{"got", model.config().model}}}};
  LatentReport report;
  for_each_latent_metric([&](const auto& row) { row.of(report) = none; });
  return report;
}

}  // namespace

LatentReport latent_report(const Model<float>& model, std::span<const std::uint8_t> images,
                           std::span<const std::uint8_t> labels, std::uint64_t seed) {
  if (!model.traits().code) return report_without_code(model);
  Matrix<float> codes, log_var;
  encode_images(model, images, codes, log_var);
  return report_of_codes(model, codes, log_var, labels, seed);
}

ModelReport model_report(const Model<float>& model, const ReportData& data, const ReportConfig& config) {
  const std::uint64_t seed = config.evaluation.seed;
  ModelReport report;
  report.traits = model.traits();
  report.bound = evaluate_bound(model, data.examples, config.evaluation, *config.processes);
  if (report.traits.bound && !config.importance_samples.empty()) {
    const auto size = static_cast<std::size_t>(example_dim(model.config()));
    const auto count = std::min(static_cast<std::size_t>(config.importance_examples), data.examples.size() / size);
    ImportanceWeightedEvaluation evaluation(model, data.examples.first(count * size),
                                            {config.evaluation.pixels, seed, config.importance_samples},
                                            *config.processes);
    if (config.resume) evaluation.resume(*config.resume);
    bool goes_on = config.on_progress(evaluation);
    while (goes_on && evaluation.done() < evaluation.examples()) {
      evaluation.advance(evaluation.batch());
      goes_on = config.on_progress(evaluation);
    }
    report.importance_weighted = evaluation.report();
    report.is_partial = !goes_on;
    if (report.is_partial) return report;
  }
  Matrix<float> codes, log_var;
  if (report.traits.code) encode_images(model, data.examples, codes, log_var);
  report.latent =
      report.traits.code ? report_of_codes(model, codes, log_var, data.labels, seed) : report_without_code(model);
  if (config.classifier == nullptr) return report;
  report.sample_quality =
      sample_quality(sample_images(model, config.samples, seed), data.reference, *config.classifier);
  if (report.traits.code && !report.traits.generates) {
    const auto images = static_cast<Index>(data.reference.size()) / model.config().input_dim;
    for (const auto& [name, most] : {std::pair{"gaussian", Index{1}}, {"mixture", kDensityComponents}}) {
      const Index components = std::min(most, images);
      const CodeDensity density = density_of_images(model, data.reference, components, seed);
      report.densities.push_back(
          {name, components, density.log_likelihood(codes),
           sample_quality(sample_images(model, density, config.samples, seed), data.reference, *config.classifier)});
    }
  }
  if (!report.traits.code || report.traits.conditional) return report;
  report.smoothness =
      interpolation_smoothness(model, codes, kSmoothnessPaths, kSmoothnessFrames, seed, *config.classifier);
  return report;
}

}  // namespace latentpad
