// Elementwise loops, for one target processor. Included by kernels_target.cpp only.
#pragma once

#include <type_traits>

#include "math/kernels.h"
#include "math/vec_math.h"

namespace latentpad {
namespace {

template <typename Scalar, int kBytes>
struct Elementwise {
  using V = simd::Vec<Scalar, kBytes>;
  static constexpr Offset kLanes = simd::Traits<V>::kLanes;

  /// Calls f.template operator()<V>(i) for whole vectors of [0, n), then f.template operator()<Scalar>(i) for the
  /// remainder.
  template <typename F>
  static LATENTPAD_INLINE void each(Offset n, F f) {
    Offset i = 0;
    for (; i + kLanes <= n; i += kLanes) f.template operator()<V>(i);
    for (; i < n; ++i) f.template operator()<Scalar>(i);
  }

  static void add_bias(Rectifier kind, const Scalar* bias, Offset rows, Offset cols, Scalar* y) {
    for (Offset c = 0; c < cols; ++c, y += rows) {
      switch (kind) {
        case Rectifier::none:
          each(rows,
               [&]<typename T>(Offset i) { simd::store(y + i, T(simd::load<T>(y + i) + simd::load<T>(bias + i))); });
          break;
        case Rectifier::relu:
          each(rows, [&]<typename T>(Offset i) {
            const T sum = simd::load<T>(y + i) + simd::load<T>(bias + i);
            // The comparison propagates NaN, so that divergence is detected.
            simd::store(y + i, portable::select(sum < simd::splat<T>(0), simd::splat<T>(0), sum));
          });
          break;
        case Rectifier::tanh:
          each(rows, [&]<typename T>(Offset i) {
            simd::store(y + i, portable::tanh(T(simd::load<T>(y + i) + simd::load<T>(bias + i))));
          });
          break;
      }
    }
  }

  static void rectify_backward(Rectifier kind, const Scalar* h, Scalar* d_h, Offset n) {
    if (kind == Rectifier::relu) {
      each(n, [&]<typename T>(Offset i) {
        const T d = simd::load<T>(d_h + i);
        simd::store(d_h + i, portable::select(simd::load<T>(h + i) > simd::splat<T>(0), d, simd::splat<T>(0)));
      });
    } else if (kind == Rectifier::tanh) {
      each(n, [&]<typename T>(Offset i) {
        const T value = simd::load<T>(h + i);
        simd::store(d_h + i, T(simd::load<T>(d_h + i) * (simd::splat<T>(1) - value * value)));
      });
    }
  }

  static void sum_columns(const Scalar* m, Offset stride, Offset cols, Scalar* out, Offset n) {
    each(n, [&]<typename T>(Offset i) {
      T sum = simd::splat<T>(0);
      for (Offset c = 0; c < cols; ++c) sum += simd::load<T>(m + c * stride + i);
      simd::store(out + i, sum);
    });
  }

  static double bernoulli(const Scalar* logits, const Scalar* x, Offset n, Scalar scale, Scalar* d_logits) {
    constexpr Offset kPartialSums = 16;
    // A factor is at most 2, so the product of a partial sum is at most 2^64.
    constexpr Offset kMostFactors = 64;
    double total = 0.0;
    for (Offset first = 0; first < n; first += kPartialSums * kMostFactors) {
      const Offset end = n - first < kPartialSums * kMostFactors ? n : first + kPartialSums * kMostFactors;
      Scalar partial[kPartialSums] = {}, factors[kPartialSums];
      const auto term = [&]<typename T>(Offset i, T& sum, T& product) {
        const T l = simd::load<T>(logits + i), target = simd::load<T>(x + i);
        const T zero = simd::splat<T>(0), one = simd::splat<T>(1);
        const T e = portable::exp(-portable::absolute(l));
        sum += portable::select(l < zero, zero, l) - l * target;
        product *= e + one;
        if (d_logits == nullptr) return;
        const T p = portable::select(l < zero, e, one) / (e + one);
        simd::store(d_logits + i, T((p - target) * simd::splat<T>(scale)));
      };
      V sum[kPartialSums / kLanes], product[kPartialSums / kLanes];
      for (Offset s = 0; s < kPartialSums / kLanes; ++s) sum[s] = simd::splat<V>(0), product[s] = simd::splat<V>(1);
      Offset i = first;
      for (; i + kPartialSums <= end; i += kPartialSums) {
        LATENTPAD_UNROLL
        for (Offset s = 0; s < kPartialSums / kLanes; ++s)
          term.template operator()<V>(i + s * kLanes, sum[s], product[s]);
      }
      for (Offset s = 0; s < kPartialSums / kLanes; ++s) {
        simd::store(partial + s * kLanes, sum[s]);
        simd::store(factors + s * kLanes, product[s]);
      }
      for (Offset s = 0; i < end; ++i, ++s) term.template operator()<Scalar>(i, partial[s], factors[s]);
      for (Offset s = 0; s < kPartialSums; ++s)
        total += static_cast<double>(partial[s]) + static_cast<double>(portable::log(factors[s]));
    }
    return total;
  }

  static void sigmoid(const Scalar* l, Offset n, Scalar* p) {
    each(n, [&]<typename T>(Offset i) { simd::store(p + i, portable::sigmoid(simd::load<T>(l + i))); });
  }

  static bool adam(const AdamStep<Scalar>& step, const Scalar* g, Scalar* m, Scalar* v, Scalar* value, Offset n) {
    const AdamStep<Scalar> s = step;
    // x − x is 0 for finite x, otherwise NaN: the check needs no second pass over the memory.
    V vectors = simd::splat<V>(0);
    Scalar rest = 0;
    each(n, [&]<typename T>(Offset i) {
      const T gradient = simd::load<T>(g + i);
      const T first = simd::load<T>(m + i) * s.beta1 + gradient * s.rest1;
      const T second = simd::load<T>(v + i) * s.beta2 + (gradient * gradient) * s.rest2;
      simd::store(m + i, first);
      simd::store(v + i, second);
      const T deviation = portable::square_root(T(second * s.second_scale)) + s.epsilon;
      const T moved = simd::load<T>(value + i) - first * s.step_size / deviation;
      simd::store(value + i, moved);
      const T zero = (moved - moved) + (second - second);
      if constexpr (std::is_same_v<T, V>) vectors += zero;
      else rest += zero;
    });
    Scalar lanes[kLanes];
    simd::store(lanes, vectors);
    for (const Scalar lane : lanes) rest += lane;
    return rest == Scalar(0);
  }

  static void move_average(const Scalar* value, Scalar rate, Scalar* average, Offset n) {
    each(n, [&]<typename T>(Offset i) {
      const T before = simd::load<T>(average + i);
      simd::store(average + i, T(before + (simd::load<T>(value + i) - before) * rate));
    });
  }
};

}  // namespace
}  // namespace latentpad
