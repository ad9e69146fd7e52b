#include "cli/report_json.h"

#include <algorithm>
#include <cstdio>

#include "cli/numbers.h"
#include "cli/progress_bar.h"
#include "eval/model_report.h"
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

Json estimate_json(const Estimate& estimate) {
  return {{"mean", estimate.mean}, {"stderr", estimate.standard_error}};
}

void add_bound(Json& report, const Model<float>& model, const ScoredDigits& scored, const ReportOptions& options) {
  const BoundReport bound = evaluate_bound(
      model, scored.examples(model), {pixel_mode_from_name(options.pixels), options.seed, options.repeats});
  const ModelTraits& can = model.traits();
  report["examples"] = bound.examples;
  if (can.posterior) {
    report["negative_elbo"] = estimate_json(bound.negative_elbo);
    report["kl"] = bound.kl;
    report["kl_per_dimension"] = bound.kl_per_dimension;
  } else {
    const char* why = can.code ? "an AE's code is a point: there is no q(z | x) and no bound"
                               : "there is no latent variable, and log p(x) needs no bound";
    for (const char* key : {"negative_elbo", "kl", "kl_per_dimension"}) report["why"][key] = why;
  }
  if (can.code) {
    report["reconstruction"] = bound.reconstruction;
    report["active_units"] = bound.active_units;
  } else {
    for (const char* key : {"reconstruction", "active_units"}) report["why"][key] = "there is no code to reconstruct from";
  }
  if (can.exact_likelihood) {
    report["exact_nll"] = estimate_json(bound.negative_elbo);
  } else {
    report["why"]["exact_nll"] = can.posterior ? "log p(x) of a VAE is an integral over z that has no closed form"
                                               : "an AE has no density";
  }
}

void add_importance_weighted(Json& report, const Model<float>& model, const ScoredDigits& scored,
                             const ReportOptions& options) {
  const std::vector<Index> samples = parse_samples(options.importance_samples);
  if (!model.traits().bound) {
    report["why"]["importance_weighted_nll"] = "only a VAE has importance weights";
    return;
  }
  if (samples.empty()) {
    report["why"]["importance_weighted_nll"] = "--importance-samples none";
    return;
  }
  const auto digits = std::min(static_cast<std::size_t>(options.importance_digits), scored.labels.size());
  ImportanceWeightedEvaluation evaluation(
      model, scored.examples(model).first(digits * static_cast<std::size_t>(example_dim(model.config()))),
      {pixel_mode_from_name(options.pixels), options.seed, samples});
  ProgressBar bar(digits, 0, 1.0, "digits/s");
  std::uint64_t done = 0;
  while (evaluation.advance(10)) bar.update(done += 10, "importance-weighted bound");
  const ImportanceWeightedReport result = evaluation.report();
  Json bounds;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    bounds[std::to_string(samples[i])] = estimate_json(result.negative_log_likelihood[i]);
  }
  report["importance_weighted_nll"] = bounds;
  report["importance_weighted_examples"] = result.examples;
}

void add_samples(Json& report, const Model<float>& model, const ScoredDigits& scored, const ReportOptions& options) {
  if (options.classifier.empty()) {
    for (const char* key : {"sample_quality", "smoothness"}) report["why"][key] = "needs --classifier FILE";
    return;
  }
  const Classifier<float> classifier = load_classifier(read_file(options.classifier, kMostClassifierBytes));
  const SampleQuality quality = sample_quality(sample_images(model, options.samples, options.seed),
                                               scored.digits.train_images(), classifier);
  report["sample_quality"] = {{"samples", quality.samples},
                              {"classifier_confidence", quality.classifier_confidence},
                              {"label_histogram", quality.label_histogram},
                              {"label_entropy", quality.label_entropy},
                              {"nearest_distance", quality.nearest_distance}};
  if (!model.traits().code || model.traits().conditional) {
    report["why"]["smoothness"] = model.traits().code ? "of a conditional model a code alone is not a picture"
                                                            : "there is no code to interpolate";
    return;
  }
  Matrix<float> codes, log_var;
  encode_images(model, scored.examples(model), codes, log_var);
  const Smoothness smoothness = interpolation_smoothness(model, codes, 200, 11, options.seed, classifier);
  report["smoothness"] = {{"unevenness", smoothness.unevenness}, {"recognisable", smoothness.recognisable}};
}

}  // namespace

void ReportOptions::add_options(CLI::App& command) {
  data.add_options(command, true);
  const auto option = [&command](const char* name, auto& value, const char* help) {
    return command.add_option(name, value, help)->capture_default_str();
  };
  option("--pixels", pixels, "How grey digits are presented")
      ->check(CLI::IsMember({"binarized", "thresholded", "grey"}));
  add_number<std::uint64_t>(command, "--seed", seed, "Of the fixed binarisation, of z and of samples", 0, kMostSeed);
  add_number(command, "--repeats", repeats, "Draws of z for each digit", 1, 10000);
  option("--importance-samples", importance_samples, "Importance-weighted bounds to compute, ascending, or none")
      ->type_name("LIST");
  add_number<Index>(command, "--importance-digits", importance_digits, "First so many digits for those bounds", 1, 1000000);
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
  // Files of the test split were never trained on: all of them count.
  const bool all = data.split == "test" && !data.validation;
  scored.images = all ? std::span<const std::uint8_t>(scored.digits.images) : scored.digits.held_out_images();
  scored.labels = std::span(scored.digits.labels).last(scored.images.size() / scored.digits.pixels());
  if (scored.images.empty()) {
    throw UsageError("no held-out digits: say how many of the last to score with --validation N");
  }
  return scored;
}

Json report_json(const std::string& weights, const ScoredDigits& scored, const ReportOptions& options) {
  const LoadedModel loaded = load_model(read_file(weights, kMostWeightBytes));
  Json report = {{"model", loaded.model->config().model},
                 {"weights", weights},
                 {"checksum", checksum(*loaded.model)},
                 {"config", to_json(loaded.model->config())},
                 {"data", scored.digits.name},
                 {"likelihood", loaded.model->config().likelihood.name},
                 {"pixels", options.pixels},
                 {"is_density", loaded.model->likelihood().is_density_on(pixel_mode_from_name(options.pixels))},
                 {"seed", options.seed},
                 {"repeats", options.repeats},
                 {"why", Json::object()}};
  for (const char* key : {"negative_elbo", "reconstruction", "kl", "kl_per_dimension", "active_units", "exact_nll",
                          "importance_weighted_nll", "sample_quality", "smoothness"}) {
    report[key] = nullptr;
  }
  add_bound(report, *loaded.model, scored, options);
  add_importance_weighted(report, *loaded.model, scored, options);
  const LatentReport latent = latent_report(*loaded.model, scored.examples(*loaded.model), scored.labels, options.seed);
  for (const auto& [name, value] : latent.values) report["latent"][name] = value;
  for (const auto& [name, why] : latent.why) {
    report["latent"][name] = nullptr;
    report["why"][name] = error_message(why.code, why.params);
  }
  add_samples(report, *loaded.model, scored, options);
  return report;
}

}  // namespace latentpad::cli
