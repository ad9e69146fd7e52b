// Everything that may compute: every set of kernels that this program holds and this machine can run, on one thread and
// on several. Within an arithmetic class all must give the same bits.
#pragma once

#include <string>

#include "math/kernels.h"
#include "math/thread_team.h"
#include "support/catch.h"

namespace latentpad::test {

/// Puts back what computed before.
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

/// Calls check() with each.
template <typename Check>
void with_every_engine(const Check& check) {
  const ComputeRestorer restorer;
  for (const KernelSet* const* set = kCompiledKernels; *set != nullptr; ++set) {
    if (!(*set)->runs_here()) continue;
    use_kernel_set(**set);
    for (const int threads : {1, 2, 3}) {
      if (threads > most_threads()) break;
      set_thread_count(threads);
      const std::string kernels_name = (*set)->name;
      CAPTURE(kernels_name, threads);
      check();
    }
  }
}

/// What is pinned for the class that computes now.
inline const char* pinned(const char* exact, const char* fused) {
  return arithmetic() == Arithmetic::exact ? exact : fused;
}

}  // namespace latentpad::test
