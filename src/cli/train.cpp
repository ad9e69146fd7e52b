// latentpad train
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>

#include "cli/command.h"
#include "cli/compute_options.h"
#include "cli/data_source.h"
#include "cli/progress_bar.h"
#include "eval/likelihood.h"
#include "io/files.h"
#include "io/json.h"
#include "training/session.h"

namespace latentpad::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

extern "C" void on_interrupt(int) {
  interrupted = 1;
  // A second Ctrl-C ends the program at once.
  std::signal(SIGINT, SIG_DFL);
}

struct TrainOptions {
  DataSource data;
  ModelConfig config;
  TrainingConfig training;
  std::string hidden, activation = "relu", pixels = "binarized", objective = "elbo";
  std::optional<Index> latent;
  std::optional<double> learning_rate;
  double epochs = 10.0;
  std::string exclude, out, log, resume, digits = "0,1,2,3,4,5,6,7,8,9";
  bool half = false, resumable = false, json = false;
};

template <typename Number>
std::vector<Number> parse_list(const std::string& text, const char* expected) {
  std::vector<Number> numbers;
  for (const std::string& part : CLI::detail::split(text, ',')) {
    Number number = 0;
    if (!CLI::detail::lexical_cast(part, number)) throw UsageError(std::string(expected) + "; got " + quote(text));
    numbers.push_back(number);
  }
  return numbers;
}

std::vector<Index> parse_sizes(const std::string& text) {
  if (text == "none") return {};
  return parse_list<Index>(text, "--hidden: expected sizes such as 400 or 512,256, or none");
}

/// An hour of training must not end at a folder that is not there.
void expect_writable(const std::string& path) {
  const std::string probe = path + ".part";
  write_file(probe, {});
  std::remove(probe.c_str());
}

class Run {
 public:
  explicit Run(const TrainOptions& options) : options_(options), digits_(options.data.load()) {
    expect_writable(options.out);
    if (!options.exclude.empty()) {
      std::fprintf(stderr, "left out %zu digits that %s holds out\n", exclude_held_out(digits_, options.exclude),
                   options.exclude.c_str());
    }
    if (options.resume.empty()) {
      digits_ = choose_labels(digits_, options.training.digits);
      session_ = Session::create(options.config, options.training, &digits_);
    } else {
      session_ = Session::load(read_file(options.resume), std::nullopt);
      digits_ = choose_labels(digits_, session_->trainer().config().digits);
    }
    if (options.learning_rate) {
      TrainingConfig config = session_->trainer().config();
      config.learning_rate = *options.learning_rate;
      session_->trainer().set_config(config);
    }
    if (!options.log.empty()) {
      log_.open(options.log, std::ios::app);
      if (!log_) throw std::runtime_error(options.log + ": cannot be written");
    }
  }

  nlohmann::json train() {
    const Trainer& trainer = session_->trainer();
    const auto batch = static_cast<double>(trainer.config().batch_size);
    const auto steps_until = [&](double epochs) {
      return static_cast<std::uint64_t>(std::ceil(epochs * static_cast<double>(digits_.train_count) / batch - 1e-9));
    };
    const std::uint64_t last = steps_until(options_.epochs);
    const std::uint64_t first = trainer.step();
    const auto start = std::chrono::steady_clock::now();
    ProgressBar bar(last, first, batch, "images/s");
    double training_seconds = 0.0;
    while (trainer.step() < last && interrupted == 0) {
      const double epoch = std::floor(session_->epochs(digits_.train_count) + 1e-9) + 1.0;
      const std::uint64_t epoch_end = std::max(std::min(last, steps_until(epoch)), trainer.step() + 1);
      const auto epoch_start = std::chrono::steady_clock::now();
      const LossTerms terms = train_to(epoch_end, bar);
      training_seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - epoch_start).count();
      if (interrupted == 0) finish_epoch(terms, bar);
    }
    bar.clear();
    if (interrupted != 0) save_checkpoint();
    write_file(options_.out, session_->save(&digits_, validation_, options_.half, options_.resumable));

    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    nlohmann::json result = {{"weights", options_.out},
                             {"model", session_->model().config().model},
                             {"step", trainer.step()},
                             {"epochs", session_->epochs(digits_.train_count)},
                             {"train_examples", digits_.train_count},
                             {"seconds", seconds},
                             {"images_per_second",
                              training_seconds > 0.0 ? static_cast<double>(trainer.step() - first) * batch / training_seconds : 0.0},
                             {"checksum", checksum(session_->model())}};
    result["validation"] = validation_ ? validation_json() : nlohmann::json();
    return result;
  }

 private:
  LossTerms train_to(std::uint64_t end, ProgressBar& bar) {
    constexpr std::uint64_t kSlice = 20;
    LossTerms sum;
    std::uint64_t steps = 0;
    Trainer& trainer = session_->trainer();
    while (trainer.step() < end && interrupted == 0) {
      const TrainingStatistics part =
          trainer.run(digits_.train_examples(session_->model().config()), std::min(kSlice, end - trainer.step()));
      if (part.diverged) fail_diverged(part);
      sum.reconstruction += part.terms.reconstruction * static_cast<double>(part.steps);
      sum.kl += part.terms.kl * static_cast<double>(part.steps);
      steps += part.steps;
      char note[64];
      std::snprintf(note, sizeof note, "%s %.2f nats", score_name(), part.terms.negative_elbo());
      bar.update(trainer.step(), note);
    }
    if (steps > 0) {
      sum.reconstruction /= static_cast<double>(steps);
      sum.kl /= static_cast<double>(steps);
    }
    return sum;
  }

  const char* score_name() const {
    const Capabilities capabilities = session_->model().capabilities();
    return capabilities.posterior ? "-ELBO" : capabilities.exact_likelihood ? "-log p(x)" : "reconstruction";
  }

  [[noreturn]] void fail_diverged(const TrainingStatistics& statistics) {
    write_file(options_.out, session_->save(&digits_, std::nullopt, options_.half, options_.resumable));
    throw std::runtime_error("training diverged: the loss was " + std::to_string(statistics.diverged_loss) +
                             " nats. The last good weights, of step " + std::to_string(session_->trainer().step()) +
                             ", are in " + options_.out + "; try a smaller --learning-rate than " +
                             std::to_string(session_->trainer().config().learning_rate));
  }

  void finish_epoch(const LossTerms& terms, ProgressBar& bar) {
    const double epoch = session_->epochs(digits_.train_count);
    nlohmann::json line = {{"epoch", epoch},
                           {"step", session_->trainer().step()},
                           {"train", {{"negative_elbo", terms.negative_elbo()},
                                      {"reconstruction", terms.reconstruction},
                                      {"kl", terms.kl}}}};
    char text[160];
    std::snprintf(text, sizeof text, "epoch %6.2f  train %s %8.3f", epoch, score_name(), terms.negative_elbo());
    std::string message = text;
    if (digits_.held_out_count() > 0) {
      const TrainingConfig& config = session_->trainer().config();
      const BoundReport report = evaluate_bound(
          session_->model(), digits_.held_out_examples(session_->model().config()), {config.pixels, config.seed, 1});
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
    if (log_.is_open()) log_ << line.dump() << std::endl;
  }

  void save_checkpoint() {
    const std::string path = options_.out + ".checkpoint";
    write_file(path, session_->save(&digits_, std::nullopt, false, true));
    throw std::runtime_error("interrupted at step " + std::to_string(session_->trainer().step()) +
                             "; go on with: latentpad train --resume " + path + " --data … --epochs … --out " +
                             options_.out);
  }

  nlohmann::json validation_json() const {
    return {{"negative_elbo", validation_->negative_elbo},
            {"standard_error", validation_->standard_error},
            {"examples", validation_->examples},
            {"pixels", pixel_mode_name(validation_->pixels)}};
  }

  const TrainOptions& options_;
  Digits digits_;
  std::unique_ptr<Session> session_;
  std::optional<ValidationScore> validation_;
  std::ofstream log_;
};

/// What --hidden and --latent mean when they are not given depends on the model.
void complete(TrainOptions& options) {
  const std::string& model = options.config.model;
  if (options.hidden.empty()) options.hidden = model == "fvbn" ? "none" : model == "made" ? "500" : "400";
  options.config.hidden = parse_sizes(options.hidden);
  options.config.latent_dim = options.latent.value_or(has_code(model) ? 20 : 0);
  options.training.digits = parse_list<std::uint32_t>(options.digits, "--digits: expected labels such as 0,1,7");
  options.training.objective = objective_from_name(options.objective);
  options.training.learning_rate = options.learning_rate.value_or(options.training.learning_rate);
}

void run(TrainOptions& options) {
  complete(options);
  options.config.activation = activation_from_name(options.activation);
  options.training.pixels = pixel_mode_from_name(options.pixels);
  try {
    validate(options.config);
    validate(options.training);
  } catch (const std::invalid_argument& error) {
    throw UsageError(error.what());
  }
  if (!(options.epochs > 0.0 && options.epochs <= 1e6)) throw UsageError("--epochs: expected a number above 0");
  if (options.half && options.resumable) throw UsageError("--half and --resumable exclude each other");
  std::signal(SIGINT, on_interrupt);
  const nlohmann::json result = Run(options).train();
  if (options.json) {
    std::printf("%s\n", result.dump(2).c_str());
  } else {
    std::printf("%s: %.2f epochs, %llu steps, checksum %s\n", options.out.c_str(), result["epochs"].get<double>(),
                static_cast<unsigned long long>(result["step"].get<std::uint64_t>()),
                result["checksum"].get<std::string>().c_str());
  }
}

}  // namespace

void add_train(CLI::App& app) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App* command = app.add_subcommand("train", "Train a model and write it as .safetensors; Ctrl-C saves a checkpoint");
  options->data.add_options(*command, true);
  command
      ->add_option("--exclude", options->exclude,
                   "A packed digits file whose held-out digits must not be trained on")
      ->type_name("FILE");
  const auto option = [command](const char* name, auto& value, const char* help) {
    return command->add_option(name, value, help)->capture_default_str();
  };
  option("--model", options->config.model, "Kind of model")->check(CLI::IsMember({"vae", "cvae", "ae", "fvbn", "made"}));
  command
      ->add_option("--hidden", options->hidden,
                   "Hidden sizes, such as 400 or 512,256, or none: of the encoder, mirrored by the decoder (vae, ae; 400 "
                   "unless given), or masked (made; 500 unless given)")
      ->type_name("SIZES");
  command->add_option("--latent", options->latent, "Latent dimensions (vae, ae; 20 unless given)")->type_name("N");
  option("--objective", options->objective, "What a vae minimises")->check(CLI::IsMember({"elbo", "iwae"}));
  option("--importance-samples", options->training.importance_samples, "Samples of the objective iwae")->type_name("K");
  option("--activation", options->activation, "Of the hidden layers")->check(CLI::IsMember({"relu", "tanh"}));
  option("--epochs", options->epochs, "How often each digit is shown")->type_name("N");
  option("--batch", options->training.batch_size, "Digits in a batch")->type_name("N");
  command
      ->add_option("--learning-rate", options->learning_rate,
                   "Adam's step size; 0.001 unless given, or with --resume the file's")
      ->type_name("X");
  option("--beta", options->training.beta, "Weight of the KL term in what is minimised")->type_name("X");
  option("--beta-warmup-steps", options->training.beta_warmup_steps, "Raise beta from 0 over so many steps")
      ->type_name("N");
  option("--pixels", options->pixels, "How grey digits are presented")
      ->check(CLI::IsMember({"binarized", "thresholded", "grey"}));
  option("--seed", options->training.seed, "Of weights, order and noise: the same seed gives the same weights")
      ->type_name("N");
  option("--digits", options->digits, "Train and score on digits with these labels only")->type_name("LABELS");
  command->add_option("--out", options->out, "The weights to write")->required()->type_name("FILE");
  command->add_option("--resume", options->resume, "Go on from a checkpoint or a --resumable file; its settings hold, but for --learning-rate")
      ->type_name("FILE");
  command->add_option("--log", options->log, "Add a JSON line for each epoch to this file")->type_name("FILE");
  command->add_flag("--half", options->half, "Write F16 weights, half the size");
  command->add_flag("--resumable", options->resumable, "Write the optimiser's state too");
  command->add_flag("--json", options->json, "Print the result as JSON");
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
