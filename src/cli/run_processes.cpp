#include "cli/run_processes.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "cli/command.h"
#include "cli/signals.h"

namespace latentpad::cli {
namespace {

class Alone final : public RunProcesses {
 public:
  int size() const override { return 1; }
  int rank() const override { return 0; }
  void gather(std::span<const double> mine, std::span<double> all) override { alone().gather(mine, all); }
  void sum(std::span<const float> parts, std::span<float> total) override { alone().sum(parts, total); }
  int stop_signal() const override { return interrupted(); }
  bool saves() const override { return true; }
  std::string ended() const override { return {}; }
  bool may_report() override { return true; }
  void finish() override {}
  int fail(int code) override { return code; }
};

std::unique_ptr<RunProcesses> joined;
int stderr_of_process = STDERR_FILENO;

int number_of(const char* variable, int otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::atoi(text) : otherwise;
}

/// The kinds of MPI that start processes name them by these variables: Open MPI; MPICH and Intel MPI.
constexpr const char* kRank[] = {"OMPI_COMM_WORLD_RANK", "PMI_RANK"};
constexpr const char* kSize[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"};

int launched_rank() { return number_of(kRank[0], number_of(kRank[1], 0)); }

/// Of other processes than 0, which do the same.
void discard_output() {
  stderr_of_process = ::dup(STDERR_FILENO);
  const int nothing = ::open("/dev/null", O_WRONLY);
  if (nothing < 0) return;
  ::dup2(nothing, STDOUT_FILENO);
  ::dup2(nothing, STDERR_FILENO);
  ::close(nothing);
}

}  // namespace

int launched_processes() { return number_of(kSize[0], number_of(kSize[1], 1)); }

int launched_processes_here() { return std::max(1, number_of("OMPI_COMM_WORLD_LOCAL_SIZE", 1)); }

RunProcesses& run_processes() {
  static Alone one;
  return joined ? *joined : one;
}

void join_processes(const std::string& command) {
  const int count = launched_processes();
  if (count <= 1) return;
  if (launched_rank() != 0) discard_output();
  const std::string started = "mpirun started " + std::to_string(count) + " processes";
  if (command != "train" && command != "eval" && command != "compare") {
    throw UsageError(started + ", but only train, eval and compare divide their work; start latentpad " + command +
                     " without mpirun");
  }
  joined = join_mpi();
  if (joined->size() == count) return;
  throw UsageError(started + ", but they find " + std::to_string(joined->size()) +
                   "; use the mpirun of Open MPI, with which this program was built");
}

int end_after_error(int code, const std::string& message) {
  RunProcesses& processes = run_processes();
  const int rank = processes.size() > 1 ? processes.rank() : launched_rank();
  std::string text = "latentpad: " + message + "\n";
  const bool reports = (processes.size() > 1 || rank == 0) && processes.saves() && processes.may_report();
  if (!reports) {
    // Most failures are of all processes. The report of another ends this one.
    std::this_thread::sleep_for(std::chrono::seconds(5));
    text = "latentpad, process " + std::to_string(rank) + " of " + std::to_string(launched_processes()) + ": " +
           message + "\n";
  }
  if (::write(stderr_of_process, text.data(), text.size()) < 0) return processes.fail(code);
  return processes.fail(code);
}

}  // namespace latentpad::cli
