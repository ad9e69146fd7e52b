// Sums of selected lines of a matrix, for one target processor. Included by kernels_target.cpp only.
#pragma once

#include "math/kernels.h"
#include "math/simd.h"

namespace latentpad {
namespace {

template <typename Scalar, int kBytes, bool kFused>
struct SparseSum {
  using V = simd::Vec<Scalar, kBytes>;
  static constexpr Offset kLanes = simd::Traits<V>::kLanes;

  /// kVectors vectors of the result stay in registers during the loop over the lines.
  template <typename T, int kVectors, bool kOnes>
  static LATENTPAD_INLINE void block(const Scalar* lines, Offset stride, const std::uint32_t* indices,
                                     const Scalar* values, Offset count, Scalar* out) {
    T sum[kVectors];
    LATENTPAD_UNROLL
    for (Offset v = 0; v < kVectors; ++v) sum[v] = simd::splat<T>(0);
    for (Offset j = 0; j < count; ++j) {
      const Scalar* line = lines + static_cast<Offset>(indices[j]) * stride;
      LATENTPAD_UNROLL
      for (Offset v = 0; v < kVectors; ++v) {
        const T part = simd::load<T>(line + v * simd::Traits<T>::kLanes);
        if constexpr (kOnes) {
          sum[v] += part;
        } else {
          sum[v] = simd::madd<kFused>(part, simd::splat<T>(values[j]), sum[v]);
        }
      }
    }
    LATENTPAD_UNROLL
    for (Offset v = 0; v < kVectors; ++v) simd::store(out + v * simd::Traits<T>::kLanes, sum[v]);
  }

  template <bool kOnes>
  static void sum(const Scalar* lines, Offset stride, const std::uint32_t* indices, const Scalar* values, Offset count,
                  Scalar* out, Offset n) {
    Offset i = 0;
    for (; i + 10 * kLanes <= n; i += 10 * kLanes)
      block<V, 10, kOnes>(lines + i, stride, indices, values, count, out + i);
    for (; i + 4 * kLanes <= n; i += 4 * kLanes) block<V, 4, kOnes>(lines + i, stride, indices, values, count, out + i);
    for (; i + kLanes <= n; i += kLanes) block<V, 1, kOnes>(lines + i, stride, indices, values, count, out + i);
    for (; i < n; ++i) block<Scalar, 1, kOnes>(lines + i, stride, indices, values, count, out + i);
  }

  static void add_scaled(const Scalar* line, Scalar factor, Scalar* out, Offset n) {
    Offset i = 0;
    for (; i + kLanes <= n; i += kLanes) {
      simd::store(out + i, simd::madd<kFused>(simd::load<V>(line + i), simd::splat<V>(factor), simd::load<V>(out + i)));
    }
    for (; i < n; ++i) out[i] = simd::madd<kFused>(line[i], factor, out[i]);
  }

  static void sum_of_lines(const Scalar* lines, Offset stride, const std::uint32_t* indices, const Scalar* values,
                           Offset count, Scalar* out, Offset n) {
    if (values == nullptr) {
      sum<true>(lines, stride, indices, values, count, out, n);
    } else {
      sum<false>(lines, stride, indices, values, count, out, n);
    }
  }
};

}  // namespace
}  // namespace latentpad
