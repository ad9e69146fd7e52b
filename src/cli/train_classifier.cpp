// latentpad train-classifier
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/compute_options.h"
#include "cli/data_source.h"
#include "cli/numbers.h"
#include "cli/output.h"
#include "io/classifier_file.h"
#include "io/files.h"
#include "io/json.h"
#include "training/classifier_trainer.h"

namespace latentpad::cli {
namespace {

struct ClassifierOptions {
  DataSource data;
  ClassifierTraining training;
  Index hidden = 64;
  std::string exclude, out;
  bool half = false, json = false;
};

void run(const ClassifierOptions& options) {
  // The weights of 784-hidden-10 in F32, and the metadata.
  const std::uint64_t most_bytes = (kDigitPixels + 1 + 11) * static_cast<std::uint64_t>(options.hidden) * 4 + 65536;
  std::vector<NamedPath> inputs = options.data.files();
  inputs.push_back({"--exclude", options.exclude});
  check_output({"--out", options.out}, inputs, most_bytes);
  Digits digits = options.data.load();
  if (!options.exclude.empty()) exclude_held_out(digits, options.exclude);
  Classifier<float> classifier(static_cast<Index>(kDigitPixels), {options.hidden});
  train_classifier(classifier, digits, options.training);
  const std::vector<std::uint8_t> file = save_classifier(classifier, options.half);
  write_or_rescue(options.out, file);
  nlohmann::json result = {{"weights", options.out}, {"steps", options.training.steps}};
  result["accuracy"] = nullptr;
  if (digits.held_out_count() > 0) result["accuracy"] = classifier_accuracy(load_classifier(file), digits);
  if (options.json) {
    print_json(result, 2);
  } else {
    std::printf("%s: accuracy on held-out images %s\n", options.out.c_str(), result["accuracy"].dump().c_str());
  }
}

}  // namespace

void add_train_classifier(CLI::App& app) {
  auto options = std::make_shared<ClassifierOptions>();
  CLI::App* command = app.add_subcommand("train-classifier", "Train the small classifier that judges samples");
  options->data.add_options(*command, true);
  command->add_option("--exclude", options->exclude, "A data set whose held-out images are left out");
  add_number<Index>(*command, "--hidden", options->hidden, "Hidden units", 1, 4096);
  add_number<std::uint64_t>(*command, "--steps", options->training.steps, "Steps of 128 images", 1, 1000000);
  add_number<std::uint64_t>(*command, "--seed", options->training.seed, "Of weights, order and binarisation", 0,
                            kMaxSeed);
  command->add_option("--out", options->out, "The weights to write")->required()->type_name("FILE");
  command->add_flag("--half", options->half, "Write F16 weights");
  command->add_flag("--json", options->json, "Print the result as JSON");
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
