// Threads that stand ready for short pieces of work: a training step hands out some twenty of them, each of a fraction
// of a millisecond, so between two pieces the threads spin, and sleep only when none comes.
//
// How work is divided never shows in a result: every number is computed whole by whichever thread gets it.
#pragma once

#include <cstddef>
#include <type_traits>

namespace latentpad {

/// Threads that compute, the caller's among them; 1 from the start.
int thread_count();

/// Which of them asks: 0 for a thread that is not one of the team's own, else 1 … thread_count() − 1.
int thread_index() noexcept;

/// How many are possible: of a WebAssembly build without threads 1, of one with threads as many as its pool was made
/// for, natively kMaxThreads.
int most_threads();
constexpr int kMaxThreads = 64;

/// Changes the number, between two computations. Throws std::invalid_argument unless it is 1 … most_threads(); when the
/// system refuses a thread, std::runtime_error, and there is one thread.
void set_thread_count(int count);

/// Told by whoever made the pool (WebAssembly) how many threads there can be besides the caller's.
void set_thread_pool_size(int size);

namespace detail {
using RangeFunction = void (*)(void* context, std::ptrdiff_t begin, std::ptrdiff_t end);
void run_in_parts(std::ptrdiff_t count, std::ptrdiff_t grain, RangeFunction function, void* context);
}  // namespace detail

/// Calls f(begin, end) for parts of [0, count), each but the last a multiple of `grain` long, on all threads, and
/// returns when all are done. f is noexcept, since there is nobody to catch what a worker throws: it must not allocate
/// (ThreadScratch is made before), and it must write nothing that another part touches. Called by a thread while another
/// one's work is under way, or from within f, it does all parts itself.
template <typename F>
void parallel_for(std::ptrdiff_t count, std::ptrdiff_t grain, F&& f) {
  using Function = std::remove_reference_t<F>;
  static_assert(std::is_nothrow_invocable_v<Function&, std::ptrdiff_t, std::ptrdiff_t>, "mark the function noexcept");
  detail::run_in_parts(
      count, grain,
      [](void* context, std::ptrdiff_t begin, std::ptrdiff_t end) { (*static_cast<Function*>(context))(begin, end); },
      const_cast<void*>(static_cast<const void*>(&f)));
}

/// Numbers worth a part of their own in a loop that does a little to each.
constexpr std::ptrdiff_t kElementwiseGrain = 4096;

/// The same where each takes an elementary function or two, and there is little vectorisation.
constexpr std::ptrdiff_t kHeavyGrain = 256;

/// kElementwiseGrain in columns of so many numbers.
constexpr std::ptrdiff_t elementwise_grain(std::ptrdiff_t rows) {
  return rows >= kElementwiseGrain ? 1 : kElementwiseGrain / (rows > 0 ? rows : 1);
}

}  // namespace latentpad
