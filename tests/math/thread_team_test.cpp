#include "math/thread_team.h"

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "support/every_engine.h"

namespace latentpad::test::thread_team_test {

namespace {

std::vector<int> visits(std::ptrdiff_t count, std::ptrdiff_t grain) {
  std::vector<int> times(static_cast<std::size_t>(count), 0);
  parallel_for(count, grain, [&](std::ptrdiff_t begin, std::ptrdiff_t end) noexcept {
    for (std::ptrdiff_t i = begin; i < end; ++i) ++times[static_cast<std::size_t>(i)];
  });
  return times;
}

}  // namespace

TEST_CASE("parallel_for computes every part once, with any number of threads") {
  const ComputeRestorer restorer;
  for (int threads = 1; threads <= std::min(4, most_threads()); ++threads) {
    set_thread_count(threads);
    CHECK(thread_count() == threads);
    for (const std::ptrdiff_t count : {0, 1, 2, 7, 64, 1001}) {
      for (const std::ptrdiff_t grain : {1, 3, 64, 5000}) {
        CAPTURE(threads, count, grain);
        CHECK(visits(count, grain) == std::vector<int>(static_cast<std::size_t>(count), 1));
      }
    }
  }
}

TEST_CASE("parts begin at multiples of the grain") {
  const ComputeRestorer restorer;
  set_thread_count(std::min(3, most_threads()));
  std::atomic<bool> aligned{true};
  parallel_for(1000, 16, [&](std::ptrdiff_t begin, std::ptrdiff_t) noexcept {
    if (begin % 16 != 0) aligned = false;
  });
  CHECK(aligned);
}

TEST_CASE("A nested parallel_for runs on the calling thread") {
  const ComputeRestorer restorer;
  set_thread_count(std::min(2, most_threads()));
  std::atomic<int> total{0};
  parallel_for(8, 1, [&](std::ptrdiff_t begin, std::ptrdiff_t end) noexcept {
    for (std::ptrdiff_t i = begin; i < end; ++i) {
      parallel_for(
          10, 1, [&](std::ptrdiff_t first, std::ptrdiff_t last) noexcept { total += static_cast<int>(last - first); });
    }
  });
  CHECK(total == 80);
}

TEST_CASE("An invalid number of threads is rejected with the maximum, and nothing changes") {
  const int before = thread_count();
  for (const int count : {0, -1, most_threads() + 1}) {
    CHECK_THAT(message_of<std::invalid_argument>([count] { set_thread_count(count); }),
               contains("threads: expected 1") && contains("got " + std::to_string(count)));
    CHECK(thread_count() == before);
  }
}

#ifndef __EMSCRIPTEN__
TEST_CASE("Sleeping threads wake up for the next task") {
  const ComputeRestorer restorer;
  set_thread_count(3);
  for (int round = 0; round < 5; ++round) {
    // Much longer than they spin.
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    CHECK(visits(100, 1) == std::vector<int>(100, 1));
  }
}

TEST_CASE("Two threads can compute concurrently") {
  const ComputeRestorer restorer;
  set_thread_count(2);
  std::atomic<bool> right{true};
  const auto work = [&] {
    for (int i = 0; i < 300; ++i) {
      if (visits(50, 1) != std::vector<int>(50, 1)) right = false;
    }
  };
  std::thread other(work);
  work();
  other.join();
  CHECK(right);
}
#endif

}  // namespace latentpad::test::thread_team_test
