// Processes of Open MPI. Operations do not block: a process that waits for another notices signals, and that the other
// has ended. Sums are not MPI's, whose order depends on the number of processes.
#include <mpi.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "cli/run_processes.h"
#include "cli/signals.h"

namespace latentpad::cli {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// After a signal, the others have this time to do what they were asked for. mpirun kills a second after SIGTERM.
constexpr milliseconds kGrace{200};
/// An evaluation of a large model by a slow process is shorter than this.
constexpr milliseconds kPatience{30 * 60 * 1000};

void check(int error) {
  if (error == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING] = "";
  int length = 0;
  MPI_Error_string(error, text, &length);
  throw std::runtime_error("MPI: " + std::string(text, static_cast<std::size_t>(length)));
}

/// A process of this machine by its number; one that has ended but was not waited for does not run.
bool runs(pid_t pid) {
  if (::kill(pid, 0) != 0) return false;
  std::FILE* file = std::fopen(("/proc/" + std::to_string(pid) + "/stat").c_str(), "r");
  if (file == nullptr) return true;
  char line[256] = "";
  const std::size_t length = std::fread(line, 1, sizeof line - 1, file);
  std::fclose(file);
  line[length] = '\0';
  const char* name_end = std::strrchr(line, ')');
  return name_end == nullptr || name_end + 2 >= line + length || (name_end[2] != 'Z' && name_end[2] != 'X');
}

class MpiProcesses final : public RunProcesses {
 public:
  MpiProcesses() {
    int provided = 0;
    check(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided));
    check(MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN));
    check(MPI_Comm_size(MPI_COMM_WORLD, &size_));
    check(MPI_Comm_rank(MPI_COMM_WORLD, &rank_));
    struct Place {
      int pid = 0;
      char machine[MPI_MAX_PROCESSOR_NAME] = {};
    };
    Place own;
    own.pid = static_cast<int>(::getpid());
    int length = 0;
    check(MPI_Get_processor_name(own.machine, &length));
    std::vector<Place> all(static_cast<std::size_t>(size_));
    constexpr int kBytes = static_cast<int>(sizeof(Place));
    check(MPI_Allgather(&own, kBytes, MPI_BYTE, all.data(), kBytes, MPI_BYTE, MPI_COMM_WORLD));
    for (const Place& place : all) {
      const bool is_here = std::strcmp(place.machine, own.machine) == 0;
      pids_.push_back(is_here ? place.pid : 0);
    }
    share_report();
  }

  int size() const override { return size_; }
  int rank() const override { return rank_; }

  void gather(std::span<const double> mine, std::span<double> all) override {
    // Each sends the signal that it has received too, so that all stop at the same step.
    sent_doubles_.assign(mine.begin(), mine.end());
    sent_doubles_.push_back(static_cast<double>(interrupted()));
    doubles_.resize(sent_doubles_.size() * static_cast<std::size_t>(size_));
    const int count = whole(sent_doubles_.size());
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Iallgather(sent_doubles_.data(), count, MPI_DOUBLE, doubles_.data(), count, MPI_DOUBLE, MPI_COMM_WORLD,
                         &request));
    complete(request);
    for (std::size_t r = 0; r < static_cast<std::size_t>(size_); ++r) {
      const double* of_rank = doubles_.data() + r * sent_doubles_.size();
      std::copy(of_rank, of_rank + mine.size(), all.data() + r * mine.size());
      if (stop_signal_ == 0) stop_signal_ = static_cast<int>(of_rank[mine.size()]);
    }
  }

  /// Each process adds a slice of the numbers for all: it gets the slice of every part and sends back the sum. With one
  /// part of each process that is as much traffic as a ring.
  void sum(std::span<const float> parts, std::span<float> total) override {
    const std::size_t mine = parts.size() / total.size(), processes = static_cast<std::size_t>(size_);
    const auto begin_of = [&](std::size_t r) { return total.size() * r / processes; };
    const auto size_of = [&](std::size_t r) { return begin_of(r + 1) - begin_of(r); };
    const std::size_t own = size_of(static_cast<std::size_t>(rank_));
    sent_floats_.resize(parts.size());
    float* out = sent_floats_.data();
    for (std::size_t r = 0; r < processes; ++r) {
      for (std::size_t part = 0; part < mine; ++part) {
        const float* slice = parts.data() + part * total.size() + begin_of(r);
        out = std::copy(slice, slice + size_of(r), out);
      }
    }
    Layout sends, receives, slices;
    for (std::size_t r = 0; r < processes; ++r) {
      sends.add(mine * size_of(r));
      receives.add(mine * own);
      slices.add(size_of(r));
    }
    floats_.resize(mine * processes * own);
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Ialltoallv(sent_floats_.data(), sends.counts.data(), sends.offsets.data(), MPI_FLOAT, floats_.data(),
                         receives.counts.data(), receives.offsets.data(), MPI_FLOAT, MPI_COMM_WORLD, &request));
    complete(request);
    slice_.resize(own);
    add_in_order(floats_, slice_);
    total_.resize(total.size());
    check(MPI_Iallgatherv(slice_.data(), whole(own), MPI_FLOAT, total_.data(), slices.counts.data(),
                          slices.offsets.data(), MPI_FLOAT, MPI_COMM_WORLD, &request));
    complete(request);
    std::copy(total_.begin(), total_.end(), total.begin());
  }

  int stop_signal() const override { return stop_signal_; }

  bool saves() const override {
    for (int r = 0; r < rank_; ++r) {
      if (!has_ended(r)) return false;
    }
    return true;
  }

  std::string ended() const override {
    for (int r = 0; r < size_; ++r) {
      if (r != rank_ && has_ended(r)) {
        return "process " + std::to_string(r) + " of " + std::to_string(size_) + " has ended";
      }
    }
    return {};
  }

  bool may_report() override { return reported_->exchange(1) == 0; }

  void finish() override {
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Ibarrier(MPI_COMM_WORLD, &request));
    complete(request);
    check(MPI_Win_free(&shared_));
    check(MPI_Comm_free(&here_));
    check(MPI_Finalize());
  }

  int fail(int code) override {
    MPI_Abort(MPI_COMM_WORLD, code);
    ::_exit(code);
  }

 private:
  struct Layout {
    std::vector<int> counts, offsets;
    std::size_t total = 0;

    void add(std::size_t count) {
      offsets.push_back(whole(total));
      total += count;
      counts.push_back(whole(count));
    }
  };

  static int whole(std::size_t count) {
    if (count <= static_cast<std::size_t>(INT_MAX)) return static_cast<int>(count);
    throw std::runtime_error("MPI: expected at most " + std::to_string(INT_MAX) + " numbers in a message, got " +
                             std::to_string(count) + "; use fewer --shards for each process");
  }

  /// Memory of the processes of this machine, which outlives each of them.
  void share_report() {
    check(MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &here_));
    int rank = 0, unit = 0;
    check(MPI_Comm_rank(here_, &rank));
    void* memory = nullptr;
    MPI_Aint size = rank == 0 ? static_cast<MPI_Aint>(sizeof(std::atomic<int>)) : 0;
    check(MPI_Win_allocate_shared(size, 1, MPI_INFO_NULL, here_, &memory, &shared_));
    check(MPI_Win_shared_query(shared_, 0, &size, &unit, &memory));
    reported_ = static_cast<std::atomic<int>*>(memory);
    if (rank == 0) new (reported_) std::atomic<int>(0);
    check(MPI_Barrier(here_));
  }

  /// Known only of processes on this machine.
  bool has_ended(int rank) const {
    const int pid = pids_[static_cast<std::size_t>(rank)];
    return pid != 0 && !runs(static_cast<pid_t>(pid));
  }

  /// Buffers of a request are members, since MPI may still use them after this has thrown.
  void complete(MPI_Request& request) const {
    const Clock::time_point start = Clock::now();
    Clock::time_point looked = start;
    std::optional<Clock::time_point> signalled;
    for (unsigned polls = 1;; ++polls) {
      int done = 0;
      check(MPI_Test(&request, &done, MPI_STATUS_IGNORE));
      if (done != 0) return;
      std::this_thread::yield();
      if (polls % 64 != 0) continue;
      const Clock::time_point now = Clock::now();
      // The others compute: leave the processors to them.
      if (now - start > milliseconds(5)) std::this_thread::sleep_for(std::chrono::microseconds(100));
      if (interrupted() != 0 && !signalled) signalled = now;
      if (signalled && now - *signalled > kGrace) {
        const std::string who = ended();
        throw std::runtime_error(!who.empty() ? who
                                              : signal_text(interrupted()) + " before the other processes answered");
      }
      if (now - looked < milliseconds(1000)) continue;
      looked = now;
      // mpirun ends the others a moment later, by a signal; without that, this does.
      if (const std::string who = ended(); !who.empty()) throw std::runtime_error(who);
      if (now - start > kPatience) throw std::runtime_error("no answer from the other processes for 30 minutes");
    }
  }

  int size_ = 1, rank_ = 0, stop_signal_ = 0;
  MPI_Comm here_ = MPI_COMM_NULL;  ///< the processes of this machine
  MPI_Win shared_ = MPI_WIN_NULL;
  std::atomic<int>* reported_ = nullptr;
  std::vector<int> pids_;  ///< of the processes on this machine; 0 for others
  std::vector<double> sent_doubles_, doubles_;
  std::vector<float> sent_floats_, floats_, slice_, total_;
};

}  // namespace

std::unique_ptr<RunProcesses> join_mpi() { return std::make_unique<MpiProcesses>(); }

}  // namespace latentpad::cli
