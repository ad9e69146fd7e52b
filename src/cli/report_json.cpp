#include "cli/report_json.h"

#include "cli/weight_files.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/numbers.h"
#include "cli/progress_bar.h"
#include "io/checkpoint.h"
#include "io/classifier_file.h"
#include "io/files.h"
#include "io/json.h"

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

Json estimate_json(const Estimate& estimate) { return {{"mean", estimate.mean}, {"stderr", estimate.standard_error}}; }

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

  void write_latent(std::string_view key, const LatentMetric& metric) {
    report_["latent"][std::string(key)] = metric.value ? Json(*metric.value) : Json();
    if (metric.why) report_["why"][std::string(key)] = error_message(metric.why->code, metric.why->params);
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
  writer.write("kl_per_dimension", can.posterior, bound.kl_per_dimension, no_bound);
  writer.write("reconstruction", can.code, bound.reconstruction, "there is no code to reconstruct from");
  writer.write("active_units", can.code, bound.active_units, "there is no code to reconstruct from");
  writer.write(
      "exact_nll", can.exact_likelihood, estimate_json(bound.negative_elbo),
      can.posterior ? "log p(x) of a VAE is an integral over z that has no closed form" : "an AE has no density");
  const auto& weighted = report.importance_weighted;
  writer.write("importance_weighted_nll", weighted.has_value(), weighted ? bounds_json(*weighted) : Json(),
               can.bound ? "--importance-samples none" : "only a VAE has importance weights");
  if (weighted) json["importance_weighted_examples"] = weighted->examples;
  for_each_latent_metric([&](const auto& row) { writer.write_latent(row.name, row.of(report.latent)); });
  const auto& quality = report.sample_quality;
  const char* no_classifier = "needs --classifier FILE";
  writer.write("sample_quality", quality.has_value(), quality ? quality_json(*quality) : Json(), no_classifier);
  const auto& smoothness = report.smoothness;
  writer.write(
      "smoothness", smoothness.has_value(),
      smoothness ? Json{{"unevenness", smoothness->unevenness}, {"recognisable", smoothness->recognisable}} : Json(),
      !quality    ? no_classifier
      : !can.code ? "there is no code to interpolate"
                  : "of a conditional model a code alone is not a picture");
}

}  // namespace

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

WeightsReport measure_weights(const std::string& weights, const ScoredDigits& scored, const ReportOptions& options) {
  ReportConfig config;
  config.evaluation = {pixel_mode_from_name(options.pixels), options.seed, options.repeats};
  config.importance_samples = parse_samples(options.importance_samples);
  config.importance_examples = options.importance_digits;
  config.samples = options.samples;
  const LoadedModel loaded = load_model(read_weights(weights));
  std::optional<Classifier<float>> classifier;
  if (!options.classifier.empty()) {
    classifier = load_classifier(read_file(options.classifier, kMaxClassifierBytes));
    config.classifier = &*classifier;
  }
  std::optional<ProgressBar> bar;
  config.on_progress = [&bar](Index done, Index all) {
    if (done == 0) bar.emplace(static_cast<std::uint64_t>(all), 0, 1.0, "images/s");
    else if (done == all) bar.reset();
    else bar->update(static_cast<std::uint64_t>(done), "importance-weighted bound");
  };
  return {weights,
          checksum(*loaded.model),
          scored.digits.name,
          loaded.model->config(),
          loaded.model->likelihood().is_density_on(config.evaluation.pixels),
          config.evaluation,
          model_report(*loaded.model, {scored.examples(*loaded.model), scored.labels, scored.digits.train_images()},
                       config)};
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
  return json;
}

}  // namespace latentpad::cli
