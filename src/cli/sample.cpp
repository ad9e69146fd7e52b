// latentpad sample
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
#include "eval/conditional.h"
#include "eval/encode_decode.h"
#include "eval/importance_weighted.h"
#include "eval/posterior_samples.h"
#include "eval/sample_quality.h"
#include "io/checkpoint.h"
#include "io/json.h"

namespace latentpad::cli {
namespace {

struct SampleOptions {
  std::string weights, out;
  ExampleSource example;
  Index count = 64, scale = 2, draws = 10'000;
  std::uint64_t seed = 1;
  bool json = false, pseudo_inputs = false;
  const CLI::App* command = nullptr;
};

/// Images, and what is printed about them.
struct Samples {
  Matrix<float> images;
  nlohmann::json about;
};

Samples sample_prior(const SampleOptions& options, const Model<float>& model) {
  return {sample_images(model, options.count, options.seed), nlohmann::json::object()};
}

/// The learned images of a VampPrior, whose q(z | u) are its components.
Samples pseudo_inputs_of(const Model<float>& model) {
  if (model.config().prior.name != "vamp") {
    throw UsageError("--pseudo-inputs: expected --weights of a model with the prior vamp, got a " +
                     model.config().model + " with the prior " + model.config().prior.name);
  }
  return {latent_model(model, "sample").pseudo_inputs(), nlohmann::json::object()};
}

/// Images decoded from p(z | x).
Samples sample_posterior_of_example(const SampleOptions& options, const Model<float>& model) {
  if (!model.traits().bound) {
    throw UsageError(std::string(options.example.index ? "--index" : "--image") +
                     ": expected --weights of a vae or cvae, which have p(z | x), got " + model.config().model);
  }
  const Example example = options.example.load(model, options.seed);
  const PosteriorSamples posterior =
      sample_posterior(model, example.x, model.config().input_dim, options.draws, options.count, options.seed);
  Matrix<float> labelled;
  Samples samples;
  decode_finite("sample", model, decoder_input(latent_model(model, "sample"), posterior.z, example.x, labelled),
                samples.images);
  samples.about = {{"z", columns_json(posterior.z)},
                   {"pixels", pixel_mode_name(example.pixels)},
                   {"importance_samples", posterior.draws},
                   {"effective_samples", posterior.effective_draws},
                   {"log_likelihood", estimate_json(posterior.log_likelihood)}};
  return samples;
}

void print_posterior(const nlohmann::json& about) {
  std::printf("effective sample size %.1f of %lld importance samples, log p(x) = %.3f ± %.3f nats\n",
              about["effective_samples"].get<double>(), about["importance_samples"].get<long long>(),
              about["log_likelihood"]["mean"].get<double>(), about["log_likelihood"]["stderr"].get<double>());
}

void run(const SampleOptions& options) {
  if (options.out.empty() && !options.json) throw UsageError("expected --out FILE.png or --json");
  if (options.pseudo_inputs) {
    for (const char* option : {"--index", "--image", "--count", "--seed"}) {
      if (options.command->count(option) > 0) {
        throw UsageError("--pseudo-inputs: expected no " + std::string(option) + " with it");
      }
    }
  }
  const bool of_example = options.example.check();
  if (!of_example && options.command->count("--importance-samples") > 0) {
    throw UsageError("--importance-samples: expected --index or --image with it");
  }
  std::vector<NamedPath> inputs = options.example.data.files();
  inputs.insert(inputs.end(), {{"--weights", options.weights}, {"--image", options.example.image}});
  check_output({"--out", options.out}, inputs, 0);
  const LoadedModel loaded = load_model(read_weights(options.weights));
  const Samples samples = options.pseudo_inputs ? pseudo_inputs_of(*loaded.model)
                          : of_example          ? sample_posterior_of_example(options, *loaded.model)
                                                : sample_prior(options, *loaded.model);
  const Matrix<float>& images = samples.images;
  if (!options.out.empty())
    write_png_grid(options.out, images, image_size(loaded.model->config()), square_columns(images.cols()),
                   options.scale);
  if (!options.json) {
    if (of_example) print_posterior(samples.about);
    return;
  }
  nlohmann::json result = {{"weights", options.weights}, {"seed", options.seed}, {"images", columns_json(images)}};
  result.update(samples.about);
  print_json(result, -1);
}

}  // namespace

void add_sample(CLI::App& app) {
  auto options = std::make_shared<SampleOptions>();
  CLI::App* command = app.add_subcommand(
      "sample",
      "Draw images from a model: from the prior through the decoder (vae; ae from N(0, I)), or pixel by pixel (fvbn, "
      "made). "
      "With --index or --image, of a vae: from the codes that the image may have, p(z | x), through the decoder.");
  options->command = command;
  add_weights_option(*command, options->weights);
  options->example.add_options(*command);
  add_number<Index>(*command, "--importance-samples", options->draws,
                    "Draws from which the codes of an image are resampled", 10, kMaxImportanceSamples);
  command->add_flag("--pseudo-inputs", options->pseudo_inputs,
                    "Instead of samples, the images that a vae with the prior vamp has learned for it");
  add_number<Index>(*command, "--count", options->count, "How many images", 1, 10000);
  add_number<std::uint64_t>(*command, "--seed", options->seed, "Of the draws", 0, kMaxSeed);
  command->add_option("--out", options->out, "A PNG of the images")->type_name("FILE");
  add_number<Index>(*command, "--scale", options->scale, "Size of a pixel in the PNG", 1, 16);
  command->add_flag("--json", options->json,
                    "Print the images as JSON: probabilities of ink (vae, ae), or 0 and 1 (fvbn, made)");
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
