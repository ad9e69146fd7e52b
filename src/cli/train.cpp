// latentpad train
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>

#include "base/format_error.h"
#include "cli/command.h"
#include "cli/compute_options.h"
#include "cli/data_source.h"
#include "cli/layer_options.h"
#include "cli/numbers.h"
#include "cli/output.h"
#include "cli/progress_bar.h"
#include "cli/run_processes.h"
#include "cli/signals.h"
#include "eval/likelihood.h"
#include "io/config_json.h"
#include "io/file_writer.h"
#include "io/files.h"
#include "io/fnv1a.h"
#include "io/json.h"
#include "io/strict_json.h"
#include "math/arithmetic.h"
#include "training/session.h"

namespace latentpad::cli {
namespace {

/// Of a hierarchical model.
constexpr const char* kUsualLowerLayers = "400:100";

struct TrainOptions {
  DataSource data;
  ModelConfig config;
  TrainingConfig training;
  std::string hidden, activation = "relu", pixels = "binarized", objective = "elbo", estimator = "reparameterized",
                      schedule = "constant", schedule_at, lower_layers, inference = "bottom_up";
  std::optional<Index> latent, labels, orderings, components;
  double epochs = 10.0;
  std::vector<RecipeStage> stages;  ///< of --recipe; empty without
  std::optional<double> checkpoint_minutes;
  std::string exclude, out, log, recipe, resume, digits = "0,1,2,3,4,5,6,7,8,9";
  bool half = false, resumable = false, json = false, new_data = false;
  const CLI::App* command = nullptr;
};

std::vector<std::uint32_t> parse_labels(const std::string& text) {
  try {
    return parse_numbers<std::uint32_t>("--digits", text, 0, 9);
  } catch (const UsageError&) {
    throw UsageError("--digits: expected labels from 0 to 9 such as 0,1,7; got " + quote(text));
  }
}

std::vector<std::uint64_t> parse_epochs(const std::string& text) {
  if (text.empty()) return {};
  return parse_numbers<std::uint64_t>("--schedule-at", text, 1, kMaxScheduleEpochs);
}

/// Number of steps between checks for signals: 20, or fewer for large networks, so that the program responds within
/// seconds. With shards 1, since mpirun waits only one. Depends on the settings only, since the log's means are taken
/// over these slices.
std::uint64_t steps_in_slice(Model<float>& model, const TrainingConfig& config) {
  if (config.shards > 1) return 1;
  double uses = 0.0;
  for (const Parameter<float>* p : model.parameters()) uses += static_cast<double>(p->value.size());
  // A convolution and its mirror use each of their weights at each position.
  const std::vector<LayerSpec>& hidden = model.config().hidden;
  const std::vector<Shape> shapes = hidden_shapes(model.config());
  for (std::size_t i = 0; i < hidden.size(); ++i) {
    uses += 2.0 * static_cast<double>(multiply_adds(hidden[i], shapes[i]) - weight_count(hidden[i], shapes[i]));
  }
  const double products =
      uses * static_cast<double>(config.batch_size) * static_cast<double>(config.importance_samples);
  return static_cast<std::uint64_t>(std::clamp(1e10 / products, 1.0, 20.0));
}

/// The config for models of these images. A conditional model without a number of labels has as many as there are
/// classes.
ModelConfig fitted(ModelConfig config, const Digits& digits) {
  const ImageSize size = digits.image_size();
  config.input_dim = size.pixels();
  if (traits_of(config).conditional && config.labels == 0) {
    config.labels = std::max(static_cast<Index>(kLabelsSetting.min), static_cast<Index>(digits.class_count()));
  }
  if (size == usual_image_size(size.pixels())) return config;
  config.image_width = size.width;
  config.image_height = size.height;
  return config;
}

/// Throws UsageError unless the value from the --resume file was kept.
void expect_kept(bool kept, const char* option, const std::string& expected, const std::string& got) {
  if (kept) return;
  throw UsageError(std::string(option) + ": expected " + expected + ", as the file of --resume has it, got " + got +
                   "; leave the option out to go on, or leave out --resume to begin anew");
}

class Run {
 public:
  explicit Run(const TrainOptions& options) : options_(options) {
    check_outputs(0);
    digits_ = options.data.load();
    if (!options.exclude.empty()) {
      std::fprintf(stderr, "left out %zu images that %s holds out\n", exclude_held_out(digits_, options.exclude),
                   options.exclude.c_str());
    }
    // Before a choice of digits, which would hide classes.
    config_ = fitted(options.config, digits_);
    if (options.resume.empty()) {
      expect_fits();
      choose_digits(options.training.digits);
      session_ = Session::create(config_, options.training, &digits_);
    } else {
      session_ = Session::load(read_file(options.resume, kMaxWeightBytes), std::nullopt);
      if (options.recipe.empty()) {
        expect_same_model();
        apply_training_options();
      } else {
        resume_recipe();
      }
      choose_digits(session_->trainer().config().digits);
      expect_same_data();
    }
    stages_ = options.stages;
    if (stages_.empty()) stages_.push_back({options.epochs, session_->trainer().config()});
    // The processes compare and divide the work of the stage that runs next.
    if (current_stage() < stages_.size()) begin_stage(current_stage());
    share_work();
    expect_possible_stages();
    // Save the resumable file, the largest, once to learn its size, and reserve the memory for it.
    const std::uint64_t size =
        session_->save(&digits_, std::nullopt, false, true).size() + growth_by_averaging() + kRecordGrowth;
    check_outputs(size);
    reserve_.reset(new char[size / 2 * 5]);
    log_.emplace(leads() ? options.log : "");
  }

  nlohmann::json train() {
    const Trainer& trainer = session_->trainer();
    const std::uint64_t first = trainer.step();
    const double presented = presentations();
    const auto start = std::chrono::steady_clock::now();
    ProgressBar bar(static_cast<std::uint64_t>(stages_.back().epochs * static_cast<double>(digits_.train_count)),
                    static_cast<std::uint64_t>(presented), 1.0, "images/s");
    double training_seconds = 0.0;
    bool stopped = false;
    save_on_signals();
    try {
      for (std::size_t stage = current_stage(); stage < stages_.size(); ++stage) {
        begin_stage(stage);
        const std::uint64_t stage_end = steps_until(stages_[stage].epochs);
        while (trainer.step() < stage_end && !stopped && !diverged_) {
          const double epoch = std::floor(session_->epochs(digits_.train_count) + 1e-9) + 1.0;
          const std::uint64_t epoch_end = std::max(std::min(stage_end, steps_until(epoch)), trainer.step() + 1);
          const auto epoch_start = std::chrono::steady_clock::now();
          const LossTerms terms = train_to(epoch_end, bar);
          training_seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - epoch_start).count();
          stopped = processes_.stop_signal() != 0;
          if (!stopped && !diverged_) finish_epoch(terms, bar);
        }
        if (stopped || diverged_) break;
      }
    } catch (const std::exception& error) {
      bar.clear();
      if (trainer.step() == first || !processes_.saves()) throw;
      save_checkpoint("failed at step " + std::to_string(trainer.step()) + ": " + error.what());
    }
    bar.clear();
    if (diverged_) fail_diverged();
    if (stopped) {
      const std::string ended = processes_.ended();
      save_checkpoint("interrupted at step " + std::to_string(trainer.step()) + " by " +
                      signal_text(processes_.stop_signal()) + (ended.empty() ? "" : ", since " + ended));
    }
    save_weights(validation_);
    log_->finish();
    if (has_checkpoint_) std::remove(checkpoint_path().c_str());

    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    nlohmann::json result = {
        {"weights", options_.out},
        {"model", session_->model().config().model},
        {"step", trainer.step()},
        {"epochs", session_->epochs(digits_.train_count)},
        {"train_examples", digits_.train_count},
        {"seconds", seconds},
        {"images_per_second", training_seconds > 0.0 ? (presentations() - presented) / training_seconds : 0.0},
        {"checksum", checksum(session_->model())}};
    result["validation"] = validation_ ? validation_json() : nlohmann::json();
    return result;
  }

 private:
  /// Throws UsageError unless the model can read images of the size of the data.
  void expect_fits() const {
    try {
      validate(config_);
    } catch (const std::invalid_argument& error) {
      throw UsageError(error.what());
    }
  }

  double presentations() const { return static_cast<double>(session_->trainer().position().presentations); }

  /// The step at which so many epochs are done if the batch size stays what it is.
  std::uint64_t steps_until(double epochs) const {
    const Trainer& trainer = session_->trainer();
    const double left = epochs * static_cast<double>(digits_.train_count) - presentations();
    const double steps = std::ceil(left / static_cast<double>(trainer.config().batch_size) - 1e-9);
    return trainer.step() + static_cast<std::uint64_t>(std::max(steps, 0.0));
  }

  /// The stage of the next step; their number if all are done.
  std::size_t current_stage() const {
    std::size_t stage = 0;
    while (stage < stages_.size() && session_->trainer().step() >= steps_until(stages_[stage].epochs)) ++stage;
    return stage;
  }

  /// What a setting is called where the user gave it.
  std::string setting(const std::string& name) const {
    if (!options_.recipe.empty()) return name + " in " + options_.recipe;
    std::string option = "--" + name;
    std::replace(option.begin(), option.end(), '_', '-');
    return option;
  }

  /// Bytes of the weights that a file gets when a later stage begins to average them.
  std::uint64_t growth_by_averaging() const {
    if (session_->trainer().config().average_decay > 0.0) return 0;
    const bool averages = std::any_of(stages_.begin(), stages_.end(),
                                      [](const RecipeStage& stage) { return stage.training.average_decay > 0.0; });
    std::uint64_t weights = 0;
    for (const Parameter<float>* p : session_->model().parameters())
      weights += static_cast<std::uint64_t>(p->value.size());
    return averages ? weights * sizeof(float) : 0;
  }

  /// A stage of a recipe begins after hours, at which it must not fail.
  void expect_possible_stages() const {
    if (options_.recipe.empty()) return;
    for (std::size_t i = current_stage(); i < stages_.size(); ++i) {
      const RecipeStage& stage = stages_[i];
      try {
        session_->trainer().expect_supported(stage.training);
        if (static_cast<std::size_t>(stage.training.batch_size) > digits_.train_count) {
          throw_invalid_argument("batch_size",
                                 "at most the " + std::to_string(digits_.train_count) + " training images",
                                 std::to_string(stage.training.batch_size));
        }
      } catch (const std::invalid_argument& error) {
        throw UsageError("--recipe: until epoch " + number_text(stage.epochs) + ": " + error.what());
      }
    }
  }

  void begin_stage(std::size_t stage) {
    session_->trainer().set_config(stages_[stage].training);
    slice_ = steps_in_slice(session_->model(), stages_[stage].training);
  }

  LossTerms train_to(std::uint64_t end, ProgressBar& bar) {
    LossTerms sum;
    std::uint64_t steps = 0;
    Trainer& trainer = session_->trainer();
    while (trainer.step() < end && processes_.stop_signal() == 0) {
      const TrainingStatistics part =
          trainer.run(digits_.train_examples(session_->model().config()), std::min(slice_, end - trainer.step()));
      if (part.diverged) {
        diverged_ = part;
        break;
      }
      sum.reconstruction += part.terms.reconstruction * static_cast<double>(part.steps);
      sum.kl += part.terms.kl * static_cast<double>(part.steps);
      steps += part.steps;
      char note[64];
      std::snprintf(note, sizeof note, "%s %.2f nats", score_name(), part.terms.negative_elbo());
      bar.update(trainer.position().presentations, note);
      save_regularly();
    }
    if (steps > 0) {
      sum.reconstruction /= static_cast<double>(steps);
      sum.kl /= static_cast<double>(steps);
    }
    return sum;
  }

  /// Of several processes, the first reads options, prints and writes like a single one.
  bool leads() const { return processes_.rank() == 0; }

  /// Divides the shards among the processes. Throws UsageError unless their number divides that of the shards, and
  /// std::runtime_error, in every process, unless all have the same model, settings and images.
  void share_work() {
    Trainer& trainer = session_->trainer();
    const int processes = processes_.size();
    if (trainer.config().shards % processes != 0) {
      throw UsageError(setting("shards") + ": expected a multiple of the " + std::to_string(processes) +
                       " processes that mpirun started, got " + std::to_string(trainer.config().shards));
    }
    trainer.set_processes(processes_);
    if (processes == 1) return;
    Fnv1a hash;
    std::string raw, stages;
    for (const RecipeStage& stage : stages_) {
      stages += std::to_string(stage.epochs) + to_json(stage.training).dump();
    }
    {
      const RawWeights<float> guard = trainer.raw_weights();
      raw = checksum(session_->model());
    }
    for (const std::string& part :
         {checksum(session_->model()), raw, digits_.training_checksum, to_json(trainer.config()).dump(), stages,
          std::to_string(trainer.step()), std::string(arithmetic_name(arithmetic()))}) {
      hash.add(part.data(), part.size());
    }
    // Exact as a number.
    const auto own = static_cast<double>(std::stoull(hash.text().substr(0, 12), nullptr, 16));
    std::vector<double> all(static_cast<std::size_t>(processes));
    processes_.gather({&own, 1}, all);
    for (std::size_t r = 1; r < all.size(); ++r) {
      if (all[r] == all[0]) continue;
      throw std::runtime_error("process " + std::to_string(r) + " of " + std::to_string(processes) +
                               " has other weights, settings, images or arithmetic than process 0; give all the same "
                               "files and --arithmetic");
    }
    if (leads() && trainer.step() == 0) {
      std::fprintf(stderr, "%d processes share %lld shards of %lld images\n", processes,
                   static_cast<long long>(trainer.config().shards),
                   static_cast<long long>(trainer.config().batch_size / trainer.config().shards));
    }
  }

  /// Writes the checkpoint if that is due, for failures after which no process can.
  void save_regularly() {
    const double minutes = options_.checkpoint_minutes.value_or(processes_.size() > 1 ? kCheckpointMinutes : 0.0);
    const auto now = std::chrono::steady_clock::now();
    const bool is_due = minutes > 0.0 && now - last_checkpoint_ >= std::chrono::duration<double>(minutes * 60.0);
    if (!is_due || !leads() || is_special_file(options_.out)) return;
    last_checkpoint_ = now;
    try {
      write_file(checkpoint_path(), session_->save(&digits_, std::nullopt, false, true));
      has_checkpoint_ = true;
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s cannot be written, training goes on: %s\n", checkpoint_path().c_str(), error.what());
    }
  }

  const char* score_name() const {
    const ModelTraits& traits = session_->model().traits();
    return traits.bound ? "-ELBO" : traits.exact_likelihood ? "-log p(x)" : "reconstruction";
  }

  std::string checkpoint_path() const { return options_.out + ".checkpoint"; }

  void check_outputs(std::uint64_t size) const {
    if (!leads()) return;
    std::vector<NamedPath> inputs = options_.data.files();
    inputs.push_back({"--exclude", options_.exclude});
    inputs.push_back({"--recipe", options_.recipe});
    check_output({"--out", options_.out}, inputs, size);
    if (!is_special_file(options_.out)) check_output({"the checkpoint of --out", checkpoint_path()}, inputs, size);
    inputs.insert(
        inputs.end(),
        {{"--resume", options_.resume}, {"--out", options_.out}, {"the checkpoint of --out", checkpoint_path()}});
    check_output({"--log", options_.log}, inputs, 0);
  }

  void choose_digits(const std::vector<std::uint32_t>& labels) {
    digits_ = choose_labels(digits_, labels);
    digits_.training_checksum = training_checksum(digits_);
  }

  bool given(const std::string& option) const { return options_.command->count(option) > 0; }

  void expect_same_model() const {
    const ModelConfig& file = session_->model().config();
    const ModelConfig& asked = options_.config;
    const auto activation = [](const ModelConfig& config) { return std::string(activation_name(config.activation)); };
    expect_kept(!given("--model") || asked.model == file.model, "--model", file.model, asked.model);
    expect_kept(!given("--hidden") || asked.hidden == file.hidden, "--hidden", layers_text(file.hidden),
                layers_text(asked.hidden));
    expect_kept(!given("--latent") || asked.latent_dim == file.latent_dim, "--latent", std::to_string(file.latent_dim),
                std::to_string(asked.latent_dim));
    expect_kept(!given("--labels") || asked.labels == label_dim(file), "--labels", std::to_string(label_dim(file)),
                std::to_string(asked.labels));
    expect_kept(!given("--orderings") || asked.orderings == file.orderings, "--orderings",
                std::to_string(file.orderings), std::to_string(asked.orderings));
    expect_kept(!given("--lower-layers") || asked.lower_layers == file.lower_layers, "--lower-layers",
                lower_layers_text(file.lower_layers), lower_layers_text(asked.lower_layers));
    expect_kept(!given("--inference") || asked.inference == file.inference, "--inference",
                std::string(inference_name(file.inference)), std::string(inference_name(asked.inference)));
    expect_kept(!given("--activation") || asked.activation == file.activation, "--activation", activation(file),
                activation(asked));
    const LikelihoodSpec &kept = file.likelihood, &wanted = asked.likelihood;
    expect_kept(!given("--likelihood") || wanted.name == kept.name, "--likelihood", kept.name, wanted.name);
    expect_kept(!given("--prior") || asked.prior.name == file.prior.name, "--prior", file.prior.name, asked.prior.name);
    expect_kept(!given("--components") || asked.prior.components == component_count(file.prior), "--components",
                std::to_string(component_count(file.prior)), std::to_string(asked.prior.components));
    expect_kept(!given("--sigma") || wanted.sigma == kept.sigma, "--sigma", number_text(kept.sigma),
                number_text(wanted.sigma));
  }

  /// The file must be of the recipe's model, and of its seed and digits if training has begun. The other settings of a
  /// started run are those of its current stage, which the file has.
  void resume_recipe() {
    const ModelConfig& file = session_->model().config();
    if (!(file == config_)) {
      throw UsageError("--recipe: expected the model of the file of --resume, " + to_json(file).dump() + ", got " +
                       to_json(config_).dump());
    }
    Trainer& trainer = session_->trainer();
    TrainingConfig config = trainer.step() > 0 ? trainer.config() : options_.training;
    config.seed = options_.training.seed;
    config.digits = options_.training.digits;
    try {
      trainer.set_config(config);
    } catch (const std::invalid_argument& error) {
      throw UsageError("--recipe: " + std::string(error.what()));
    }
  }

  /// Applies the given options to the file's settings. The seed and the digits of a started run are fixed.
  void apply_training_options() {
    Trainer& trainer = session_->trainer();
    const TrainingConfig& asked = options_.training;
    TrainingConfig config = trainer.config();
    if (trainer.step() > 0) {
      expect_kept(!given("--seed") || asked.seed == config.seed, "--seed", std::to_string(config.seed),
                  std::to_string(asked.seed));
      expect_kept(!given("--digits") || asked.digits == config.digits, "--digits", list_text(config.digits),
                  list_text(asked.digits));
    } else {
      std::fprintf(stderr, "%s holds no state to resume from: training begins at step 0 from its weights\n",
                   options_.resume.c_str());
    }
    if (given("--seed")) config.seed = asked.seed;
    if (given("--digits")) config.digits = asked.digits;
    if (given("--schedule")) copy_schedule(asked, config);
    for_each_training_number([&](const auto& number) {
      if (given("--" + std::string(number.option))) number.of(config) = number.of(asked);
    });
    if (given("--objective")) config.objective = asked.objective;
    if (given("--importance-samples")) config.importance_samples = asked.importance_samples;
    if (given("--estimator")) config.estimator = asked.estimator;
    if (given("--pixels")) config.pixels = asked.pixels;
    if (given("--schedule-at")) config.schedule_at = asked.schedule_at;
    try {
      trainer.set_config(config);
    } catch (const std::invalid_argument& error) {
      throw UsageError(error.what());
    }
  }

  /// With other training digits the result would differ from an uninterrupted run, and digits used for training could
  /// be evaluated as held out.
  void expect_same_data() const {
    const std::optional<TrainingRecord>& record = session_->loaded_record();
    if (!record || record->train_examples == 0) return;
    const bool same = record->train_examples == digits_.train_count &&
                      (record->data_checksum.empty() || record->data_checksum == digits_.training_checksum);
    if (same) return;
    const std::string text = "--data: expected the " + std::to_string(record->train_examples) + " training images of " +
                             quote(record->data) + " that the file of --resume was trained on, got " +
                             std::to_string(digits_.train_count) + " others of " + quote(digits_.name);
    const std::string warning = ". Scores can then be of images that were trained on";
    if (session_->trainer().step() > 0 && !options_.new_data) {
      throw UsageError(
          text + "; give the same --data, --validation, --exclude and --digits, or --new-data to go on with these" +
          warning);
    }
    std::fprintf(stderr, "%s%s\n", text.c_str(), warning.c_str());
  }

  /// Releases the reserved memory; if that is not enough, also the digits, which are no longer needed.
  std::vector<std::uint8_t> serialize(const std::optional<ValidationScore>& validation, bool half, bool resumable) {
    reserve_.reset();
    try {
      return session_->save(&digits_, validation, half, resumable);
    } catch (const std::bad_alloc&) {
      digits_.images = {};
      digits_.labelled = {};
      return session_->save(&digits_, validation, half, resumable);
    }
  }

  void save_weights(const std::optional<ValidationScore>& validation) {
    if (!leads()) return;
    std::vector<std::uint8_t> file;
    try {
      file = serialize(validation, options_.half, options_.resumable);
    } catch (const std::exception& error) {
      save_checkpoint(options_.out + " cannot be written: " + error.what());
    }
    write_or_rescue(options_.out, file);
  }

  /// Saves the complete state of the run, then throws.
  [[noreturn]] void save_checkpoint(const std::string& why) {
    if (!processes_.saves()) throw std::runtime_error(why);
    const std::vector<std::uint8_t> file = serialize(std::nullopt, false, true);
    std::string path = checkpoint_path();
    if (is_special_file(options_.out)) {
      path = rescue(path, file);
    } else {
      try {
        write_or_rescue(path, file);
      } catch (const std::exception& error) {
        throw std::runtime_error(why + "; " + error.what());
      }
    }
    std::string settings = " --data …";
    if (!options_.recipe.empty()) settings += " --recipe " + options_.recipe;
    if (options_.recipe.empty() || given("--epochs")) settings += " --epochs …";
    throw std::runtime_error(why + "; go on with: latentpad train --resume " + path + settings + " --out " +
                             options_.out);
  }

  [[noreturn]] void fail_diverged() {
    save_weights(std::nullopt);
    throw std::runtime_error("training diverged: the loss was " + std::to_string(diverged_->diverged_loss) +
                             " nats. The last good weights, of step " + std::to_string(session_->trainer().step()) +
                             ", are in " + options_.out + "; try a smaller " + setting("learning_rate") + " than " +
                             std::to_string(session_->trainer().config().learning_rate));
  }

  void finish_epoch(const LossTerms& terms, ProgressBar& bar) {
    const double epoch = session_->epochs(digits_.train_count);
    nlohmann::json line = {
        {"epoch", epoch},
        {"step", session_->trainer().step()},
        {"train",
         {{"negative_elbo", terms.negative_elbo()}, {"reconstruction", terms.reconstruction}, {"kl", terms.kl}}}};
    char text[160];
    std::snprintf(text, sizeof text, "epoch %6.2f  train %s %8.3f", epoch, score_name(), terms.negative_elbo());
    std::string message = text;
    if (digits_.held_out_count() > 0) {
      const TrainingConfig& config = session_->trainer().config();
      const BoundReport report =
          evaluate_bound(session_->model(), digits_.held_out_examples(session_->model().config()),
                         {config.pixels, config.seed, 1}, processes_);
      validation_ = ValidationScore{report.negative_elbo.mean, report.negative_elbo.standard_error,
                                    digits_.held_out_count(), config.pixels};
      line["validation"] = validation_json();
      line["validation"]["reconstruction"] = report.reconstruction;
      line["validation"]["kl"] = report.kl;
      std::snprintf(text, sizeof text, "  validation %8.3f ± %.3f nats", report.negative_elbo.mean,
                    report.negative_elbo.standard_error);
      message += text;
    }
    bar.clear();
    std::fprintf(stderr, "%s\n", message.c_str());
    log_->add(line);
  }

  nlohmann::json validation_json() const {
    return {{"negative_elbo", validation_->negative_elbo},
            {"standard_error", validation_->standard_error},
            {"examples", validation_->examples},
            {"pixels", pixel_mode_name(validation_->pixels)}};
  }

  const TrainOptions& options_;
  RunProcesses& processes_ = run_processes();
  ModelConfig config_;  ///< for these images
  Digits digits_;
  std::unique_ptr<Session> session_;
  std::vector<RecipeStage> stages_;  ///< at least one: without a recipe the whole run
  std::optional<ValidationScore> validation_;
  std::optional<TrainingStatistics> diverged_;
  std::optional<Log> log_;
  std::uint64_t slice_ = 1;
  /// Maximum growth of a file by a validation score and longer numbers.
  static constexpr std::uint64_t kRecordGrowth = 4096;
  /// Between checkpoints of several processes.
  static constexpr double kCheckpointMinutes = 10.0;
  std::chrono::steady_clock::time_point last_checkpoint_ = std::chrono::steady_clock::now();
  bool has_checkpoint_ = false;  ///< written by save_regularly
  /// Never accessed: reserves address space, which a limit could exhaust.
  std::unique_ptr<char[]> reserve_;
};

/// Sets the defaults of --hidden, --latent and --lower-layers, which depend on the model.
void complete(TrainOptions& options) {
  const ModelKind& kind = kind_of(options.config);
  if (options.hidden.empty()) options.hidden = kind.default_units == 0 ? "none" : std::to_string(kind.default_units);
  options.config.hidden = parse_layers(options.hidden);
  options.config.latent_dim = options.latent.value_or(kind.traits.code ? 20 : 0);
  options.config.labels = options.labels.value_or(0);
  options.config.orderings = options.orderings.value_or(1);
  options.config.ordering_seed = options.training.seed;
  options.config.prior.components = options.components.value_or(0);
  if (options.lower_layers.empty() && kind.traits.hierarchical) options.lower_layers = kUsualLowerLayers;
  options.config.lower_layers = parse_lower_layers(options.lower_layers);
  options.config.inference = inference_from_name(options.inference);
  options.training.digits = parse_labels(options.digits);
  options.training.objective = objective_from_name(options.objective);
  options.training.estimator = estimator_from_name(options.estimator);
  options.training.schedule = schedule_from_name(options.schedule);
  options.training.schedule_at = parse_epochs(options.schedule_at);
}

/// Options that a recipe has: all of the model, and of training except --seed and, unless it has stages, --epochs.
std::vector<std::string> options_in_recipe() {
  std::vector<std::string> names = {"--model",       "--hidden",
                                    "--latent",      "--lower-layers",
                                    "--inference",   "--labels",
                                    "--orderings",   "--activation",
                                    "--likelihood",  "--sigma",
                                    "--prior",       "--components",
                                    "--objective",   "--importance-samples",
                                    "--estimator",   "--schedule",
                                    "--schedule-at", "--pixels",
                                    "--digits"};
  for_each_training_number([&](const auto& number) { names.push_back("--" + std::string(number.option)); });
  return names;
}

/// Sets the options from the file of --recipe. Throws UsageError for options that the recipe has.
void read_recipe(TrainOptions& options) {
  const auto given = [&options](const std::string& name) { return options.command->count(name) > 0; };
  const auto refuse = [&](const std::string& name) {
    throw UsageError("--recipe: " + options.recipe + " states it; leave out " + name);
  };
  for (const std::string& name : options_in_recipe()) {
    if (given(name)) refuse(name);
  }
  const std::vector<std::uint8_t> bytes = read_file(options.recipe, 1 << 20);
  const Recipe recipe = in_format(ErrorCode::in_file, {{"path", options.recipe}}, [&] {
    return recipe_from_json(parse_strict_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  });
  options.config = recipe.model;
  options.stages = recipe.stages;
  if (given("--seed")) {
    for (RecipeStage& stage : options.stages) stage.training.seed = options.training.seed;
  }
  options.training = options.stages.front().training;
  if (given("--epochs")) {
    if (recipe.stages.size() > 1) refuse("--epochs");
    options.stages.front().epochs = options.epochs;
  }
  if (recipe.validation) {
    if (options.data.validation) refuse("--validation");
    options.data.validation = static_cast<std::size_t>(*recipe.validation);
  }
}

void run(TrainOptions& options) {
  if (options.recipe.empty()) {
    complete(options);
    options.config.activation = activation_from_name(options.activation);
    options.training.pixels = pixel_mode_from_name(options.pixels);
  } else {
    read_recipe(options);
  }
  try {
    // With --resume, options are validated together with the file's settings.
    if (options.resume.empty()) {
      validate_for_any_size(options.config);
      validate(options.training);
    }
  } catch (const std::invalid_argument& error) {
    throw UsageError(error.what());
  }
  if (!(options.epochs > 0.0))
    throw UsageError("--epochs: expected a number above 0, got " + number_text(options.epochs));
  if (options.new_data && options.resume.empty()) throw UsageError("--new-data: expected --resume with it");
  if (options.half && options.resumable) throw UsageError("--half and --resumable exclude each other");
  const nlohmann::json result = Run(options).train();
  if (options.json) {
    print_json(result, 2);
  } else {
    std::printf("%s: %.2f epochs, %llu steps, checksum %s\n", options.out.c_str(), result["epochs"].get<double>(),
                static_cast<unsigned long long>(result["step"].get<std::uint64_t>()),
                result["checksum"].get<std::string>().c_str());
  }
}

}  // namespace

namespace {

std::vector<std::string> names(const std::vector<std::string_view>& views) { return {views.begin(), views.end()}; }

}  // namespace

void add_train(CLI::App& app) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App* command = app.add_subcommand(
      "train", "Train a model and write it as .safetensors; Ctrl-C, SIGTERM and SIGHUP save a checkpoint");
  options->command = command;
  options->data.add_options(*command, true);
  command->add_option("--exclude", options->exclude, "A data set whose held-out images must not be trained on")
      ->type_name("FILE");
  const auto option = [command](const char* name, auto& value, const char* help) {
    return command->add_option(name, value, help)->capture_default_str();
  };
  option("--model", options->config.model, "Kind of model")->check(CLI::IsMember(names(model_kind_names())));
  command
      ->add_option(
          "--hidden", options->hidden,
          "Hidden sizes, such as 400 or 512,256, or none: of the encoder, mirrored by the decoder (vae, ae; 400 "
          "unless given), between the code and the layer below (hvae; 200 unless given), or masked (made; 500 unless "
          "given). conv32k4s2p1 is a convolution with 32 channels, kernels "
          "of 4 x 4, stride 2 and padding 1 (1 and 0 unless given), before all sizes (vae, ae)")
      ->type_name("LAYERS");
  add_number<Index>(*command, "--latent", options->latent, "Latent dimensions (vae, ae, hvae; 20 unless given)", 0,
                    kMaxLatentDim);
  command
      ->add_option("--lower-layers", options->lower_layers,
                   "Stochastic layers below the code of a hvae, from the pixels up: hidden sizes, a colon and latent "
                   "dimensions of each, with slashes between layers, such as 200,200:100 or 400:100/none:50 (400:100 "
                   "unless given)")
      ->type_name("LAYERS");
  option("--inference", options->inference,
         "Posterior of a hvae: each layer given the one below, or given the image and the layer above (ladder VAE)")
      ->check(CLI::IsMember(names(inference_names())));
  add_number<Index>(*command, "--labels", options->labels,
                    "Number of labels that a cvae is told, 0, 1, ... (as many as --data has classes unless given)",
                    static_cast<Index>(kLabelsSetting.min), static_cast<Index>(kLabelsSetting.max));
  add_number<Index>(*command, "--orderings", options->orderings,
                    "Orderings of the pixels, with masks of their own, on which a made is trained in turn; its "
                    "likelihood is the mean over them (1, the raster order, unless given)",
                    static_cast<Index>(kOrderingsSetting.min), static_cast<Index>(kOrderingsSetting.max));
  option("--objective", options->objective, "What a vae minimises")->check(CLI::IsMember({"elbo", "iwae"}));
  add_number<Index>(*command, "--importance-samples", options->training.importance_samples,
                    "Samples of the objective iwae", 1, 1000);
  option("--estimator", options->estimator,
         "Gradient of the encoder of a vae or cvae: stl (sticking the landing; biased with the objective iwae) and "
         "dreg (doubly "
         "reparameterized, of the objective iwae) have less variance near the posterior")
      ->check(CLI::IsMember(names(estimator_names())));
  option("--likelihood", options->config.likelihood.name, "p(x | z), of a vae, cvae or ae")
      ->check(CLI::IsMember(names(likelihood_names())));
  add_number(*command, "--sigma", options->config.likelihood.sigma,
             "Of the likelihood gaussian: of every pixel, or 0 to learn it", 0.0, kSigmaSetting.max);
  option("--prior", options->config.prior.name,
         "p(z) of a vae: N(0, I), or learned: a mixture of Gaussians, or vamp, the encoder's distributions of learned "
         "images")
      ->check(CLI::IsMember(names(prior_names())));
  add_number<Index>(*command, "--components", options->components,
                    "Of a learned prior: its number of Gaussians or of learned images (50 unless given)", 1,
                    kMaxComponents);
  option("--activation", options->activation, "Of the hidden layers")->check(CLI::IsMember({"relu", "tanh"}));
  add_number(*command, "--epochs", options->epochs, "How often each image is shown, above 0", 0.0, 1e6);
  for_each_training_number([&](const auto& number) {
    auto& value = number.of(options->training);
    using Number = std::remove_reference_t<decltype(value)>;
    add_number<Number>(*command, "--" + std::string(number.option), value, std::string(number.meaning),
                       static_cast<Number>(number.setting.min), static_cast<Number>(number.setting.max));
  });
  option("--schedule", options->schedule,
         "Of the learning rate, in epochs: steps, a factor every --schedule-epochs or at --schedule-at; cosine, to "
         "--schedule-factor times the rate over --schedule-epochs; burda, 10^(-i/7) times the rate for 3^i epochs, i = "
         "0 ... 7 (--epochs 3280)")
      ->check(CLI::IsMember(names(schedule_names())));
  command
      ->add_option("--schedule-at", options->schedule_at,
                   "Of the schedule steps: the epochs of its changes, such as 30,40")
      ->type_name("EPOCHS");
  option("--pixels", options->pixels, "How grey pixels are presented")
      ->check(CLI::IsMember({"binarized", "thresholded", "grey"}));
  add_number<std::uint64_t>(*command, "--seed", options->training.seed,
                            "Of weights, order and noise: the same seed gives the same weights", 0, kMaxSeed);
  option("--digits", options->digits, "Train and score on images with these labels only, of 0 to 9")
      ->type_name("LABELS");
  command
      ->add_option("--recipe", options->recipe,
                   "Take model, training settings, epochs and the number of held-out images from this JSON file "
                   "(weights/recipes); besides it, of these only --seed and --epochs")
      ->type_name("FILE");
  command->add_option("--out", options->out, "The weights to write")->required()->type_name("FILE");
  command
      ->add_option(
          "--resume", options->resume,
          "Go on from a checkpoint or a --resumable file. Its settings hold; --objective, --importance-samples, "
          "--estimator, --pixels, --schedule, --schedule-at and the options that are numbers of training change them "
          "from there on; "
          "--model, --hidden, --latent, --lower-layers, --inference, --labels, --orderings, --activation, "
          "--likelihood, --sigma, "
          "--prior, --components, --seed and --digits must be left out or be the file's")
      ->type_name("FILE");
  command->add_flag("--new-data", options->new_data,
                    "With --resume: go on although --data has other training images than the file's");
  command->add_option("--log", options->log, "Add a JSON line for each epoch to this file")->type_name("FILE");
  add_number(*command, "--checkpoint-minutes", options->checkpoint_minutes,
             "Write the checkpoint of --out so often too, for failures that end the program at once; 0: never (10 "
             "with several processes, otherwise 0, unless given)",
             0.0, 1e6);
  command->add_flag("--half", options->half, "Write F16 weights, half the size");
  command->add_flag("--resumable", options->resumable, "Write the optimiser's state too");
  command->add_flag("--json", options->json, "Print the result as JSON");
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
