// Workloads for benchmarks: each call of run() repeats the same work on data prepared once.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "math/matrix.h"

namespace latentpad {

struct Workload {
  std::string name;
  /// Runs the workload; returns the number of multiplications and additions, 0 if they are not counted.
  std::function<double()> run;
};

/// "madd peak": multiply-adds in registers, the maximum rate on one thread.
Workload madd_peak_workload();

/// "gemm MxNxK": C = A B in float with C of m x n and sums over k, in the memory layout of a layer of `k` inputs and
/// `m` outputs with a batch of `n`. Throws std::runtime_error unless the first product agrees with one in double.
Workload gemm_workload(Index m, Index n, Index k);

/// The parts of one training step of 784-400-20-400-784 with that batch size, from reading the digits to Adam; they
/// share their data. A step runs "head …" twice, for mu and for log_var.
std::vector<Workload> step_parts(Index batch);

}  // namespace latentpad
