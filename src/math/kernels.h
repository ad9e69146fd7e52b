// The inner loops, as a table of functions: compiled for several target processors and selected at run time.
// All sets of one arithmetic class give bit-identical results.
#pragma once

#include <cstddef>
#include <cstdint>

#include "math/arithmetic.h"

namespace latentpad {

using Offset = std::ptrdiff_t;

enum class Rectifier { none, relu, tanh };

/// The constants of one step of Adam; see nn/adam.h.
template <typename Scalar>
struct AdamStep {
  Scalar beta1, rest1, beta2, rest2, step_size, second_scale, epsilon;
};

template <typename Scalar>
struct Kernels {
  /// The register tile of multiply_panels, and the distance between consecutive k of a row panel.
  Offset tile_rows, tile_cols, row_stride;

  /// Packs `lines` lines of `depth` numbers into panels of tile_rows (tile_cols) lines, the last zero-filled: panel,
  /// then k, then line. Line l begins at from + l · line_stride and has stride k_stride.
  void (*pack_rows)(const Scalar* from, Offset lines, Offset line_stride, Offset depth, Offset k_stride, Scalar* to);
  void (*pack_cols)(const Scalar* from, Offset lines, Offset line_stride, Offset depth, Offset k_stride, Scalar* to);

  /// C (rows x cols, row stride c_stride) = or, if `add`, += the product of packed rows and packed columns.
  void (*multiply_panels)(Offset rows, Offset cols, Offset depth, const Scalar* a, const Scalar* b, Scalar* c,
                          Offset c_stride, bool add);

  /// to[c · to_stride + r] = from[r · from_stride + c] for `rows` x `cols` numbers.
  void (*transpose)(const Scalar* from, Offset rows, Offset cols, Offset from_stride, Scalar* to, Offset to_stride);

  /// out[0 … n) = Σ_j values[j] · lines[indices[j] · stride + (0 … n)], j ascending; null values mean ones.
  void (*sum_of_lines)(const Scalar* lines, Offset stride, const std::uint32_t* indices, const Scalar* values,
                       Offset count, Scalar* out, Offset n);

  /// out[0 … n) += line[0 … n) · factor.
  void (*add_scaled)(const Scalar* line, Scalar factor, Scalar* out, Offset n);

  /// y = f(y + bias) for `cols` columns of `rows` numbers.
  void (*add_bias)(Rectifier f, const Scalar* bias, Offset rows, Offset cols, Scalar* y);

  /// d_h = d_h · f'(…), from the output h = f(…).
  void (*rectify_backward)(Rectifier f, const Scalar* h, Scalar* d_h, Offset n);

  /// out[0 … n) = Σ over `cols` columns, with stride `stride`, of m[0 … n), column by column.
  void (*sum_columns)(const Scalar* m, Offset stride, Offset cols, Scalar* out, Offset n);

  /// Σ_i max(l_i, 0) − l_i x_i + log1p(e^−|l_i|) and, if d_logits is not null, d_logits_i = (σ(l_i) − x_i) · scale.
  /// Of the i that are congruent modulo 16, up to 64 at a time, the first two terms are summed and the factors
  /// 1 + e^−|l_i| are multiplied: one logarithm for all. Both roundings of a factor lose at most 6e−8 nats each, so an
  /// image of 784 pixels loses less than 1e−4 nats. The partial sums are added in double.
  double (*bernoulli)(const Scalar* logits, const Scalar* x, Offset n, Scalar scale, Scalar* d_logits);

  /// p = σ(l).
  void (*sigmoid)(const Scalar* l, Offset n, Scalar* p);

  /// Returns whether every value and every second moment is finite after the step.
  bool (*adam)(const AdamStep<Scalar>& step, const Scalar* g, Scalar* m, Scalar* v, Scalar* value, Offset n);

  /// average += (value − average) · rate.
  void (*move_average)(const Scalar* value, Scalar rate, Scalar* average, Offset n);

  /// Runs chains of multiply-adds in registers, `rounds` times; returns the number of multiplications and additions.
  double (*madd_chains)(Offset rounds, Scalar* sink);
};

struct KernelSet {
  const char* name;  ///< for example "avx2"
  Arithmetic arithmetic;
  bool (*runs_here)();
  const Kernels<float>* single;
  const Kernels<double>* twice;

  template <typename Scalar>
  const Kernels<Scalar>& of() const {
    if constexpr (sizeof(Scalar) == sizeof(float)) {
      return *single;
    } else {
      return *twice;
    }
  }
};

/// The sets linked into this program, within each class by ascending vector width; ends with nullptr.
extern const KernelSet* const kCompiledKernels[];

/// The set that the process uses.
const KernelSet& kernel_set();

/// Selects the set, for tests and benchmarks; the processor must support it.
void use_kernel_set(const KernelSet& set);

template <typename Scalar>
const Kernels<Scalar>& kernels() {
  return kernel_set().of<Scalar>();
}

}  // namespace latentpad
