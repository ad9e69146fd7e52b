// latentpad bench
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

#include "bench/workload.h"
#include "cli/command.h"
#include "cli/compute_options.h"
#include "cli/data_source.h"
#include "cli/layer_options.h"
#include "cli/numbers.h"
#include "cli/output.h"
#include "eval/importance_weighted.h"
#include "eval/likelihood.h"
#include "io/json.h"
#include "math/kernels.h"
#include "math/thread_team.h"
#include "training/session.h"

namespace latentpad::cli {
namespace {

/// Steps before the timed ones, whose losses are in the JSON: other programs that take the same steps are compared by
/// them.
constexpr std::size_t kFirstSteps = 20;

struct BenchOptions {
  DataSource data;
  std::string only, hidden_text = "400";
  std::vector<LayerSpec> hidden;  ///< of hidden_text
  int runs = 7;
  double time_to = 0.0, learning_rate = TrainingConfig{}.learning_rate;
  std::uint64_t seed = 1;
  Index batch = 128, latent_dim = ModelConfig{}.latent_dim;
  bool json = false;
};

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// Seconds per call of f, for each of `runs` runs, as the mean over calls that take a twentieth of a second.
template <typename F>
std::vector<double> time_calls(int runs, F&& f) {
  f();
  const double start = seconds();
  f();
  const int calls = std::clamp(static_cast<int>(0.05 / std::max(seconds() - start, 1e-7)), 1, 10'000);
  std::vector<double> times;
  for (int run = 0; run < runs; ++run) {
    const double begin = seconds();
    for (int call = 0; call < calls; ++call) f();
    times.push_back((seconds() - begin) / calls);
  }
  return times;
}

class Results {
 public:
  explicit Results(const BenchOptions& options) : options_(options) {}

  bool wanted(const std::string& work) const { return work.find(options_.only) != std::string::npos; }

  void add(const std::string& work, const char* unit, std::vector<double> runs,
           const nlohmann::json& counts = nlohmann::json::object()) {
    const nlohmann::json values = runs;
    std::nth_element(runs.begin(), runs.begin() + static_cast<std::ptrdiff_t>(runs.size() / 2), runs.end());
    const double median = runs[runs.size() / 2];
    nlohmann::json row = {{"work", work},
                          {"who", "latentpad"},
                          {"where", "native"},
                          {"arithmetic", arithmetic_name(arithmetic())},
                          {"threads", thread_count()},
                          {"value", median},
                          {"unit", unit},
                          {"runs", values}};
    row.update(counts);
    results_.push_back(std::move(row));
    if (!options_.json) std::printf("%-28s %10.3f %s\n", work.c_str(), median, unit);
  }

  /// Rates in units of 10⁹ `amount` a second.
  void add_rates(const Workload& workload, const char* unit, double amount) {
    if (!wanted(workload.name)) return;
    std::vector<double> runs = time_calls(options_.runs, workload.run);
    for (double& time : runs) time = amount / time * 1e-9;
    add(workload.name, unit, runs, counts_of(workload));
  }

  void add_times(const std::string& work, const std::function<void()>& f,
                 const nlohmann::json& counts = nlohmann::json::object()) {
    if (!wanted(work)) return;
    std::vector<double> runs = time_calls(options_.runs, f);
    for (double& time : runs) time *= 1e3;
    add(work, "ms", runs, counts);
  }

  void add_times(const Workload& workload) { add_times(workload.name, workload.run, counts_of(workload)); }

  const nlohmann::json& all() const { return results_; }

 private:
  static nlohmann::json counts_of(const Workload& workload) {
    return {{"operations", workload.operations}, {"bytes", workload.bytes}};
  }

  const BenchOptions& options_;
  nlohmann::json results_ = nlohmann::json::array();
};

std::unique_ptr<Session> new_session(const BenchOptions& options, const Digits& digits) {
  ModelConfig model;
  model.hidden = options.hidden;
  model.latent_dim = options.latent_dim;
  TrainingConfig training;
  training.batch_size = options.batch;
  training.learning_rate = options.learning_rate;
  training.seed = options.seed;
  return Session::create(model, training, &digits);
}

void bench_step(const BenchOptions& options, const Digits& digits, Results& results) {
  if (!results.wanted("step")) return;
  const auto session = new_session(options, digits);
  const auto step = [&] { return session->trainer().run(digits.train_images(), 1).terms.negative_elbo(); };
  std::vector<double> losses;
  while (losses.size() < kFirstSteps) losses.push_back(step());
  double last = losses.back();
  results.add_times("step", [&] { last = step(); }, {{"losses", losses}});
  if (!(last < losses.front())) throw std::runtime_error("bench: training did not lower the loss");
}

/// Training time in seconds, without evaluations, until the held-out −ELBO is at most `nats`.
void bench_time_to(const BenchOptions& options, const Digits& digits, Results& results) {
  const auto session = new_session(options, digits);
  const std::uint64_t half_epoch = digits.train_count / static_cast<std::size_t>(options.batch) / 2;
  double trained = 0.0;
  for (int half = 0; half < 200; ++half) {
    const double begin = seconds();
    session->trainer().run(digits.train_images(), half_epoch);
    trained += seconds() - begin;
    const BoundReport report = evaluate_bound(session->model(), digits.held_out_images(), EvaluationConfig{});
    if (report.negative_elbo.mean > options.time_to) continue;
    char nats[32];
    std::snprintf(nats, sizeof nats, "%g", options.time_to);
    results.add(std::string("time to ") + nats + " nats", "ms", {trained * 1e3});
    return;
  }
  throw std::runtime_error("bench: the bound was not reached within 100 epochs");
}

void run(const BenchOptions& options) {
  Results results(options);
  if (!options.json) {
    std::printf("%s arithmetic, %d threads, %s vectors\n", std::string(arithmetic_name(arithmetic())).c_str(),
                thread_count(), kernel_set().name);
  }
  const auto add_products = [&](const Workload& workload) {
    results.add_rates(workload, "GFLOP/s", workload.operations);
  };
  add_products(madd_peak_workload());
  const Workload bandwidth = bandwidth_workload();
  results.add_rates(bandwidth, "GB/s", bandwidth.bytes);
  for (const auto& [m, n, k] : {std::array<Index, 3>{400, 128, 784},
                                {784, 128, 400},
                                {784, 400, 128},
                                {400, 784, 128},
                                {20, 128, 400},
                                {400, 128, 20},
                                {400, 20, 128}}) {
    add_products(gemm_workload(m, n, k));
  }
  for (const Workload& convolution : convolution_workloads(options.batch)) add_products(convolution);
  for (const Workload& part : step_parts(options.batch)) results.add_times(part);
  if (!options.data.path.empty()) {
    const Digits digits = options.data.load();
    bench_step(options, digits, results);
    if (options.time_to > 0.0) bench_time_to(options, digits, results);
  }
  if (options.json) print_json(results.all(), 2);
}

}  // namespace

void add_bench(CLI::App& app) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App* command = app.add_subcommand("bench", "Time the parts of training on this machine; medians");
  options->data.add_options(*command, false);
  command->add_option("--only", options->only, "Only works whose name contains this")->type_name("WORD");
  add_number(*command, "--runs", options->runs, "Timings of each work", 1, 1000);
  add_number(*command, "--time-to", options->time_to, "Also train until the held-out -ELBO is so low", 0.0, 1e6)
      ->type_name("NATS");
  add_number(*command, "--learning-rate", options->learning_rate, "Adam's step size, of step and --time-to", 1e-9, 1.0);
  add_number<Index>(*command, "--batch", options->batch, "Images in a batch", 1, 4096);
  command->add_option("--hidden", options->hidden_text, "Hidden layers of step and --time-to, as of train")
      ->type_name("LAYERS");
  add_number<Index>(*command, "--latent", options->latent_dim, "Latent features of both", 1, kMaxLatentDim);
  add_number<std::uint64_t>(*command, "--seed", options->seed, "Of weights, order and noise", 0, kMaxSeed);
  command->add_flag("--json", options->json, "Print the results as JSON");
  add_compute_options(*command);
  command->callback([options] {
    options->hidden = parse_layers(options->hidden_text);
    run(*options);
  });
}

}  // namespace latentpad::cli
