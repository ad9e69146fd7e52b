#include "math/gemm.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "math/aligned_buffer.h"
#include "math/kernels.h"
#include "math/thread_scratch.h"
#include "math/thread_team.h"

namespace latentpad {
namespace {

/// The packed factor, shared by all threads; owned by the calling thread.
template <typename Scalar>
AlignedBuffer<Scalar>& shared_buffer() {
  static thread_local AlignedBuffer<Scalar> buffer;
  return buffer;
}

/// The panels that each thread packs for itself. A function, since a thread constructs (and destroys at its end) only
/// those thread-local variables whose declaration it has executed.
template <typename Scalar>
ThreadScratch<Scalar>& own_panels() {
  static thread_local ThreadScratch<Scalar> scratch;
  return scratch;
}

template <typename Scalar>
void expect_shapes(const StridedView<const Scalar>& a, const StridedView<const Scalar>& b,
                   const StridedView<Scalar>& c) {
  if (a.cols == b.rows && c.rows == a.rows && c.cols == b.cols) return;
  const auto shape = [](const auto& m) { return std::to_string(m.rows) + "x" + std::to_string(m.cols); };
  throw_invalid_argument("gemm", "m x k, k x n and m x n", shape(a) + ", " + shape(b) + " and " + shape(c));
}

/// C = or += A B over the terms k0 … k0 + depth. The smaller factor is packed whole, for all threads; each thread packs
/// the panels of the other just before multiplying, so that they are still in its cache.
template <typename Scalar>
void add_terms(const StridedView<const Scalar>& a, const StridedView<const Scalar>& b, const StridedView<Scalar>& c,
               Index k0, Index depth) {
  const Kernels<Scalar>& kernel = kernels<Scalar>();
  const Scalar* a0 = a.data + k0 * a.col_stride;
  const Scalar* b0 = b.data + k0 * b.row_stride;
  const Index row_panels = (c.rows + kernel.tile_rows - 1) / kernel.tile_rows;
  const Index col_panels = (c.cols + kernel.tile_cols - 1) / kernel.tile_cols;
  const auto pack_rows = [&](Index begin, Index end, Scalar* to) {
    const Index first = begin * kernel.tile_rows, last = std::min(end * kernel.tile_rows, c.rows);
    kernel.pack_rows(a0 + first * a.row_stride, last - first, a.row_stride, depth, a.col_stride, to);
  };
  const auto pack_cols = [&](Index begin, Index end, Scalar* to) {
    const Index first = begin * kernel.tile_cols, last = std::min(end * kernel.tile_cols, c.cols);
    kernel.pack_cols(b0 + first * b.col_stride, last - first, b.col_stride, depth, b.row_stride, to);
  };
  ThreadScratch<Scalar>& panels = own_panels<Scalar>();
  if (c.rows <= c.cols) {
    const Index panel = kernel.row_stride * depth;
    Scalar* shared = shared_buffer<Scalar>().at_least(row_panels * panel);
    panels.reserve(kernel.tile_cols * depth);
    parallel_for(row_panels, 1,
                 [&](Index begin, Index end) noexcept { pack_rows(begin, end, shared + begin * panel); });
    parallel_for(col_panels, 1, [&](Index begin, Index end) noexcept {
      Scalar* own = panels.own();
      for (Index p = begin; p < end; ++p) {
        pack_cols(p, p + 1, own);
        const Index first = p * kernel.tile_cols;
        kernel.multiply_panels(c.rows, std::min(kernel.tile_cols, c.cols - first), depth, shared, own, c.data + first,
                               c.row_stride, k0 > 0);
      }
    });
  } else {
    const Index panel = kernel.tile_cols * depth;
    Scalar* shared = shared_buffer<Scalar>().at_least(col_panels * panel);
    panels.reserve(kernel.row_stride * depth);
    parallel_for(col_panels, 1,
                 [&](Index begin, Index end) noexcept { pack_cols(begin, end, shared + begin * panel); });
    parallel_for(row_panels, 1, [&](Index begin, Index end) noexcept {
      Scalar* own = panels.own();
      for (Index p = begin; p < end; ++p) {
        pack_rows(p, p + 1, own);
        const Index first = p * kernel.tile_rows;
        kernel.multiply_panels(std::min(kernel.tile_rows, c.rows - first), c.cols, depth, own, shared,
                               c.data + first * c.row_stride, c.row_stride, k0 > 0);
      }
    });
  }
}

}  // namespace

template <typename Scalar>
void gemm(StridedView<const Scalar> a, StridedView<const Scalar> b, StridedView<Scalar> c) {
  expect_shapes(a, b, c);
  if (c.col_stride != 1) {
    if (c.row_stride != 1) {
      throw_invalid_argument("gemm", "a C with one unit stride",
                             "strides " + std::to_string(c.row_stride) + " and " + std::to_string(c.col_stride));
    }
    // Cᵀ = Bᵀ Aᵀ has unit column stride.
    return gemm<Scalar>(b.transposed(), a.transposed(), c.transposed());
  }
  if (a.cols == 0) {
    for (Index i = 0; i < c.rows; ++i) std::fill_n(c.data + i * c.row_stride, c.cols, Scalar(0));
    return;
  }
  // Blocks of equal depth: packing a last block of few terms would not pay off.
  const Index blocks = (a.cols + kGemmDepth - 1) / kGemmDepth, most = (a.cols + blocks - 1) / blocks;
  for (Index k0 = 0; k0 < a.cols; k0 += most) add_terms(a, b, c, k0, std::min(most, a.cols - k0));
}

template void gemm(StridedView<const float>, StridedView<const float>, StridedView<float>);
template void gemm(StridedView<const double>, StridedView<const double>, StridedView<double>);

}  // namespace latentpad
