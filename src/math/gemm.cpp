#include "math/gemm.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace latentpad {
namespace {

// A tile of kTileRows x (kTileVectors vectors) of C stays in registers while k runs: 12 accumulators, 2 loads and one
// broadcast fit the 16 registers of SSE and of the WebAssembly engines.
constexpr Index kTileRows = 6;
constexpr Index kTileVectors = 2;
constexpr Index kBlockRows = 96;
constexpr Index kBlockDepth = 384;

template <typename Scalar>
struct Pack {
  typedef Scalar Vec __attribute__((vector_size(16)));
  static constexpr Index kLanes = 16 / static_cast<Index>(sizeof(Scalar));
  static constexpr Index kTileCols = kTileVectors * kLanes;
};

/// B's rows k0 … k0 + depth in panels of kTileCols columns, zero-padded: panel, then k, then column.
template <typename Scalar>
void pack_columns(const StridedView<const Scalar>& b, Index k0, Index depth, Scalar* out) {
  constexpr Index kWidth = Pack<Scalar>::kTileCols;
  for (Index j0 = 0; j0 < b.cols; j0 += kWidth) {
    const Index width = std::min(kWidth, b.cols - j0);
    for (Index k = 0; k < depth; ++k, out += kWidth) {
      const Scalar* source = b.data + (k0 + k) * b.row_stride + j0 * b.col_stride;
      for (Index j = 0; j < width; ++j) out[j] = source[j * b.col_stride];
      for (Index j = width; j < kWidth; ++j) out[j] = Scalar(0);
    }
  }
}

/// A's block in panels of kTileRows rows, zero-padded: panel, then k, then row.
template <typename Scalar>
void pack_rows(const StridedView<const Scalar>& a, Index i0, Index rows, Index k0, Index depth, Scalar* out) {
  for (Index i = 0; i < rows; i += kTileRows) {
    const Index height = std::min(kTileRows, rows - i);
    for (Index k = 0; k < depth; ++k, out += kTileRows) {
      const Scalar* source = a.data + (i0 + i) * a.row_stride + (k0 + k) * a.col_stride;
      for (Index r = 0; r < height; ++r) out[r] = source[r * a.row_stride];
      for (Index r = height; r < kTileRows; ++r) out[r] = Scalar(0);
    }
  }
}

/// tile += A panel times B panel, k ascending; tile is kTileRows x kTileCols, row-major.
template <typename Scalar>
inline void multiply_panels(Index depth, const Scalar* a, const Scalar* b, Scalar* tile) {
  using Vec = typename Pack<Scalar>::Vec;
  constexpr Index kLanes = Pack<Scalar>::kLanes;
  Vec sum[kTileRows][kTileVectors];
  std::memcpy(sum, tile, sizeof(sum));
  for (Index k = 0; k < depth; ++k, a += kTileRows, b += kTileVectors * kLanes) {
    Vec column[kTileVectors];
    std::memcpy(column, b, sizeof(column));
    for (Index r = 0; r < kTileRows; ++r) {
      for (Index v = 0; v < kTileVectors; ++v) sum[r][v] += column[v] * a[r];
    }
  }
  std::memcpy(tile, sum, sizeof(sum));
}

template <typename Scalar>
Scalar* packing_buffer(std::size_t which, Index size) {
  // Kept between calls: a training step must not allocate once it is warm.
  thread_local std::array<std::vector<Scalar>, 2> buffers;
  std::vector<Scalar>& buffer = buffers[which];
  if (static_cast<Index>(buffer.size()) < size) buffer.resize(static_cast<std::size_t>(size));
  return buffer.data();
}

Index round_up(Index value, Index step) { return (value + step - 1) / step * step; }

}  // namespace

template <typename Scalar>
void gemm(StridedView<const Scalar> a, StridedView<const Scalar> b, StridedView<Scalar> c) {
  if (a.cols != b.rows || c.rows != a.rows || c.cols != b.cols) {
    const auto shape = [](const auto& m) { return std::to_string(m.rows) + "x" + std::to_string(m.cols); };
    throw std::invalid_argument("gemm: expected m x k, k x n and m x n, got " + shape(a) + ", " + shape(b) + " and " +
                                shape(c));
  }
  if (c.col_stride != 1) {
    if (c.row_stride != 1) throw std::invalid_argument("gemm: expected a C with one unit stride");
    // Cᵀ = Bᵀ Aᵀ has unit column stride.
    return gemm<Scalar>(b.transposed(), a.transposed(), c.transposed());
  }
  constexpr Index kTileCols = Pack<Scalar>::kTileCols;
  const Index panel_columns = round_up(c.cols, kTileCols);
  if (a.cols == 0) {
    for (Index i = 0; i < c.rows; ++i) std::fill_n(c.data + i * c.row_stride, c.cols, Scalar(0));
    return;
  }
  Scalar* packed_b = packing_buffer<Scalar>(0, panel_columns * std::min(kBlockDepth, a.cols));
  Scalar* packed_a = packing_buffer<Scalar>(1, kBlockRows * std::min(kBlockDepth, a.cols));
  for (Index k0 = 0; k0 < a.cols; k0 += kBlockDepth) {
    const Index depth = std::min(kBlockDepth, a.cols - k0);
    pack_columns(b, k0, depth, packed_b);
    for (Index i0 = 0; i0 < c.rows; i0 += kBlockRows) {
      const Index block_rows = std::min(kBlockRows, c.rows - i0);
      pack_rows(a, i0, block_rows, k0, depth, packed_a);
      for (Index j = 0; j < c.cols; j += kTileCols) {
        const Index width = std::min(kTileCols, c.cols - j);
        for (Index i = 0; i < block_rows; i += kTileRows) {
          const Index height = std::min(kTileRows, block_rows - i);
          Scalar* corner = c.data + (i0 + i) * c.row_stride + j;
          alignas(16) Scalar tile[static_cast<std::size_t>(kTileRows * kTileCols)] = {};
          if (k0 > 0) {
            for (Index r = 0; r < height; ++r) std::copy_n(corner + r * c.row_stride, width, tile + r * kTileCols);
          }
          multiply_panels<Scalar>(depth, packed_a + i * depth, packed_b + j * depth, tile);
          for (Index r = 0; r < height; ++r) std::copy_n(tile + r * kTileCols, width, corner + r * c.row_stride);
        }
      }
    }
  }
}

template void gemm(StridedView<const float>, StridedView<const float>, StridedView<float>);
template void gemm(StridedView<const double>, StridedView<const double>, StridedView<double>);

}  // namespace latentpad
