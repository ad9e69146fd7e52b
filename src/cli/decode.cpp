// latentpad decode
#include <limits>
#include <memory>
#include <optional>

#include "cli/command.h"
#include "cli/compute_options.h"
#include "cli/numbers.h"
#include "cli/output.h"
#include "cli/picture.h"
#include "cli/weight_files.h"
#include "eval/encode_decode.h"
#include "io/checkpoint.h"
#include "io/json.h"

namespace latentpad::cli {
namespace {

struct DecodeOptions {
  std::string weights, out;
  std::vector<std::string> points;
  Index grid = 0, scale = 2;
  float range = 3.0f;
  std::optional<Index> label;
  bool json = false;
};

Matrix<float> parse_points(const std::vector<std::string>& points, Index latent_dim) {
  Matrix<float> z(latent_dim, static_cast<Index>(points.size()));
  for (std::size_t n = 0; n < points.size(); ++n) {
    constexpr float kMax = std::numeric_limits<float>::max();
    const std::vector<float> values = parse_numbers<float>("--z", points[n], -kMax, kMax);
    if (static_cast<Index>(values.size()) != latent_dim) {
      throw UsageError("--z: expected " + std::to_string(latent_dim) + " numbers separated by commas, got " +
                       quote(points[n]));
    }
    z.col(static_cast<Index>(n)) = Eigen::Map<const Vector<float>>(values.data(), latent_dim);
  }
  return z;
}

/// Points of a square grid over [−range, range]², the first dimension to the right, the second upwards.
Matrix<float> lattice(Index side, float range, Index latent_dim) {
  if (latent_dim != 2)
    throw UsageError("--grid: expected a model of 2 latent dimensions, got " + std::to_string(latent_dim));
  Matrix<float> z(2, side * side);
  for (Index n = 0; n < side * side; ++n) {
    const auto at = [&](Index i) {
      return side > 1 ? range * (2.0f * static_cast<float>(i) / static_cast<float>(side - 1) - 1.0f) : 0.0f;
    };
    z(0, n) = at(n % side);
    z(1, n) = -at(n / side);
  }
  return z;
}

/// [z; y] with one label, which a conditional model requires and others do not accept.
void append_label(const std::optional<Index>& label, Matrix<float>& z, const ModelConfig& config) {
  const Index labels = label_dim(config);
  if (labels == 0) {
    if (label) throw UsageError("--label: only a cvae is told a label, this is a model of kind " + config.model);
    return;
  }
  if (!label || *label >= labels) {
    throw UsageError("--label: expected the label that the cvae is to decode as, 0 to " + std::to_string(labels - 1) +
                     (label ? ", got " + std::to_string(*label) : ""));
  }
  z.conservativeResize(z.rows() + labels, z.cols());
  z.bottomRows(labels).setZero();
  z.row(z.rows() - labels + *label).setOnes();
}

void run(const DecodeOptions& options) {
  if (options.points.empty() == (options.grid == 0)) throw UsageError("expected either --z or --grid");
  if (options.out.empty() && !options.json) throw UsageError("expected --out FILE.png or --json");
  check_output({"--out", options.out}, {{"--weights", options.weights}}, 0);
  const LoadedModel loaded = load_model(read_weights(options.weights));
  const Index latent_dim = loaded.model->config().latent_dim;
  Matrix<float> z =
      options.grid > 0 ? lattice(options.grid, options.range, latent_dim) : parse_points(options.points, latent_dim);
  append_label(options.label, z, loaded.model->config());
  Matrix<float> probabilities;
  decode_finite("decode", *loaded.model, z, probabilities);
  if (!options.out.empty()) {
    write_png_grid(options.out, probabilities, image_size(loaded.model->config()),
                   options.grid > 0 ? options.grid : square_columns(z.cols()), options.scale);
  }
  if (!options.json) return;
  nlohmann::json list = nlohmann::json::array();
  for (Index n = 0; n < z.cols(); ++n) {
    list.push_back({{"z", std::vector<float>(z.col(n).begin(), z.col(n).begin() + latent_dim)},
                    {"reconstruction", std::vector<float>(probabilities.col(n).begin(), probabilities.col(n).end())}});
  }
  print_json({{"weights", options.weights}, {"images", list}}, -1);
}

}  // namespace

void add_decode(CLI::App& app) {
  auto options = std::make_shared<DecodeOptions>();
  CLI::App* command = app.add_subcommand("decode", "Decode points of the latent space");
  add_weights_option(*command, options->weights);
  command->add_option("--z", options->points, "A point such as 0.5,-1.2; may be given several times")->type_name("Z");
  add_number<Index>(*command, "--grid", options->grid, "N x N points of a 2-D latent space", 1, 100)->default_str("");
  add_number(*command, "--range", options->range, "The grid reaches from -X to X", 0.0f, 100.0f);
  add_number<Index>(*command, "--label", options->label,
                    "The label that a cvae is to decode as, below its number of labels", 0, kMaxLabel);
  command->add_option("--out", options->out, "A PNG of the decoded images")->type_name("FILE");
  add_number<Index>(*command, "--scale", options->scale, "Size of a pixel in the PNG", 1, 16);
  command->add_flag("--json", options->json, "Print probabilities of ink as JSON");
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
