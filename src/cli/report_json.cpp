#include "cli/report_json.h"

#include "cli/weight_files.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

#include "cli/numbers.h"
#include "cli/progress_bar.h"
#include "cli/run_processes.h"
#include "cli/signals.h"
#include "io/checkpoint.h"
#include "io/classifier_file.h"
#include "io/files.h"
#include "io/fnv1a.h"
#include "io/json.h"
#include "math/arithmetic.h"

namespace latentpad::cli {
namespace {

using Json = nlohmann::json;

std::vector<Index> parse_samples(const std::string& text) {
  std::vector<Index> samples;
  if (text == "none") return samples;
  samples = parse_numbers<Index>("--importance-samples", text, 1, kMaxImportanceSamples);
  for (std::size_t i = 1; i < samples.size(); ++i) {
    if (samples[i] > samples[i - 1]) continue;
    throw UsageError("--importance-samples: expected ascending numbers such as 1,10,100, or none; got " + quote(text));
  }
  return samples;
}

Json bounds_json(const ImportanceWeightedReport& report) {
  Json bounds;
  for (std::size_t i = 0; i < report.samples.size(); ++i) {
    bounds[std::to_string(report.samples[i])] = estimate_json(report.negative_log_likelihood[i]);
  }
  return bounds;
}

Json quality_json(const SampleQuality& quality) {
  return {{"samples", quality.samples},
          {"classifier_confidence", quality.classifier_confidence},
          {"label_histogram", quality.label_histogram},
          {"label_entropy", quality.label_entropy},
          {"nearest_distance", quality.nearest_distance}};
}

/// Writes a value under its key, or null with the reason under "why" if the model or the options do not have it.
class ReportWriter {
 public:
  explicit ReportWriter(Json& report) : report_(report) { report_["why"] = Json::object(); }

  void write(const char* key, bool is_there, Json value, const char* why) {
    report_[key] = is_there ? std::move(value) : Json();
    if (!is_there) report_["why"][key] = why;
  }

  void write_latent(std::string_view key, const LatentMetric& metric, const char* why) {
    report_["latent"][std::string(key)] = metric.value ? Json(*metric.value) : Json();
    if (metric.value) return;
    report_["why"][std::string(key)] = metric.why ? error_message(metric.why->code, metric.why->params) : why;
  }

 private:
  Json& report_;
};

void write_measurements(Json& json, const ModelReport& report) {
  const ModelTraits& can = report.traits;
  const BoundReport& bound = report.bound;
  ReportWriter writer(json);
  json["examples"] = bound.examples;
  const char* no_bound = can.code ? "an AE's code is a point: there is no q(z | x) and no bound"
                                  : "there is no latent variable, and log p(x) needs no bound";
  writer.write("negative_elbo", can.posterior, estimate_json(bound.negative_elbo), no_bound);
  writer.write("kl", can.posterior, bound.kl, no_bound);
  const bool is_product = can.posterior && !bound.kl_per_dimension.empty();
  writer.write("kl_per_dimension", is_product, bound.kl_per_dimension,
               can.posterior ? "a learned prior is no product over the dimensions" : no_bound);
  if (can.hierarchical) json["kl_per_layer"] = bound.kl_per_layer;
  writer.write("reconstruction", can.code, bound.reconstruction, "there is no code to reconstruct from");
  writer.write("active_units", can.code, bound.active_units, "there is no code to reconstruct from");
  writer.write(
      "exact_nll", can.exact_likelihood, estimate_json(bound.negative_elbo),
      can.posterior ? "log p(x) of a VAE is an integral over z that has no closed form" : "an AE has no density");
  const auto& weighted = report.importance_weighted;
  const char* unmeasured = "interrupted before it was measured";
  writer.write("importance_weighted_nll", weighted && weighted->examples > 0,
               weighted ? bounds_json(*weighted) : Json(),
               report.is_partial ? unmeasured
               : can.bound       ? "--importance-samples none"
                                 : "only a VAE has importance weights");
  if (weighted) json["importance_weighted_examples"] = weighted->examples;
  for_each_latent_metric([&](const auto& row) { writer.write_latent(row.name, row.of(report.latent), unmeasured); });
  const auto& quality = report.sample_quality;
  const char* no_classifier = report.is_partial ? unmeasured : "needs --classifier FILE";
  writer.write("sample_quality", quality.has_value(), quality ? quality_json(*quality) : Json(), no_classifier);
  Json densities;
  for (const DensityReport& density : report.densities) {
    densities[std::string(density.name)] = {{"components", density.components},
                                            {"log_likelihood", estimate_json(density.log_likelihood)},
                                            {"sample_quality", quality_json(density.sample_quality)}};
  }
  writer.write("fitted_densities", !report.densities.empty(), densities,
               !quality ? no_classifier : "the model has samples of its own; an AE has none");
  const auto& smoothness = report.smoothness;
  writer.write(
      "smoothness", smoothness.has_value(),
      smoothness ? Json{{"unevenness", smoothness->unevenness}, {"recognisable", smoothness->recognisable}} : Json(),
      !quality    ? no_classifier
      : !can.code ? "there is no code to interpolate"
                  : "of a conditional model a code alone is not a picture");
}

/// The progress of the importance-weighted bounds on stderr: a bar on a terminal, otherwise, if they are more than the
/// work of seconds, a line at the start and after each tenth.
class BoundProgress {
 public:
  void update(const ImportanceWeightedEvaluation& evaluation, Index samples) {
    const auto done = static_cast<std::uint64_t>(evaluation.done()),
               all = static_cast<std::uint64_t>(evaluation.examples());
    if (!bar_) {
      bar_.emplace(all, done, 1.0, "images/s");
      const double draws = static_cast<double>(all - done) * static_cast<double>(samples);
      has_lines_ = !bar_->is_drawn() && draws >= kDrawsOfSeconds;
      if (has_lines_) say(done, all, "");
    } else if (has_lines_ && done * 10 / all > tenths_) {
      const double left = static_cast<double>(all - done) / bar_->rate(done);
      say(done, all, done < all ? ", " + duration_text(left) + " left" : "");
    }
    tenths_ = done * 10 / all;
    bar_->update(done, "importance-weighted bound");
  }

 private:
  static constexpr double kDrawsOfSeconds = 1e6;

  static void say(std::uint64_t done, std::uint64_t all, const std::string& left) {
    std::fprintf(stderr, "importance-weighted bound: %llu of %llu images%s\n", static_cast<unsigned long long>(done),
                 static_cast<unsigned long long>(all), left.c_str());
  }

  std::optional<ProgressBar> bar_;
  bool has_lines_ = false;
  std::uint64_t tenths_ = 0;
};

/// Throws UsageError if an option of the checkpoint is given but there are no importance-weighted bounds.
void expect_bounds(const BoundCheckpoint* checkpoint, const ReportOptions& options, const Model<float>& model) {
  const std::optional<std::string> option = checkpoint != nullptr ? checkpoint->option() : std::nullopt;
  if (!option) return;
  if (options.importance_samples == "none") throw UsageError(*option + ": expected --importance-samples, got none");
  if (!model.traits().bound) {
    throw UsageError(*option + ": expected --weights of a vae or cvae, which have importance weights, got " +
                     model.config().model);
  }
}

}  // namespace

Json columns_json(const Matrix<float>& m) {
  Json list = Json::array();
  for (Index n = 0; n < m.cols(); ++n) list.push_back(std::vector<float>(m.col(n).begin(), m.col(n).end()));
  return list;
}

Json estimate_json(const Estimate& estimate) { return {{"mean", estimate.mean}, {"stderr", estimate.standard_error}}; }

void ReportOptions::add_options(CLI::App& command) {
  data.add_options(command, true);
  const auto option = [&command](const char* name, auto& value, const char* help) {
    return command.add_option(name, value, help)->capture_default_str();
  };
  option("--pixels", pixels, "How grey pixels are presented")
      ->check(CLI::IsMember({"binarized", "thresholded", "grey"}));
  add_number<std::uint64_t>(command, "--seed", seed, "Of the fixed binarisation, of z and of samples", 0, kMaxSeed);
  add_number(command, "--repeats", repeats, "Draws of z for each image", 1, 10000);
  option("--importance-samples", importance_samples, "Importance-weighted bounds to compute, ascending, or none")
      ->type_name("LIST");
  add_number<Index>(command, "--importance-digits", importance_digits, "First so many images for those bounds", 1,
                    1000000);
  add_number<Index>(command, "--samples", samples, "Images to draw for the sample quality", 1, 10000);
  command.add_option("--classifier", classifier, "Judge of samples, such as weights/classifier.safetensors")
      ->type_name("FILE");
  command.add_flag("--json", json, "Print the result as JSON");
}

std::span<const std::uint8_t> ScoredDigits::examples(const Model<float>& model) const {
  return digits.examples(model.config()).last(labels.size() * static_cast<std::size_t>(example_dim(model.config())));
}

ScoredDigits load_scored_digits(const DataSource& data) {
  ScoredDigits scored;
  scored.digits = data.load();
  // The test split is never used for training: evaluate all of it.
  const bool all = data.split == "test" && !data.validation;
  scored.images = all ? std::span<const std::uint8_t>(scored.digits.images) : scored.digits.held_out_images();
  scored.labels = std::span(scored.digits.labels).last(scored.images.size() / scored.digits.pixels());
  if (scored.images.empty()) {
    throw UsageError("no held-out images: say how many of the last to score with --validation N");
  }
  return scored;
}

WeightsReport measure_weights(const std::string& weights, const ScoredDigits& scored, const ReportOptions& options,
                              BoundCheckpoint* checkpoint) {
  ReportConfig config;
  config.evaluation = {pixel_mode_from_name(options.pixels), options.seed, options.repeats};
  config.importance_samples = parse_samples(options.importance_samples);
  config.importance_examples = options.importance_digits;
  config.samples = options.samples;
  config.processes = &run_processes();
  const LoadedModel loaded = load_model(read_weights(weights));
  std::optional<Classifier<float>> classifier;
  if (!options.classifier.empty()) {
    classifier = load_classifier(read_file(options.classifier, kMaxClassifierBytes));
    config.classifier = &*classifier;
  }
  expect_bounds(checkpoint, options, *loaded.model);
  const std::span<const std::uint8_t> examples = scored.examples(*loaded.model);
  const Index bound_examples = std::min(options.importance_digits, static_cast<Index>(scored.labels.size()));
  const std::string weights_checksum = checksum(*loaded.model);
  if (checkpoint != nullptr && loaded.model->traits().bound && !config.importance_samples.empty()) {
    const std::size_t bytes = static_cast<std::size_t>(bound_examples * example_dim(loaded.model->config()));
    Fnv1a data;
    data.add(examples.data(), bytes);
    config.resume = checkpoint->begin({weights_checksum, data.text(), bound_examples, options.pixels, options.seed,
                                       config.importance_samples, std::string(arithmetic_name(arithmetic()))});
  }
  BoundProgress progress;
  config.on_progress = [&](const ImportanceWeightedEvaluation& evaluation) {
    progress.update(evaluation, config.importance_samples.back());
    return checkpoint == nullptr || checkpoint->keep(evaluation);
  };
  return {weights,
          weights_checksum,
          scored.digits.name,
          loaded.model->config(),
          loaded.model->likelihood().is_density_on(config.evaluation.pixels),
          config.evaluation,
          bound_examples,
          model_report(*loaded.model, {examples, scored.labels, scored.digits.train_images()}, config)};
}

Json to_json(const WeightsReport& report) {
  Json json = {{"model", report.config.model},
               {"weights", report.weights},
               {"checksum", report.checksum},
               {"config", latentpad::to_json(report.config)},
               {"data", report.data},
               {"likelihood", report.config.likelihood.name},
               {"pixels", pixel_mode_name(report.evaluation.pixels)},
               {"is_density", report.is_density},
               {"seed", report.evaluation.seed},
               {"repeats", report.evaluation.repeats}};
  write_measurements(json, report.measured);
  if (report.measured.is_partial) {
    json["interrupted"] = {{"by", signal_text(run_processes().stop_signal())},
                           {"examples", report.importance_examples}};
  }
  return json;
}

}  // namespace latentpad::cli
