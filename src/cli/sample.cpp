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
#include "eval/code_density.h"
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
  Index count = 64, scale = 2, draws = 10'000, components = kDensityComponents;
  std::uint64_t seed = 1;
  std::string density;
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

/// Images decoded from a density fitted to the codes of the training images.
Samples sample_density(const SampleOptions& options, const Model<float>& model) {
  const ModelTraits& traits = model.traits();
  if (!traits.code || traits.conditional) {
    throw UsageError("--density: expected --weights of a model whose code alone is an image, vae or ae, got " +
                     model.config().model);
  }
  const Digits digits = options.example.data.load();
  expect_same_image_size("--data", model.config(), digits.image_size());
  const Index components = options.density == "gaussian" ? 1 : options.components;
  const CodeDensity density = density_of_images(model, digits.train_images(), components, options.seed);
  Samples samples{sample_images(model, density, options.count, options.seed),
                  {{"density", options.density}, {"components", components}, {"train_examples", digits.train_count}}};
  samples.about["held_out_log_likelihood"] = nullptr;
  if (digits.held_out_count() > 0) {
    Matrix<float> codes, log_var;
    encode_images(model, digits.held_out_images(), codes, log_var);
    samples.about["held_out_log_likelihood"] = estimate_json(density.log_likelihood(codes));
  }
  return samples;
}

void print_density(const nlohmann::json& about) {
  std::printf("a %s with %lld component%s, fitted to the codes of %lld training images\n",
              about["density"].get<std::string>().c_str(), about["components"].get<long long>(),
              about["components"] == 1 ? "" : "s", about["train_examples"].get<long long>());
  const nlohmann::json& held_out = about["held_out_log_likelihood"];
  if (held_out.is_null()) return;
  std::printf("log p(z) of the codes of held-out images = %.3f ± %.3f nats\n", held_out["mean"].get<double>(),
              held_out["stderr"].get<double>());
}

/// Throws UsageError for options that contradict --density, or need it.
void check_density(const SampleOptions& options) {
  const auto given = [&](const char* option) { return options.command->count(option) > 0; };
  if (options.density.empty()) {
    if (given("--components")) throw UsageError("--components: expected --density mixture with it");
    return;
  }
  if (given("--components") && options.density != "mixture") {
    throw UsageError("--components: expected --density mixture with it, got --density " + options.density);
  }
  if (options.example.data.path.empty()) {
    throw UsageError("--density: expected --data with it, to whose training images it is fitted");
  }
  for (const char* option : {"--index", "--image", "--dark-ink", "--pixels", "--importance-samples"}) {
    if (given(option)) throw UsageError("--density: expected no " + std::string(option) + " with it");
  }
}

/// Images decoded from p(z | x).
Samples sample_posterior_of_example(const SampleOptions& options, const Model<float>& model) {
  if (!model.traits().closed_form) {
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
    for (const char* option : {"--density", "--index", "--image", "--count", "--seed"}) {
      if (options.command->count(option) > 0) {
        throw UsageError("--pseudo-inputs: expected no " + std::string(option) + " with it");
      }
    }
  }
  check_density(options);
  const bool is_fitted = !options.density.empty(), of_example = !is_fitted && options.example.check();
  if (!of_example && options.command->count("--importance-samples") > 0) {
    throw UsageError("--importance-samples: expected --index or --image with it");
  }
  std::vector<NamedPath> inputs = options.example.data.files();
  inputs.insert(inputs.end(), {{"--weights", options.weights}, {"--image", options.example.image}});
  check_output({"--out", options.out}, inputs, 0);
  const LoadedModel loaded = load_model(read_weights(options.weights));
  const Samples samples = options.pseudo_inputs ? pseudo_inputs_of(*loaded.model)
                          : is_fitted           ? sample_density(options, *loaded.model)
                          : of_example          ? sample_posterior_of_example(options, *loaded.model)
                                                : sample_prior(options, *loaded.model);
  const Matrix<float>& images = samples.images;
  if (!options.out.empty())
    write_png_grid(options.out, images, image_size(loaded.model->config()), square_columns(images.cols()),
                   options.scale);
  if (!options.json) {
    if (is_fitted) print_density(samples.about);
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
      "Draw images from a model: from the prior through the decoder (vae, hvae; ae from N(0, I)), or pixel by pixel "
      "(fvbn, made). "
      "With --index or --image, of a vae: from the codes that the image may have, p(z | x), through the decoder. With "
      "--density, of an ae or vae: from a density fitted to the codes of the training images of --data");
  options->command = command;
  add_weights_option(*command, options->weights);
  options->example.add_options(*command);
  add_number<Index>(*command, "--importance-samples", options->draws,
                    "Draws from which the codes of an image are resampled", 10, kMaxImportanceSamples);
  command
      ->add_option(
          "--density", options->density,
          "Fit this to the codes of the training images of --data, and draw codes from it: gaussian, or mixture, "
          "of --components Gaussians")
      ->check(CLI::IsMember({"gaussian", "mixture"}));
  add_number<Index>(*command, "--components", options->components, "Of --density mixture: how many Gaussians", 1,
                    kMaxDensityComponents);
  command->add_flag("--pseudo-inputs", options->pseudo_inputs,
                    "Instead of samples, the images that a vae with the prior vamp has learned for it");
  add_number<Index>(*command, "--count", options->count, "How many images", 1, 10000);
  add_number<std::uint64_t>(*command, "--seed", options->seed, "Of the draws", 0, kMaxSeed);
  command->add_option("--out", options->out, "A PNG of the images")->type_name("FILE");
  add_number<Index>(*command, "--scale", options->scale, "Size of a pixel in the PNG", 1, 16);
  command->add_flag("--json", options->json,
                    "Print the images as JSON: probabilities of ink (vae, ae, hvae), or 0 and 1 (fvbn, made)");
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
