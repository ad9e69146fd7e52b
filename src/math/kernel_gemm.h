// The inner part of the matrix product, for one target processor: a register tile over packed panels.
// Included by kernels_target.cpp only.
#pragma once

#include "math/kernels.h"
#include "math/simd.h"

namespace latentpad {
namespace {

/// A tile of kRows x (kVectors vectors) of C stays in registers during the loop over k.
template <typename Scalar, int kBytes, int kRowsIn, int kVectorsIn, bool kFused>
struct GemmTile {
  using V = simd::Vec<Scalar, kBytes>;
  using V4 = simd::Vec<Scalar, 4 * sizeof(Scalar)>;
  static constexpr Offset kLanes = simd::Traits<V>::kLanes;
  static constexpr Offset kRows = kRowsIn, kVectors = kVectorsIn, kCols = kVectors * kLanes;
  /// Distance between consecutive k of a row panel: a multiple of 4, so that panels are packed in 4 x 4 blocks.
  static constexpr Offset kRowStride = (kRows + 3) / 4 * 4;

  static LATENTPAD_INLINE void accumulate(Offset depth, const Scalar* a, const Scalar* b, V (&sum)[kRows][kVectors]) {
    for (Offset k = 0; k < depth; ++k, a += kRowStride, b += kCols) {
      V column[kVectors];
      LATENTPAD_UNROLL
      for (Offset v = 0; v < kVectors; ++v) column[v] = simd::load<V>(b + v * kLanes);
      LATENTPAD_UNROLL
      for (Offset r = 0; r < kRows; ++r) {
        const V factor = simd::splat<V>(a[r]);
        LATENTPAD_UNROLL
        for (Offset v = 0; v < kVectors; ++v) sum[r][v] = simd::madd<kFused>(factor, column[v], sum[r][v]);
      }
    }
  }

  /// Computes a tile that lies entirely within C; += if `add`.
  [[gnu::noinline]] static void whole(Offset depth, const Scalar* a, const Scalar* b, Scalar* c, Offset c_stride,
                                      bool add) {
    V sum[kRows][kVectors] = {};
    if (add) {
      LATENTPAD_UNROLL
      for (Offset r = 0; r < kRows; ++r) {
        LATENTPAD_UNROLL
        for (Offset v = 0; v < kVectors; ++v) sum[r][v] = simd::load<V>(c + r * c_stride + v * kLanes);
      }
    }
    accumulate(depth, a, b, sum);
    LATENTPAD_UNROLL
    for (Offset r = 0; r < kRows; ++r) {
      LATENTPAD_UNROLL
      for (Offset v = 0; v < kVectors; ++v) simd::store(c + r * c_stride + v * kLanes, sum[r][v]);
    }
  }

  /// The same for a tile of which only rows x cols lie within C.
  static void ragged(Offset depth, const Scalar* a, const Scalar* b, Offset rows, Offset cols, Scalar* c,
                     Offset c_stride, bool add) {
    Scalar tile[kRows * kCols] = {};
    if (add) {
      for (Offset r = 0; r < rows; ++r) {
        for (Offset j = 0; j < cols; ++j) tile[r * kCols + j] = c[r * c_stride + j];
      }
    }
    whole(depth, a, b, tile, kCols, true);
    for (Offset r = 0; r < rows; ++r) {
      for (Offset j = 0; j < cols; ++j) c[r * c_stride + j] = tile[r * kCols + j];
    }
  }

  /// C (rows x cols) = or += A panels times B panels.
  static void multiply(Offset rows, Offset cols, Offset depth, const Scalar* a, const Scalar* b, Scalar* c,
                       Offset c_stride, bool add) {
    for (Offset j = 0; j < cols; j += kCols) {
      for (Offset i = 0; i < rows; i += kRows) {
        const Scalar* a_panel = a + i / kRows * kRowStride * depth;
        const Scalar* b_panel = b + j * depth;
        Scalar* corner = c + i * c_stride + j;
        if (i + kRows <= rows && j + kCols <= cols) {
          whole(depth, a_panel, b_panel, corner, c_stride, add);
        } else {
          const Offset height = rows - i < kRows ? rows - i : kRows, width = cols - j < kCols ? cols - j : kCols;
          ragged(depth, a_panel, b_panel, height, width, corner, c_stride, add);
        }
      }
    }
  }

  /// Packs `lines` lines of `depth` numbers in panels of kWidth lines: panel, then k, then line. Line l begins at
  /// from + l · line_stride and has stride k_stride. Missing lines are zero-filled.
  template <Offset kWidth, Offset kStride>
  static void pack(const Scalar* from, Offset lines, Offset line_stride, Offset depth, Offset k_stride, Scalar* to) {
    for (Offset l0 = 0; l0 < lines; l0 += kWidth, to += kStride * depth) {
      const Scalar* source = from + l0 * line_stride;
      if (lines - l0 < kWidth) {
        pack_ragged<kStride>(source, lines - l0, line_stride, depth, k_stride, to);
      } else if (line_stride == 1) {
        for (Offset k = 0; k < depth; ++k) {
          for (Offset l = 0; l < kWidth; ++l) to[k * kStride + l] = source[k * k_stride + l];
        }
      } else {
        for (Offset l = 0; l < kWidth; l += 4) {
          // Lines beyond the panel's width fill the gap between two k's; they must lie within the matrix.
          const bool inside = l0 + l + 4 <= lines;
          pack_four(source + l * line_stride, line_stride, inside ? 4 : kWidth - l, depth, k_stride, kStride, to + l);
        }
      }
    }
  }

  template <Offset kStride>
  static void pack_ragged(const Scalar* source, Offset lines, Offset line_stride, Offset depth, Offset k_stride,
                          Scalar* to) {
    for (Offset k = 0; k < depth; ++k) {
      for (Offset l = 0; l < kStride; ++l) {
        to[k * kStride + l] = l < lines ? source[l * line_stride + k * k_stride] : Scalar(0);
      }
    }
  }

  /// Packs four lines, transposed in 4 x 4 blocks.
  static LATENTPAD_INLINE void pack_four(const Scalar* source, Offset line_stride, Offset lines, Offset depth,
                                         Offset k_stride, Offset to_stride, Scalar* to) {
    Offset k = 0;
    if (k_stride == 1 && lines == 4) {
      for (; k + 4 <= depth; k += 4) {
        const V4 r0 = simd::load<V4>(source + k), r1 = simd::load<V4>(source + line_stride + k);
        const V4 r2 = simd::load<V4>(source + 2 * line_stride + k), r3 = simd::load<V4>(source + 3 * line_stride + k);
        const V4 low01 = __builtin_shufflevector(r0, r1, 0, 4, 1, 5),
                 low23 = __builtin_shufflevector(r2, r3, 0, 4, 1, 5);
        const V4 high01 = __builtin_shufflevector(r0, r1, 2, 6, 3, 7),
                 high23 = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
        simd::store(to + k * to_stride, V4(__builtin_shufflevector(low01, low23, 0, 1, 4, 5)));
        simd::store(to + (k + 1) * to_stride, V4(__builtin_shufflevector(low01, low23, 2, 3, 6, 7)));
        simd::store(to + (k + 2) * to_stride, V4(__builtin_shufflevector(high01, high23, 0, 1, 4, 5)));
        simd::store(to + (k + 3) * to_stride, V4(__builtin_shufflevector(high01, high23, 2, 3, 6, 7)));
      }
    }
    for (; k < depth; ++k) {
      for (Offset l = 0; l < lines; ++l) to[k * to_stride + l] = source[l * line_stride + k * k_stride];
    }
  }

  static void transpose(const Scalar* from, Offset rows, Offset cols, Offset from_stride, Scalar* to,
                        Offset to_stride) {
    for (Offset r = 0; r < rows; r += 4) {
      pack_four(from + r * from_stride, from_stride, rows - r < 4 ? rows - r : 4, cols, 1, to_stride, to + r);
    }
  }

  static double madd_chains(Offset rounds, Scalar* sink) {
    // Enough chains to hide the latency of two units, few enough for 16 registers.
    constexpr Offset kChains = 10, kRepeats = 8;
    V sum[kChains];
    LATENTPAD_UNROLL
    for (Offset i = 0; i < kChains; ++i) sum[i] = simd::splat<V>(static_cast<Scalar>(i));
    const V factor = simd::splat<V>(sink[0]), other = simd::splat<V>(sink[1]);
    for (Offset k = 0; k < rounds; ++k) {
      LATENTPAD_UNROLL
      for (Offset repeat = 0; repeat < kRepeats; ++repeat) {
        LATENTPAD_UNROLL
        for (Offset i = 0; i < kChains; ++i) sum[i] = simd::madd<kFused>(factor, other, sum[i]);
      }
    }
    V total = sum[0];
    for (Offset i = 1; i < kChains; ++i) total += sum[i];
    sink[0] = total[0];
    return 2.0 * static_cast<double>(rounds * kRepeats * kChains * kLanes);
  }

  static void pack_rows(const Scalar* from, Offset lines, Offset line_stride, Offset depth, Offset k_stride,
                        Scalar* to) {
    pack<kRows, kRowStride>(from, lines, line_stride, depth, k_stride, to);
  }
  static void pack_cols(const Scalar* from, Offset lines, Offset line_stride, Offset depth, Offset k_stride,
                        Scalar* to) {
    pack<kCols, kCols>(from, lines, line_stride, depth, k_stride, to);
  }
};

}  // namespace
}  // namespace latentpad
