// latentpad sample
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/picture.h"
#include "io/checkpoint.h"
#include "io/files.h"
#include "math/noise.h"
#include "models/bernoulli.h"

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
  Matrix<float> z(loaded.model->config().latent_dim, options.count), logits, probabilities;
  NoiseStream(options.seed, NoisePurpose::prior_sample, 0)
      .standard_normal(0, static_cast<std::uint64_t>(z.size()), z.data());
  loaded.model->decode(z, logits);
  reconstruction(logits, probabilities);
  if (!options.out.empty()) write_png_grid(options.out, probabilities, square_columns(options.count), options.scale);
  if (!options.json) return;
  nlohmann::json list = nlohmann::json::array();
  for (Index n = 0; n < z.cols(); ++n) {
    list.push_back({{"z", std::vector<float>(z.col(n).begin(), z.col(n).end())},
                    {"reconstruction", std::vector<float>(probabilities.col(n).begin(), probabilities.col(n).end())}});
  }
  std::printf("%s\n",
              nlohmann::json{{"weights", options.weights}, {"seed", options.seed}, {"images", list}}.dump().c_str());
}

}  // namespace

void add_sample(CLI::App& app) {
  auto options = std::make_shared<SampleOptions>();
  CLI::App* command = app.add_subcommand("sample", "Draw z from the prior N(0, I) and decode it");
  command->add_option("--weights", options->weights, "The .safetensors file")->required()->type_name("FILE");
  command->add_option("--count", options->count, "How many digits")->check(CLI::Range(1, 10000))->capture_default_str();
  command->add_option("--seed", options->seed, "Of the draws")->capture_default_str();
  command->add_option("--out", options->out, "A PNG of the digits")->type_name("FILE");
  command->add_option("--scale", options->scale, "Size of a pixel in the PNG")
      ->check(CLI::Range(1, 16))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print z and probabilities of ink as JSON");
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
