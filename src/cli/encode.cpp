// latentpad encode
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/compute_options.h"
#include "cli/data_source.h"
#include "cli/numbers.h"
#include "cli/output.h"
#include "cli/picture.h"
#include "cli/weight_files.h"
#include "eval/encode_decode.h"
#include "eval/likelihood.h"
#include "io/checkpoint.h"
#include "io/json.h"

namespace latentpad::cli {
namespace {

struct EncodeOptions {
  DataSource data;
  std::string weights, image;
  std::size_t first = 0, count = 10;
  bool dark_ink = false, json = false;
};

struct Codes {
  Matrix<float> mu, log_var;
  std::vector<int> labels;
};

Codes encode(const EncodeOptions& options, const Model<float>& model) {
  Codes codes;
  if (!options.image.empty()) {
    if (model.traits().conditional) throw UsageError("--image: a cvae must be told the digit; use --data");
    expect_same_image_size("--image", model.config(), {kDigitSide, kDigitSide});
    encode_finite("encode", model, read_png_digit(options.image, options.dark_ink), codes.mu, codes.log_var);
    return codes;
  }
  const Digits digits = options.data.load();
  if (options.first >= digits.count() || options.count < 1 || options.count > digits.count() - options.first) {
    throw UsageError("--first, --count: expected a range within the " + std::to_string(digits.count()) + " images");
  }
  const auto size = static_cast<std::size_t>(example_dim(model.config()));
  encode_images(model, digits.examples(model.config()).subspan(options.first * size, options.count * size), codes.mu,
                codes.log_var);
  for (std::size_t i = 0; i < options.count; ++i) codes.labels.push_back(digits.labels[options.first + i]);
  return codes;
}

std::vector<float> column(const Matrix<float>& m, Index n) { return {m.col(n).begin(), m.col(n).end()}; }

void run(const EncodeOptions& options) {
  if (options.image.empty() == options.data.path.empty()) throw UsageError("expected either --data or --image");
  const LoadedModel loaded = load_model(read_weights(options.weights));
  const Codes codes = encode(options, *loaded.model);
  nlohmann::json list = nlohmann::json::array();
  for (Index n = 0; n < codes.mu.cols(); ++n) {
    nlohmann::json item = {{"mu", column(codes.mu, n)}, {"log_var", column(codes.log_var, n)}};
    if (!codes.labels.empty()) {
      item["index"] = options.first + static_cast<std::size_t>(n);
      item["label"] = codes.labels[static_cast<std::size_t>(n)];
    }
    list.push_back(item);
    if (options.json) continue;
    if (!codes.labels.empty())
      std::printf("%zu (%d)", options.first + static_cast<std::size_t>(n), codes.labels[static_cast<std::size_t>(n)]);
    std::printf("  mu");
    for (const float value : column(codes.mu, n)) std::printf(" %8.4f", static_cast<double>(value));
    std::printf("  log_var");
    for (const float value : column(codes.log_var, n)) std::printf(" %8.4f", static_cast<double>(value));
    std::printf("\n");
  }
  if (options.json) print_json({{"weights", options.weights}, {"codes", list}}, 2);
}

}  // namespace

void add_encode(CLI::App& app) {
  auto options = std::make_shared<EncodeOptions>();
  CLI::App* command = app.add_subcommand("encode", "Print mu and log_var of images");
  add_weights_option(*command, options->weights);
  options->data.add_options(*command, false);
  add_number<std::size_t>(*command, "--first", options->first, "First image of the data", 0, kMaxDigitBytes);
  add_number<std::size_t>(*command, "--count", options->count, "How many images", 1, kMaxDigitBytes);
  command->add_option("--image", options->image, "A PNG of 28 x 28 instead of --data, white ink on black")
      ->type_name("FILE");
  command->add_flag("--dark-ink", options->dark_ink, "The PNG has black ink on white");
  command->add_flag("--json", options->json, "Print the result as JSON");
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
