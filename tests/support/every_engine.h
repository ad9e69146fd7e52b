// Every kernel set that this program contains and this machine supports, on one thread and on several. Within an
// arithmetic class all must give bit-identical results.
#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "math/kernels.h"
#include "math/thread_team.h"
#include "support/catch.h"

namespace latentpad::test {

/// Restores the previous kernel set and number of threads.
class ComputeRestorer {
 public:
  ComputeRestorer() : set_(kernel_set()), threads_(thread_count()) {}
  ComputeRestorer(const ComputeRestorer&) = delete;
  ComputeRestorer& operator=(const ComputeRestorer&) = delete;
  ~ComputeRestorer() {
    use_kernel_set(set_);
    set_thread_count(threads_);
  }

 private:
  const KernelSet& set_;
  int threads_;
};

/// Numbers of threads to compare, up to `most`. With a sanitizer only one, which does not divide evenly: the build
/// without sanitizers compares the results, and a sanitizer has its findings on any number.
inline std::vector<int> thread_counts(int most) {
#ifdef LATENTPAD_SANITIZED
  return {std::min({most, most_threads(), 3})};
#else
  std::vector<int> counts(static_cast<std::size_t>(std::min(most, most_threads())));
  std::iota(counts.begin(), counts.end(), 1);
  return counts;
#endif
}

/// Calls check() for each.
template <typename Check>
void with_every_engine(const Check& check) {
  const ComputeRestorer restorer;
  for (const KernelSet* const* set = kCompiledKernels; *set != nullptr; ++set) {
    if (!(*set)->runs_here()) continue;
    use_kernel_set(**set);
    for (const int threads : thread_counts(3)) {
      set_thread_count(threads);
      const std::string kernels_name = (*set)->name;
      CAPTURE(kernels_name, threads);
      check();
    }
  }
}

/// The expected value for the current arithmetic class.
inline const char* pinned(const char* exact, const char* fused) {
  return arithmetic() == Arithmetic::exact ? exact : fused;
}

}  // namespace latentpad::test
