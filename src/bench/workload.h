// Workloads for benchmarks: each call of run() repeats the same work on data prepared once.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "math/matrix.h"

namespace latentpad {

struct Workload {
  std::string name;
  std::function<void()> run;
  /// Of one run, as the mathematics needs them: additions, multiplications, divisions, square roots, comparisons and
  /// conversions of numbers, a multiply-add as two, and for random numbers those of integers. 0: not counted.
  double operations = 0.0;
  /// Of one run: each operand read once and each result written once. 0: not counted.
  double bytes = 0.0;
};

/// "madd peak": multiply-adds in registers, the maximum rate on one thread.
Workload madd_peak_workload();

/// "bandwidth": out += x · 0 over arrays as large as the largest weight matrix of step_parts(), on one thread.
Workload bandwidth_workload();

/// "gemm MxNxK": C = A B in float with C of m x n and sums over k, in the memory layout of a layer of `k` inputs and
/// `m` outputs with a batch of `n`. Throws std::runtime_error unless the first product agrees with one in double.
Workload gemm_workload(Index m, Index n, Index k);

/// "conv forward", "conv transposed" and "conv gradient" of 64 maps of 7 x 7 from 32 planes of 14 x 14 with kernels of
/// 4 x 4, stride 2 and padding 1, for a batch; and "conv direct", forward as seven nested loops on one thread. Throws
/// std::runtime_error unless forward and direct agree.
std::vector<Workload> convolution_workloads(Index batch);

/// The parts of one training step of 784-400-20-400-784 with that batch size, from reading the digits to Adam; they
/// share their data. A step runs "head …" twice, for mu and for log_var.
std::vector<Workload> step_parts(Index batch);

}  // namespace latentpad
