// latentpad train-classifier
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/compute_options.h"
#include "cli/data_source.h"
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
  Digits digits = options.data.load();
  if (!options.exclude.empty()) exclude_held_out(digits, options.exclude);
  Classifier<float> classifier(static_cast<Index>(kDigitPixels), {options.hidden});
  train_classifier(classifier, digits, options.training);
  const std::vector<std::uint8_t> file = save_classifier(classifier, options.half);
  write_file(options.out, file);
  nlohmann::json result = {{"weights", options.out}, {"steps", options.training.steps}};
  result["accuracy"] = nullptr;
  if (digits.held_out_count() > 0) result["accuracy"] = classifier_accuracy(load_classifier(file), digits);
  std::printf("%s\n", options.json ? result.dump(2).c_str() : (options.out + ": accuracy on held-out digits " + result["accuracy"].dump()).c_str());
}

}  // namespace

void add_train_classifier(CLI::App& app) {
  auto options = std::make_shared<ClassifierOptions>();
  CLI::App* command = app.add_subcommand("train-classifier", "Train the small classifier that judges samples");
  options->data.add_options(*command, true);
  command->add_option("--exclude", options->exclude, "A packed digits file whose held-out digits are left out");
  command->add_option("--hidden", options->hidden, "Hidden units")->check(CLI::Range(1, 4096))->capture_default_str();
  command->add_option("--steps", options->training.steps, "Steps of 128 digits")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  command->add_option("--seed", options->training.seed, "Of weights, order and binarisation")->capture_default_str();
  command->add_option("--out", options->out, "The weights to write")->required()->type_name("FILE");
  command->add_flag("--half", options->half, "Write F16 weights");
  command->add_flag("--json", options->json, "Print the result as JSON");
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
