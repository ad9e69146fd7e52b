// latentpad sample
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/compute_options.h"
#include "cli/picture.h"
#include "eval/sample_quality.h"
#include "io/checkpoint.h"
#include "io/files.h"
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
  const LoadedModel loaded = load_model(read_file(options.weights));
  const Matrix<float> images = sample_images(*loaded.model, options.count, options.seed);
  if (!options.out.empty())
    write_png_grid(options.out, images, image_size(loaded.model->config()), square_columns(options.count),
                   options.scale);
  if (!options.json) return;
  nlohmann::json list = nlohmann::json::array();
  for (Index n = 0; n < images.cols(); ++n) list.push_back(std::vector<float>(images.col(n).begin(), images.col(n).end()));
  std::printf("%s\n",
              nlohmann::json{{"weights", options.weights}, {"seed", options.seed}, {"images", list}}.dump().c_str());
}

}  // namespace

void add_sample(CLI::App& app) {
  auto options = std::make_shared<SampleOptions>();
  CLI::App* command = app.add_subcommand("sample", "Draw images from a model: from the prior N(0, I) through the decoder (vae, ae), or pixel by pixel (fvbn, made)");
  command->add_option("--weights", options->weights, "The .safetensors file")->required()->type_name("FILE");
  command->add_option("--count", options->count, "How many digits")->check(CLI::Range(1, 10000))->capture_default_str();
  command->add_option("--seed", options->seed, "Of the draws")->capture_default_str();
  command->add_option("--out", options->out, "A PNG of the digits")->type_name("FILE");
  command->add_option("--scale", options->scale, "Size of a pixel in the PNG")
      ->check(CLI::Range(1, 16))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print the images as JSON: probabilities of ink (vae, ae), or 0 and 1 (fvbn, made)");
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
