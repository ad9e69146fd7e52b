#include "cli/compute_options.h"

#include <algorithm>
#include <memory>
#include <thread>

#include "cli/numbers.h"
#include "cli/run_processes.h"
#include "math/arithmetic.h"
#include "math/thread_team.h"

namespace latentpad::cli {
namespace {

struct ComputeOptions {
  std::string arithmetic = "auto";
  int threads = 0;  // 0: one per core
};

constexpr int kMaxByDefault = 8;

void apply(const ComputeOptions& options) {
  try {
    set_arithmetic(options.arithmetic == "auto" ? fastest_arithmetic() : arithmetic_from_name(options.arithmetic));
    const int cores = static_cast<int>(std::thread::hardware_concurrency()) / launched_processes_here();
    set_thread_count(options.threads > 0 ? options.threads : std::clamp(cores, 1, kMaxByDefault));
  } catch (const std::invalid_argument& error) {
    throw UsageError(error.what());
  }
}

}  // namespace

void add_compute_options(CLI::App& command) {
  auto options = std::make_shared<ComputeOptions>();
  command
      .add_option("--arithmetic", options->arithmetic,
                  "The same seed gives the same weights within a class; fused needs a processor that has it")
      ->check(CLI::IsMember({"auto", "exact", "fused"}))
      ->capture_default_str();
  add_number(
      command, "--threads", options->threads,
      "Threads that compute; one for each core, at most 8, unless given (of several processes, its share of the cores)",
      1, kMaxThreads)
      ->default_str("");
  command.parse_complete_callback([options] { apply(*options); });
}

}  // namespace latentpad::cli
