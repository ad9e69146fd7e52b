// latentpad complete
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/compute_options.h"
#include "cli/example_source.h"
#include "cli/numbers.h"
#include "cli/output.h"
#include "cli/picture.h"
#include "cli/report_json.h"
#include "cli/weight_files.h"
#include "eval/completion.h"
#include "eval/importance_weighted.h"
#include "io/checkpoint.h"
#include "io/json.h"

namespace latentpad::cli {
namespace {

struct CompleteOptions {
  std::string weights, out;
  ExampleSource example;
  Index rows = 0, count = 14, scale = 2, draws = 10'000;
  std::uint64_t seed = 1;
  bool probabilities = false, json = false;
  const CLI::App* command = nullptr;
};

/// Throws UsageError for options that the model does not have.
void expect_fit(const CompleteOptions& options, const ModelConfig& config) {
  const ModelTraits& traits = traits_of(config);
  if (!traits.generates) {
    throw UsageError("--weights: expected a model with a density to complete with (vae, cvae, fvbn or made), got " +
                     config.model);
  }
  const bool is_exact = traits.exact_likelihood && config.orderings == 1;
  if (is_exact && options.command->count("--importance-samples") > 0) {
    throw UsageError("--importance-samples: expected --weights of a vae, a cvae or a made of several orderings, got " +
                     config.model + ", which completes exactly");
  }
  const Index height = image_size(config).height;
  if (options.rows >= height) {
    throw UsageError("--rows: expected fewer than the " + std::to_string(height) +
                     " rows of an image of --weights, got " + std::to_string(options.rows));
  }
}

/// The image, its given part with the missing pixels grey, and the completions.
Matrix<float> picture_of(const Matrix<float>& image, Index given, const Matrix<float>& completions) {
  Matrix<float> tiles(image.rows(), completions.cols() + 2);
  tiles.col(0) = tiles.col(1) = image.col(0);
  tiles.col(1).tail(image.rows() - given).setConstant(0.5f);
  tiles.rightCols(completions.cols()) = completions;
  return tiles;
}

void print_completions(const nlohmann::json& result) {
  const bool is_exact = result["effective_samples"].is_null();
  const auto nats = [&](const char* key) {
    char text[64];
    const double mean = result[key]["mean"].get<double>();
    if (is_exact) {
      std::snprintf(text, sizeof text, "%.3f", mean);
    } else {
      std::snprintf(text, sizeof text, "%.3f ± %.3f", mean, result[key]["stderr"].get<double>());
    }
    return std::string(text);
  };
  if (!is_exact) {
    std::printf("effective sample size %.1f of %lld importance samples\n", result["effective_samples"].get<double>(),
                result["importance_samples"].get<long long>());
  }
  std::printf("log p(given) = %s, log p(missing | given) = %s nats, of the image itself%s\n", nats("log_given").c_str(),
              nats("log_missing").c_str(), is_exact ? ", exact" : "");
}

void run(const CompleteOptions& options) {
  if (options.out.empty() && !options.json) throw UsageError("expected --out FILE.png or --json");
  if (!options.example.check()) throw UsageError("expected either --data with --index, or --image");
  if (options.probabilities && options.out.empty()) throw UsageError("--probabilities: expected --out with it");
  std::vector<NamedPath> inputs = options.example.data.files();
  inputs.insert(inputs.end(), {{"--weights", options.weights}, {"--image", options.example.image}});
  check_output({"--out", options.out}, inputs, 0);
  const LoadedModel loaded = load_model(read_weights(options.weights));
  const ModelConfig& config = loaded.model->config();
  expect_fit(options, config);
  const Example example = options.example.load(*loaded.model, options.seed);
  const Index given = options.rows * image_size(config).width;
  const Completions completions = complete(*loaded.model, example.x, given, options.draws, options.count, options.seed);
  const Matrix<float> image = example.x.topRows(config.input_dim);
  if (!options.out.empty()) {
    const Matrix<float> tiles =
        picture_of(image, given, options.probabilities ? completions.probabilities : completions.pixels);
    write_png_grid(options.out, tiles, image_size(config), square_columns(tiles.cols()), options.scale);
  }
  const bool is_exact = !completions.effective_draws;
  nlohmann::json result = {
      {"weights", options.weights},
      {"model", config.model},
      {"seed", options.seed},
      {"rows", options.rows},
      {"pixels", pixel_mode_name(example.pixels)},
      {"log_given", estimate_json(completions.log_given)},
      {"log_missing", estimate_json(completions.log_missing)},
      {"importance_samples", is_exact ? nlohmann::json() : nlohmann::json(options.draws)},
      {"effective_samples", is_exact ? nlohmann::json() : nlohmann::json(*completions.effective_draws)}};
  if (!options.json) return print_completions(result);
  result["image"] = columns_json(image)[0];
  result["completions"] = columns_json(completions.pixels);
  result["probabilities"] = columns_json(completions.probabilities);
  print_json(result, -1);
}

}  // namespace

void add_complete(CLI::App& app) {
  auto options = std::make_shared<CompleteOptions>();
  CLI::App* command = app.add_subcommand(
      "complete",
      "Complete an image of which the first rows are given: samples of the other pixels, pixel by pixel (fvbn, made), "
      "from the codes that the given pixels may have (vae, cvae), or "
      "by weighted draws (made of several orderings)");
  options->command = command;
  add_weights_option(*command, options->weights);
  options->example.add_options(*command);
  add_number<Index>(*command, "--rows", options->rows, "How many rows are given, from the top", 0, kMaxLayerSize)
      ->default_str("")
      ->required();
  add_number<Index>(*command, "--count", options->count, "How many completions", 1, 10000);
  add_number<Index>(*command, "--importance-samples", options->draws,
                    "Draws from which codes (vae, cvae) or completions (made of several orderings) are resampled", 10,
                    kMaxImportanceSamples);
  add_number<std::uint64_t>(*command, "--seed", options->seed, "Of the binarisation and of the draws", 0, kMaxSeed);
  command->add_option("--out", options->out, "A PNG of the image, of its given rows, and of the completions")
      ->type_name("FILE");
  add_number<Index>(*command, "--scale", options->scale, "Size of a pixel in the PNG", 1, 16);
  command->add_flag("--probabilities", options->probabilities,
                    "Show the probabilities of the missing pixels in the PNG, not samples");
  command->add_flag("--json", options->json, "Print the completions and the probabilities of their pixels as JSON");
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
