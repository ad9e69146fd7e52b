#include "math/thread_team.h"

#include <algorithm>
#include <string>

#include "base/heartbeat.h"

#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
#define LATENTPAD_HAS_THREADS 1
#include <atomic>
#include <cstdint>
#include <memory>
#include <system_error>
#include <thread>
#include <vector>

#include "base/error.h"
#endif

namespace latentpad {
namespace {

/// Computes all parts on the calling thread, in a few pieces if a heartbeat is expected in between.
void run_here(std::ptrdiff_t count, std::ptrdiff_t grain, detail::RangeFunction function, void* context) {
  if (count <= grain || !has_heartbeat()) return function(context, 0, count);
  constexpr std::ptrdiff_t kParts = 16;
  const std::ptrdiff_t share = (count + kParts - 1) / kParts, part = (share + grain - 1) / grain * grain;
  for (std::ptrdiff_t begin = 0; begin < count; begin += part) {
    function(context, begin, std::min(begin + part, count));
    frequent_heartbeat();
  }
}

}  // namespace

#ifndef LATENTPAD_HAS_THREADS

int thread_count() { return 1; }
int thread_index() noexcept { return 0; }
int most_threads() { return 1; }
void set_thread_pool_size(int) {}
void set_thread_count(int count) {
  if (count != 1) {
    throw ArgumentError(ErrorCode::threads_unavailable, {{"got", count}});
  }
}
void detail::run_in_parts(std::ptrdiff_t count, std::ptrdiff_t grain, RangeFunction function, void* context) {
  if (count > 0) run_here(count, grain, function, context);
}

#else

namespace {

void pause() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// About 100 microseconds of spinning before a thread sleeps: longer than any pause within a training step.
/// WebAssembly has no pause instruction.
#if defined(__EMSCRIPTEN__)
constexpr int kSpins = 50'000;
#else
constexpr int kSpins = 4000;
#endif

thread_local int own_index = 0;

class ThreadTeam {
 public:
  explicit ThreadTeam(int count) {
    try {
      for (int i = 1; i < count; ++i) workers_.emplace_back([this, i] { work(i); });
    } catch (...) {
      stop();
      throw;
    }
  }
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;
  ~ThreadTeam() { stop(); }

  int count() const { return static_cast<int>(workers_.size()) + 1; }

  void run(std::ptrdiff_t count, std::ptrdiff_t part, detail::RangeFunction function, void* context) {
    function_ = function;
    context_ = context;
    count_ = count;
    part_ = part;
    next_.store(0, std::memory_order_relaxed);
    door_.store(door_of(call_.load(std::memory_order_relaxed) + 1), std::memory_order_release);
    announce();
    take_parts();
    // Close the call to further workers: a thread that the system has descheduled must not be waited for.
    door_.fetch_and(~kOpen, std::memory_order_acq_rel);
    // A part takes a fraction of a millisecond, so the caller never sleeps; the main thread of a page may not.
    for (int spins = 1; (door_.load(std::memory_order_acquire) & kInside) != 0; ++spins) {
      pause();
      if (spins % 256 != 0) continue;
      std::this_thread::yield();
      frequent_heartbeat();
    }
  }

 private:
  // State of a call: its number, whether workers may enter, and how many have entered.
  static constexpr std::uint32_t kInside = 0x7f, kOpen = 0x80;
  static std::uint32_t door_of(std::uint32_t call) { return (call << 8) | kOpen; }

  bool enter(std::uint32_t call) {
    std::uint32_t door = door_.load(std::memory_order_acquire);
    while ((door & ~kInside) == door_of(call)) {
      if (door_.compare_exchange_weak(door, door + 1, std::memory_order_acq_rel)) return true;
    }
    return false;
  }

  void take_parts() {
    for (;;) {
      const std::ptrdiff_t begin = next_.fetch_add(part_, std::memory_order_relaxed);
      if (begin >= count_) return;
      function_(context_, begin, std::min(begin + part_, count_));
      frequent_heartbeat();
    }
  }

  void announce() {
    call_.fetch_add(1, std::memory_order_seq_cst);
    if (asleep_.load(std::memory_order_seq_cst) != 0) wake();
  }

  void work(int index) {
    own_index = index;
    std::uint32_t seen = 0;
    for (;;) {
      std::uint32_t call = call_.load(std::memory_order_acquire);
      for (int spins = 0; call == seen; ++spins) {
        if (spins < kSpins) {
          pause();
        } else {
          asleep_.fetch_add(1, std::memory_order_seq_cst);
          sleep_while(seen);
          asleep_.fetch_sub(1, std::memory_order_seq_cst);
          spins = 0;
        }
        call = call_.load(std::memory_order_acquire);
      }
      seen = call;
      if (stopping_.load(std::memory_order_relaxed)) return;
      if (!enter(call)) continue;
      take_parts();
      door_.fetch_sub(1, std::memory_order_release);
    }
  }

  void stop() {
    stopping_.store(true, std::memory_order_relaxed);
    announce();
    for (std::thread& worker : workers_) worker.join();
    workers_.clear();
  }

#if defined(__EMSCRIPTEN__)
  // libc++ for WebAssembly waits by polling, so the atomic wait instruction is used directly.
  void sleep_while(std::uint32_t seen) {
    __builtin_wasm_memory_atomic_wait32(reinterpret_cast<int*>(&call_), static_cast<int>(seen), -1);
  }
  void wake() { __builtin_wasm_memory_atomic_notify(reinterpret_cast<int*>(&call_), static_cast<unsigned>(-1)); }
#else
  void sleep_while(std::uint32_t seen) { call_.wait(seen, std::memory_order_seq_cst); }
  void wake() { call_.notify_all(); }
#endif

  std::vector<std::thread> workers_;
  detail::RangeFunction function_ = nullptr;
  void* context_ = nullptr;
  std::ptrdiff_t count_ = 0, part_ = 1;
  // On separate cache lines, to avoid false sharing.
  alignas(64) std::atomic<std::uint32_t> call_{0};
  alignas(64) std::atomic<std::ptrdiff_t> next_{0};
  alignas(64) std::atomic<std::uint32_t> door_{0};
  alignas(64) std::atomic<int> asleep_{0};
  std::atomic<bool> stopping_{false};
};

std::unique_ptr<ThreadTeam> team;
std::atomic<bool> taken{false};
#if defined(__EMSCRIPTEN__)
int most = 1;
#else
int most = kMaxThreads;
#endif

}  // namespace

int thread_count() { return team ? team->count() : 1; }
int thread_index() noexcept { return own_index; }
int most_threads() { return most; }
void set_thread_pool_size(int size) { most = std::clamp(size + 1, 1, kMaxThreads); }

void set_thread_count(int count) {
  if (count < 1 || count > most) {
    throw ArgumentError(ErrorCode::threads_out_of_range, {{"most", most}, {"got", count}});
  }
  if (count == thread_count()) return;
  team.reset();
  if (count == 1) return;
  try {
    team = std::make_unique<ThreadTeam>(count);
  } catch (const std::system_error& error) {
    throw ResourceError(ErrorCode::threads_refused, {{"count", count}, {"detail", error.what()}});
  }
}

void detail::run_in_parts(std::ptrdiff_t count, std::ptrdiff_t grain, RangeFunction function, void* context) {
  if (count <= 0) return;
  if (count <= grain || !team || taken.exchange(true, std::memory_order_acquire)) {
    run_here(count, grain, function, context);
    return;
  }
  // Many parts per thread, so that a delayed thread delays the others little.
  constexpr std::ptrdiff_t kPartsEach = 16;
  const std::ptrdiff_t share = (count + team->count() * kPartsEach - 1) / (team->count() * kPartsEach);
  team->run(count, (share + grain - 1) / grain * grain, function, context);
  taken.store(false, std::memory_order_release);
}

#endif

}  // namespace latentpad
