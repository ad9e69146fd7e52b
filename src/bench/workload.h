// Pieces of work to be timed by whoever has a clock: each call of run() does the same again, on data made once.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "math/matrix.h"

namespace latentpad {

struct Workload {
  std::string name;
  /// Does the work once; returns how many multiplications and additions that was, 0 where they are not counted.
  std::function<double()> run;
};

/// "madd peak": multiply-adds between registers, the most that this engine can do on one thread.
Workload madd_peak_workload();

/// "gemm MxNxK": C = A B in float with C of m x n and sums over k, laid out as a layer of `k` inputs and `m` outputs
/// meets a batch of `n`. Throws std::runtime_error unless the first product agrees with one in double.
Workload gemm_workload(Index m, Index n, Index k);

/// The parts of one training step of 784-400-20-400-784 with that batch, from drawing the digits to Adam; they share
/// their data. A step does "head …" twice, once for mu and once for log_var.
std::vector<Workload> step_parts(Index batch);

}  // namespace latentpad
