// A thread pool for short tasks: a training step submits about twenty, each of a fraction of a millisecond, so idle
// threads spin and sleep only after a while.
//
// Results do not depend on how work is divided: every number is computed by a single thread.
#pragma once

#include <cstddef>
#include <type_traits>

namespace latentpad {

/// Number of threads, including the calling one; initially 1.
int thread_count();

/// Index of the current thread: 1 … thread_count() − 1 in the pool, 0 for any other thread.
int thread_index() noexcept;

/// Maximum number of threads: 1 in a WebAssembly build without threads, the pool size plus 1 in one with threads,
/// kMaxThreads natively.
int most_threads();
constexpr int kMaxThreads = 64;

/// Changes the number of threads; not during a computation. Throws ArgumentError unless it is 1 … most_threads().
/// Throws ResourceError (threads_refused) if the system cannot create a thread; thread_count() is then 1.
void set_thread_count(int count);

/// Sets how many threads the WebAssembly pool has besides the calling one.
void set_thread_pool_size(int size);

namespace detail {
using RangeFunction = void (*)(void* context, std::ptrdiff_t begin, std::ptrdiff_t end);
void run_in_parts(std::ptrdiff_t count, std::ptrdiff_t grain, RangeFunction function, void* context);
}  // namespace detail

/// Calls f(begin, end) for parts of [0, count) on all threads and returns when all are done. Every part but the last is
/// a multiple of `grain` long. f is noexcept, since exceptions of a worker cannot be caught: it must not allocate (use
/// ThreadScratch) and must not write memory that another part accesses. If called within f, or while another thread's
/// parallel_for is running, the calling thread computes all parts.
template <typename F>
void parallel_for(std::ptrdiff_t count, std::ptrdiff_t grain, F&& f) {
  using Function = std::remove_reference_t<F>;
  static_assert(std::is_nothrow_invocable_v<Function&, std::ptrdiff_t, std::ptrdiff_t>, "mark the function noexcept");
  detail::run_in_parts(
      count, grain,
      [](void* context, std::ptrdiff_t begin, std::ptrdiff_t end) { (*static_cast<Function*>(context))(begin, end); },
      const_cast<void*>(static_cast<const void*>(&f)));
}

/// Grain in numbers, for loops with few operations per number.
constexpr std::ptrdiff_t kElementwiseGrain = 4096;

/// Grain for loops with elementary functions or little vectorization.
constexpr std::ptrdiff_t kHeavyGrain = 256;

/// f(0) … f(columns − 1) in any order, with kHeavyGrain, for columns of `rows` numbers.
template <typename F>
void for_each_column(std::ptrdiff_t columns, std::ptrdiff_t rows, const F& f) {
  parallel_for(columns, rows >= kHeavyGrain ? 1 : kHeavyGrain / (rows > 0 ? rows : 1),
               [&f](std::ptrdiff_t begin, std::ptrdiff_t end) noexcept {
                 for (std::ptrdiff_t n = begin; n < end; ++n) f(n);
               });
}

/// kElementwiseGrain in columns of `rows` numbers.
constexpr std::ptrdiff_t elementwise_grain(std::ptrdiff_t rows) {
  return rows >= kElementwiseGrain ? 1 : kElementwiseGrain / (rows > 0 ? rows : 1);
}

}  // namespace latentpad
