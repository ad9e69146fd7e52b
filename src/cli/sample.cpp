// latentpad sample
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/compute_options.h"
#include "cli/numbers.h"
#include "cli/output.h"
#include "cli/picture.h"
#include "cli/weight_files.h"
#include "eval/sample_quality.h"
#include "io/checkpoint.h"
#include "io/json.h"

namespace latentpad::cli {
namespace {

struct SampleOptions {
  std::string weights, out;
  Index count = 64, scale = 2;
  std::uint64_t seed = 1;
  bool json = false;
};

void run(const SampleOptions& options) {
  if (options.out.empty() && !options.json) throw UsageError("expected --out FILE.png or --json");
  check_output({"--out", options.out}, {{"--weights", options.weights}}, 0);
  const LoadedModel loaded = load_model(read_weights(options.weights));
  const Matrix<float> images = sample_images(*loaded.model, options.count, options.seed);
  if (!options.out.empty())
    write_png_grid(options.out, images, image_size(loaded.model->config()), square_columns(options.count),
                   options.scale);
  if (!options.json) return;
  nlohmann::json list = nlohmann::json::array();
  for (Index n = 0; n < images.cols(); ++n)
    list.push_back(std::vector<float>(images.col(n).begin(), images.col(n).end()));
  print_json({{"weights", options.weights}, {"seed", options.seed}, {"images", list}}, -1);
}

}  // namespace

void add_sample(CLI::App& app) {
  auto options = std::make_shared<SampleOptions>();
  CLI::App* command = app.add_subcommand(
      "sample",
      "Draw images from a model: from the prior N(0, I) through the decoder (vae, ae), or pixel by pixel (fvbn, made)");
  add_weights_option(*command, options->weights);
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
