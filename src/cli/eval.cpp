// latentpad eval
#include <cstdio>
#include <memory>

#include "cli/bound_checkpoint.h"
#include "cli/command.h"
#include "cli/compute_options.h"
#include "cli/output.h"
#include "cli/report_json.h"
#include "cli/run_processes.h"
#include "cli/signals.h"
#include "cli/weight_files.h"
#include "io/json.h"

namespace latentpad::cli {
namespace {

struct EvalOptions {
  ReportOptions report;
  BoundCheckpoint checkpoint;
  std::string weights;
};

void print_estimate(const char* what, const nlohmann::json& value) {
  if (value.is_null()) return;
  std::printf("  %-26s %9.3f ± %.3f\n", what, value["mean"].get<double>(), value["stderr"].get<double>());
}

void print(const nlohmann::json& report) {
  const auto likelihood = report["likelihood"].get<std::string>();
  std::printf("%s (%s, %s) on %lld images of %s, %s pixels, seed %llu, nats per image\n",
              report["weights"].get<std::string>().c_str(), report["model"].get<std::string>().c_str(),
              likelihood.c_str(), report["examples"].get<long long>(), report["data"].get<std::string>().c_str(),
              report["pixels"].get<std::string>().c_str(),
              static_cast<unsigned long long>(report["seed"].get<std::uint64_t>()));
  print_estimate("-ELBO", report["negative_elbo"]);
  print_estimate("-log p(x), exact", report["exact_nll"]);
  for (const char* key : {"reconstruction", "kl"}) {
    if (!report[key].is_null()) std::printf("  %-26s %9.3f\n", key, report[key].get<double>());
  }
  if (report.contains("kl_per_layer")) {
    const auto layers = report["kl_per_layer"].get<std::vector<double>>();
    for (std::size_t i = 0; i < layers.size(); ++i) {
      std::printf("  %-26s %9.3f\n", ("  kl of z" + std::to_string(i + 1)).c_str(), layers[i]);
    }
  }
  if (!report["importance_weighted_nll"].is_null()) {
    for (const auto& [samples, value] : report["importance_weighted_nll"].items()) {
      print_estimate(("-log p(x) <=, " + samples + " samples").c_str(), value);
    }
    const auto first = report["importance_weighted_examples"].get<long long>();
    if (report.contains("interrupted")) {
      std::printf("  (interrupted by %s: the bounds with samples are of the first %lld of %lld images)\n",
                  report["interrupted"]["by"].get<std::string>().c_str(), first,
                  report["interrupted"]["examples"].get<long long>());
    } else if (first < report["examples"].get<long long>()) {
      std::printf("  (the bounds with samples are of the first %lld images)\n", first);
    }
  }
  if (!report["active_units"].is_null())
    std::printf("  %-26s %5d\n", "active units", report["active_units"].get<int>());
  for (const auto& [name, value] : report["latent"].items()) {
    if (!value.is_null()) std::printf("  %-26s %9.3f\n", name.c_str(), value.get<double>());
  }
  for (const char* group : {"sample_quality", "smoothness"}) {
    if (report[group].is_null()) continue;
    for (const auto& [name, value] : report[group].items()) {
      if (value.is_number_float()) std::printf("  %-26s %9.3f\n", name.c_str(), value.get<double>());
    }
  }
  if (!report["fitted_densities"].is_null()) {
    for (const auto& [name, density] : report["fitted_densities"].items()) {
      std::printf("  samples of a %s with %lld component%s, fitted to the codes of training images\n", name.c_str(),
                  density["components"].get<long long>(), density["components"] == 1 ? "" : "s");
      print_estimate("log p(z) of the codes", density["log_likelihood"]);
      for (const auto& [measure, value] : density["sample_quality"].items()) {
        if (value.is_number_float()) std::printf("  %-26s %9.3f\n", measure.c_str(), value.get<double>());
      }
    }
  }
  if (!report["is_density"].get<bool>()) {
    std::printf("  (%s is no density of %s pixels: these nats are losses, not likelihoods)\n", likelihood.c_str(),
                report["pixels"].get<std::string>().c_str());
  } else if (report["pixels"] != "binarized") {
    std::printf("  (not comparable with scores on binarized pixels)\n");
  }
}

/// Saves the importance-weighted bounds if an exception would lose them.
WeightsReport measure(EvalOptions& options, const ScoredDigits& scored) {
  try {
    return measure_weights(options.weights, scored, options.report, &options.checkpoint);
  } catch (const std::exception& error) {
    if (!options.checkpoint.has_progress()) throw;
    options.checkpoint.save(std::string("failed: ") + error.what() + ",");
  }
}

void run(EvalOptions& options) {
  std::vector<NamedPath> inputs = options.report.data.files();
  inputs.insert(inputs.end(), {{"--weights", options.weights}, {"--classifier", options.report.classifier}});
  options.checkpoint.check(inputs);
  const ScoredDigits scored = load_scored_digits(options.report.data);
  const WeightsReport report = measure(options, scored);
  if (options.report.json) {
    print_json(to_json(report), 2);
  } else {
    print(to_json(report));
  }
  if (report.measured.is_partial)
    options.checkpoint.save("interrupted by " + signal_text(run_processes().stop_signal()));
}

}  // namespace

void add_eval(CLI::App& app) {
  auto options = std::make_shared<EvalOptions>();
  CLI::App* command = app.add_subcommand("eval",
                                         "Measure weights on held-out images; likelihoods in nats. Ctrl-C, SIGTERM and "
                                         "SIGHUP save the importance-weighted "
                                         "bounds");
  add_weights_option(*command, options->weights);
  options->report.add_options(*command);
  options->checkpoint.add_options(*command);
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
