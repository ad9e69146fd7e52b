// Processes that are threads of the test: each is given its rank, and numbers move through shared memory.
#pragma once

#include <algorithm>
#include <barrier>
#include <cstddef>
#include <functional>
#include <span>
#include <stdexcept>
#include <thread>
#include <vector>

#include "math/processes.h"

namespace latentpad::test {

/// What the threads share.
struct ThreadGroup {
  ThreadGroup(int count, int call_that_fails)
      : all_here(count),
        doubles(static_cast<std::size_t>(count)),
        floats(static_cast<std::size_t>(count)),
        fails_at(call_that_fails) {}

  std::barrier<> all_here;
  std::vector<std::span<const double>> doubles;
  std::vector<std::span<const float>> floats;
  int fails_at;
};

class ThreadProcess final : public Processes {
 public:
  ThreadProcess(int rank, ThreadGroup& group) : rank_(rank), group_(group) {}

  int size() const override { return static_cast<int>(group_.doubles.size()); }
  int rank() const override { return rank_; }

  void gather(std::span<const double> mine, std::span<double> all) override {
    begin(group_.doubles, mine);
    auto out = all.begin();
    for (const std::span<const double> theirs : group_.doubles) out = std::copy(theirs.begin(), theirs.end(), out);
    group_.all_here.arrive_and_wait();
  }

  void sum(std::span<const float> parts, std::span<float> total) override {
    begin(group_.floats, parts);
    std::vector<float> all;
    for (const std::span<const float> theirs : group_.floats) all.insert(all.end(), theirs.begin(), theirs.end());
    add_in_order(all, total);
    group_.all_here.arrive_and_wait();
  }

 private:
  template <typename Span>
  void begin(std::vector<Span>& spans, Span mine) {
    if (calls_++ == group_.fails_at) throw std::runtime_error("a process has ended");
    spans[static_cast<std::size_t>(rank_)] = mine;
    group_.all_here.arrive_and_wait();
  }

  int rank_, calls_ = 0;
  ThreadGroup& group_;
};

/// Calls run(processes) in `count` threads, with ranks 0 … count − 1. At call number `fails_at` of gather and sum, from
/// 0, both throw in every thread; −1: never.
inline void in_processes(int count, const std::function<void(Processes&)>& run, int fails_at = -1) {
  ThreadGroup group(count, fails_at);
  std::vector<std::thread> threads;
  for (int rank = 0; rank < count; ++rank) {
    threads.emplace_back([&run, &group, rank] {
      ThreadProcess process(rank, group);
      run(process);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace latentpad::test
