// Portable elementary functions, which use additions, multiplications and divisions only, so that they give the same
// bits in every engine (libm does not), on a float or a vector of any width. They are the same in both arithmetic
// classes: none uses a fused multiply-add.
//
// The float versions follow Cephes (S. Moshier) and Cody & Waite: reduce the argument, evaluate a minimax polynomial.
// NaN gives NaN, except for log. In double, exp and log_of_double are portable too; log and tanh call the C++ library
// lane by lane: they are used in gradient checks only.
#pragma once

#include <initializer_list>

#include "math/simd.h"

namespace latentpad::portable {

/// c ? a : b, lane by lane.
template <typename Condition, typename V>
LATENTPAD_INLINE V select(Condition c, V a, V b) {
  return c ? a : b;
}

template <typename V>
LATENTPAD_INLINE V absolute(V x) {
  return select(x < simd::splat<V>(0), -x, x);
}

/// √x, correctly rounded as required by IEEE 754.
template <typename V>
LATENTPAD_INLINE V square_root(V x) {
  return simd::lanewise(x, [](auto lane) {
    if constexpr (sizeof(lane) == 4) {
      return __builtin_sqrtf(lane);
    } else {
      return __builtin_sqrt(lane);
    }
  });
}

/// exp in double, within 2 ulp; x is clamped to [−708, 709]. Portable, since importance weights are computed with it.
template <typename V>
LATENTPAD_INLINE V exp_of_doubles(V x) {
  using simd::splat;
  using Bits = typename simd::Traits<V>::Bits;
  x = select(x > splat<V>(709.0), splat<V>(709.0), x);
  x = select(x < splat<V>(-708.0), splat<V>(-708.0), x);
  constexpr double kMagic = 6755399441055744.0;  // 1.5 * 2^52
  const V shifted = x * 1.44269504088896338700 + kMagic;
  const V n = shifted - kMagic;
  V r = x - n * 6.93147180369123816490e-01;
  r = r - n * 1.90821492927058770002e-10;
  // Taylor series to the 13th term: |r| < 0.35, so the remainder is below 5e-18.
  V p = r * (1.0 / 6227020800.0) + 1.0 / 479001600.0;
  for (const double coefficient : {1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0, 1.0 / 40320.0, 1.0 / 5040.0,
                                   1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5}) {
    p = p * r + coefficient;
  }
  p = p * (r * r) + r + 1.0;
  const Bits exponent = std::bit_cast<Bits>(shifted) - std::bit_cast<std::uint64_t>(kMagic);
  return p * std::bit_cast<V>((exponent + 1022u) << 52) * 2.0;
}

/// e^x within 2 ulp; x is clamped to [−86.6, 88.7], so the result is never 0 and never infinite.
template <typename V>
LATENTPAD_INLINE V exp(V x) {
  if constexpr (sizeof(typename simd::Traits<V>::Scalar) == 8) {
    return exp_of_doubles(x);
  } else {
    using simd::splat;
    using Bits = typename simd::Traits<V>::Bits;
    x = select(x > splat<V>(88.7f), splat<V>(88.7f), x);
    x = select(x < splat<V>(-86.6f), splat<V>(-86.6f), x);
    constexpr float kMagic = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer in the low bits
    const V shifted = x * 1.44269504088896341f + kMagic;
    const V n = shifted - kMagic;
    V r = x - n * 0.693359375f;
    r = r - n * -2.12194440e-4f;
    V p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * (r * r) + r + 1.0f;
    // n is in −125 … 128, and 2^128 is not a float: scale in two steps.
    const Bits exponent = std::bit_cast<Bits>(shifted) - std::bit_cast<std::uint32_t>(kMagic);
    return p * std::bit_cast<V>((exponent + 126u) << 23) * 2.0f;
  }
}

/// ln x within 2 ulp, for finite x ≥ 2^−126; otherwise, also for NaN, the result is unspecified.
template <typename V>
LATENTPAD_INLINE V log(V x) {
  if constexpr (sizeof(typename simd::Traits<V>::Scalar) == 8) {
    return simd::lanewise(x, [](double lane) { return __builtin_log(lane); });
  } else {
    using Bits = typename simd::Traits<V>::Bits;
    using SignedBits = typename simd::Traits<V>::SignedBits;
    // Split x = m * 2^e with m in [sqrt(1/2), sqrt(2)).
    const Bits offset = std::bit_cast<Bits>(x) - 0x3f3504f3u;
    const V e = simd::convert<V>(std::bit_cast<SignedBits>(offset) >> 23);
    const V r = std::bit_cast<V>((offset & 0x007fffffu) + 0x3f3504f3u) - 1.0f;
    const V r2 = r * r;
    V p = r * 7.0376836292e-2f - 1.1514610310e-1f;
    p = p * r + 1.1676998740e-1f;
    p = p * r - 1.2420140846e-1f;
    p = p * r + 1.4249322787e-1f;
    p = p * r - 1.6668057665e-1f;
    p = p * r + 2.0000714765e-1f;
    p = p * r - 2.4999993993e-1f;
    p = p * r + 3.3333331174e-1f;
    p = p * r * r2;
    p = p + e * -2.12194440e-4f;
    p = p - r2 * 0.5f;
    return (r + p) + e * 0.693359375f;
  }
}

/// ln x in double, within 2 ulp, for normal x > 0; otherwise, also for NaN, the result is unspecified. Portable, since
/// importance weights with a learned prior are computed with it.
LATENTPAD_INLINE double log_of_double(double x) {
  // Split x = m * 2^e with m in [sqrt(1/2), sqrt(2)).
  const std::uint64_t offset = std::bit_cast<std::uint64_t>(x) - 0x3fe6a09e667f3bcdu;
  const auto e = static_cast<double>(static_cast<std::int64_t>(offset) >> 52);
  const double m = std::bit_cast<double>((offset & 0x000fffffffffffffu) + 0x3fe6a09e667f3bcdu);
  // ln m = 2 artanh s, as a series: |s| < 0.172, so the remainder is below 1e-18.
  const double s = (m - 1.0) / (m + 1.0), s2 = s * s;
  double p = s2 * (1.0 / 23.0) + 1.0 / 21.0;
  for (const double coefficient :
       {1.0 / 19.0, 1.0 / 17.0, 1.0 / 15.0, 1.0 / 13.0, 1.0 / 11.0, 1.0 / 9.0, 1.0 / 7.0, 1.0 / 5.0, 1.0 / 3.0}) {
    p = p * s2 + coefficient;
  }
  return e * 6.93147180369123816490e-01 + (2.0 * s + (2.0 * s * (s2 * p) + e * 1.90821492927058770002e-10));
}

/// 1 / (1 + e^−x) within 3 ulp; in (0, 1] for finite x. Uses e^−|x|, which the likelihood needs anyway.
template <typename V>
LATENTPAD_INLINE V sigmoid(V x) {
  const V e = exp(-absolute(x));
  return select(x < simd::splat<V>(0), e, simd::splat<V>(1)) / (e + simd::splat<V>(1));
}

/// tanh x within 3 ulp.
template <typename V>
LATENTPAD_INLINE V tanh(V x) {
  if constexpr (sizeof(typename simd::Traits<V>::Scalar) == 8) {
    return simd::lanewise(x, [](double lane) { return __builtin_tanh(lane); });
  } else {
    const V a = absolute(x);
    const V x2 = x * x;
    V p = x2 * -5.70498872745e-3f + 2.06390887954e-2f;
    p = p * x2 - 5.37397155531e-2f;
    p = p * x2 + 1.33314422036e-1f;
    p = p * x2 - 3.33332819422e-1f;
    const V near_zero = p * x2 * x + x;
    const V magnitude = 1.0f - 2.0f / (exp(a * 2.0f) + 1.0f);
    const V far = select(x < simd::splat<V>(0), -magnitude, magnitude);
    return select(a < simd::splat<V>(0.625f), near_zero, far);
  }
}

struct SinCos {
  float sin, cos;
};

/// sin and cos of 2π·turn for 0 ≤ turn < 1, within 1e−7.
LATENTPAD_INLINE SinCos sincos_turns(float turn) {
  constexpr float kMagic = 12582912.0f;
  const float shifted = turn * 4.0f + kMagic;
  const float quarter = shifted - kMagic;
  const float r = (turn * 4.0f - quarter) * 1.57079632679489662f;
  const float r2 = r * r;
  float s = -1.9515295891e-4f;
  s = s * r2 + 8.3321608736e-3f;
  s = s * r2 - 1.6666654611e-1f;
  s = s * r2 * r + r;
  float c = 2.443315711809948e-5f;
  c = c * r2 - 1.388731625493765e-3f;
  c = c * r2 + 4.166664568298827e-2f;
  c = c * r2 * r2 - 0.5f * r2 + 1.0f;
  const std::uint32_t q = std::bit_cast<std::uint32_t>(shifted) & 3u;
  const float sine = (q & 1u) != 0 ? c : s;
  const float cosine = (q & 1u) != 0 ? s : c;
  return {(q & 2u) != 0 ? -sine : sine, ((q + 1u) & 2u) != 0 ? -cosine : cosine};
}

}  // namespace latentpad::portable
