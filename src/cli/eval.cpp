// latentpad eval
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/data_source.h"
#include "eval/likelihood.h"
#include "io/checkpoint.h"
#include "io/files.h"

namespace latentpad::cli {
namespace {

struct EvalOptions {
  DataSource data;
  std::string weights, pixels = "binarized";
  std::uint64_t seed = 1;
  int repeats = 1;
  bool json = false;
};

nlohmann::json evaluate(const EvalOptions& options) {
  const Digits digits = options.data.load();
  const LoadedModel loaded = load_model(read_file(options.weights));
  // Files of the test split were never trained on: all of them count.
  const bool all = options.data.split == "test" && !options.data.validation;
  const std::span<const std::uint8_t> images = all ? std::span(digits.images) : digits.held_out_images();
  if (images.empty()) throw UsageError("no held-out digits: say how many of the last to score with --validation N");
  const PixelMode pixels = pixel_mode_from_name(options.pixels);
  const BoundReport report = evaluate_bound(*loaded.model, images, {pixels, options.seed, options.repeats});
  return {{"model", loaded.model->config().model},
          {"weights", options.weights},
          {"checksum", checksum(*loaded.model)},
          {"data", digits.name},
          {"examples", report.examples},
          {"pixels", options.pixels},
          {"seed", options.seed},
          {"repeats", options.repeats},
          {"negative_elbo", {{"mean", report.negative_elbo.mean}, {"stderr", report.negative_elbo.standard_error}}},
          {"reconstruction", report.reconstruction},
          {"kl", report.kl},
          {"kl_per_dimension", report.kl_per_dimension},
          {"active_units", report.active_units},
          {"exact_nll", nullptr},
          {"why", {{"exact_nll", "log p(x) of a VAE is an integral over z that has no closed form"}}}};
}

void run(const EvalOptions& options) {
  const nlohmann::json result = evaluate(options);
  if (options.json) {
    std::printf("%s\n", result.dump(2).c_str());
    return;
  }
  std::printf("%s on the %lld held-out digits of %s, %s pixels, seed %llu, nats per digit\n", options.weights.c_str(),
              result["examples"].get<long long>(), result["data"].get<std::string>().c_str(), options.pixels.c_str(),
              static_cast<unsigned long long>(options.seed));
  std::printf("  -ELBO           %9.3f ± %.3f\n", result["negative_elbo"]["mean"].get<double>(),
              result["negative_elbo"]["stderr"].get<double>());
  std::printf("  reconstruction  %9.3f\n  KL              %9.3f\n  active units    %5d of %zu\n",
              result["reconstruction"].get<double>(), result["kl"].get<double>(), result["active_units"].get<int>(),
              result["kl_per_dimension"].size());
  if (options.pixels != "binarized") std::printf("  (not comparable with scores on binarized pixels)\n");
}

}  // namespace

void add_eval(CLI::App& app) {
  auto options = std::make_shared<EvalOptions>();
  CLI::App* command = app.add_subcommand("eval", "Score weights on held-out digits, in nats");
  command->add_option("--weights", options->weights, "The .safetensors file")->required()->type_name("FILE");
  options->data.add_options(*command, true);
  command->add_option("--pixels", options->pixels, "How grey digits are presented")
      ->check(CLI::IsMember({"binarized", "thresholded", "grey"}))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Of the fixed binarisation and of z")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--repeats", options->repeats, "Draws of z for each digit")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print the result as JSON");
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
