// One kernel set. CMakeLists.txt compiles this file once for each target processor, with
//   LATENTPAD_KERNELS       the set's name, such as avx2
//   LATENTPAD_FUSED         1 for the class fused, 0 for exact
//   LATENTPAD_VECTOR_BYTES  the vector width
//   LATENTPAD_TILE_ROWS, LATENTPAD_TILE_VECTORS   the tile of C that fits the registers
//   LATENTPAD_CPU           required processor features, such as "avx2", "fma"; empty if none beyond the program's
// Must not emit functions that the linker may merge with other files: they could use instructions that the machine
// lacks.

// Array sizes are signed here, as all offsets are.
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include "math/kernel_elementwise.h"
#include "math/kernel_gemm.h"
#include "math/kernel_sparse.h"
#include "math/kernels.h"

#define LATENTPAD_JOIN_AS_IS(a, b) a##b
#define LATENTPAD_JOIN(a, b) LATENTPAD_JOIN_AS_IS(a, b)
#define LATENTPAD_TEXT_AS_IS(a) #a
#define LATENTPAD_TEXT(a) LATENTPAD_TEXT_AS_IS(a)

namespace latentpad {
namespace {

constexpr bool kFused = LATENTPAD_FUSED != 0;
constexpr int kBytes = LATENTPAD_VECTOR_BYTES;

template <typename Scalar>
constexpr Kernels<Scalar> make_kernels() {
  using Tile = GemmTile<Scalar, kBytes, LATENTPAD_TILE_ROWS, LATENTPAD_TILE_VECTORS, kFused>;
  using Sums = SparseSum<Scalar, kBytes, kFused>;
  using Loops = Elementwise<Scalar, kBytes>;
  return {Tile::kRows,
          Tile::kCols,
          Tile::kRowStride,
          Tile::pack_rows,
          Tile::pack_cols,
          Tile::multiply,
          Tile::transpose,
          Sums::sum_of_lines,
          Sums::add_scaled,
          Loops::add_bias,
          Loops::rectify_backward,
          Loops::sum_columns,
          Loops::bernoulli,
          Loops::sigmoid,
          Loops::adam,
          Loops::move_average,
          Tile::madd_chains};
}

constexpr Kernels<float> kSingle = make_kernels<float>();
constexpr Kernels<double> kTwice = make_kernels<double>();

bool runs_here() {
#ifdef LATENTPAD_CPU
  for (const bool has : {LATENTPAD_CPU}) {
    if (!has) return false;
  }
#endif
  return true;
}

}  // namespace

extern const KernelSet LATENTPAD_JOIN(kKernels_, LATENTPAD_KERNELS);
const KernelSet LATENTPAD_JOIN(kKernels_, LATENTPAD_KERNELS) = {
    LATENTPAD_TEXT(LATENTPAD_KERNELS), kFused ? Arithmetic::fused : Arithmetic::exact, runs_here, &kSingle, &kTwice};

}  // namespace latentpad
