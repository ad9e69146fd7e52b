#include "cli/example_source.h"

#include <algorithm>
#include <cmath>

#include "cli/numbers.h"
#include "cli/picture.h"
#include "eval/present.h"
#include "io/files.h"

namespace latentpad::cli {

void ExampleSource::add_options(CLI::App& app) {
  command = &app;
  data.add_options(app, false);
  add_number<std::size_t>(app, "--index", index, "Which image of --data, from 0", 0, kMaxDigitBytes)->default_str("");
  app.add_option("--image", image, "A PNG of 28 x 28 instead of --data, white ink on black")->type_name("FILE");
  app.add_flag("--dark-ink", dark_ink, "The PNG has black ink on white");
  app.add_option("--pixels", pixels,
                 "How grey pixels are presented; unless given, binarized, or grey for a likelihood of grey pixels")
      ->check(CLI::IsMember({"binarized", "thresholded", "grey"}));
}

bool ExampleSource::check() const {
  const bool has_data = !data.path.empty(), has_image = !image.empty();
  if (has_data && has_image) throw UsageError("expected either --data or --image, got both");
  if (index && !has_data) throw UsageError("--index: expected --data with it");
  if (has_data && !index) throw UsageError("--data: expected --index with it");
  if (dark_ink && !has_image) throw UsageError("--dark-ink: expected --image with it");
  for (const char* option : {"--split", "--validation"}) {
    if (command->count(option) > 0 && !has_data) throw UsageError(std::string(option) + ": expected --data with it");
  }
  if (!pixels.empty() && !has_data && !has_image) throw UsageError("--pixels: expected --data or --image with it");
  return has_data || has_image;
}

PixelMode ExampleSource::mode_for(const Model<float>& model) const {
  const auto is_density = [&](PixelMode mode) { return model.likelihood().is_density_on(mode); };
  if (pixels.empty()) return *std::find_if(kPixelModes.begin(), kPixelModes.end(), is_density);
  const PixelMode mode = pixel_mode_from_name(pixels);
  if (is_density(mode)) return mode;
  throw UsageError("--pixels: expected pixels of which the likelihood of --weights, " + model.config().likelihood.name +
                   ", is a density, got " + pixels);
}

Example ExampleSource::load(const Model<float>& model, std::uint64_t seed) const {
  const ModelConfig& config = model.config();
  Example example;
  example.pixels = mode_for(model);
  example.x.resize(example_dim(config), 1);
  const auto present = [&](std::span<const std::uint8_t> examples, std::size_t n) {
    present_images(examples, static_cast<Index>(n), example.pixels, seed, config.input_dim, example.x);
  };
  if (!image.empty()) {
    if (model.traits().conditional) throw UsageError("--image: a cvae must be told the digit; use --data and --index");
    expect_same_image_size("--image", config, {kDigitSide, kDigitSide});
    const Matrix<float> ink = read_png_digit(image, dark_ink);
    std::vector<std::uint8_t> bytes;
    for (Index i = 0; i < ink.size(); ++i) bytes.push_back(static_cast<std::uint8_t>(std::lround(255.0f * ink(i, 0))));
    present(bytes, 0);
    return example;
  }
  const Digits digits = data.load();
  if (*index >= digits.count()) {
    throw UsageError("--index: expected below the " + std::to_string(digits.count()) + " images of --data, got " +
                     std::to_string(*index));
  }
  present(digits.examples(config), *index);
  example.label = digits.labels[*index];
  return example;
}

}  // namespace latentpad::cli
