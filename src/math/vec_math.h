// Elementary functions of our own, made of additions, multiplications and divisions only, so that they give the same
// bits in every engine (libm does not), and branch-free, so that a compiler can vectorise a loop over them.
//
// The float versions follow the classical scheme of Cephes (S. Moshier) and Cody & Waite: reduce the argument, evaluate
// a minimax polynomial. NaN in gives NaN out, except for log. The double versions are the C++ library's: they serve gradient checks.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace latentpad::portable {

/// e^x within 2 ulp; x is clamped to [−86.6, 88.7], so the result is never 0 and never infinite.
inline float exp(float x) {
  x = x > 88.7f ? 88.7f : x;
  x = x < -86.6f ? -86.6f : x;
  constexpr float kMagic = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer in the low bits
  const float shifted = x * 1.44269504088896341f + kMagic;
  const float n = shifted - kMagic;
  float r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  // n runs from −125 to 128, where 2^n alone has no float: scale in two steps.
  const std::uint32_t exponent = std::bit_cast<std::uint32_t>(shifted) - std::bit_cast<std::uint32_t>(kMagic);
  const float scale = std::bit_cast<float>((exponent + 126u) << 23);
  return p * scale * 2.0f;
}

/// ln x within 2 ulp, for finite x ≥ 2^−126; of anything else, also NaN, the result means nothing.
inline float log(float x) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(x);
  // Split x = m * 2^e with m in [sqrt(1/2), sqrt(2)).
  const std::uint32_t offset = bits - 0x3f3504f3u;
  const float e = static_cast<float>(static_cast<std::int32_t>(offset) >> 23);
  const float m = std::bit_cast<float>((offset & 0x007fffffu) + 0x3f3504f3u);
  const float r = m - 1.0f;
  const float r2 = r * r;
  float p = 7.0376836292e-2f;
  p = p * r - 1.1514610310e-1f;
  p = p * r + 1.1676998740e-1f;
  p = p * r - 1.2420140846e-1f;
  p = p * r + 1.4249322787e-1f;
  p = p * r - 1.6668057665e-1f;
  p = p * r + 2.0000714765e-1f;
  p = p * r - 2.4999993993e-1f;
  p = p * r + 3.3333331174e-1f;
  p = p * r * r2;
  p = p + e * -2.12194440e-4f;
  p = p - 0.5f * r2;
  return (r + p) + e * 0.693359375f;
}

/// ln(1 + x) within 3 ulp, for 0 ≤ x < 2^24: the rounding of 1 + x is corrected to first order.
inline float log1p(float x) {
  const float w = 1.0f + x;
  return log(w) + (x - (w - 1.0f)) / w;
}

/// 1 / (1 + e^−x) within 3 ulp; (0, 1] for every finite x.
inline float sigmoid(float x) { return 1.0f / (1.0f + exp(-x)); }

/// tanh x within 3 ulp.
inline float tanh(float x) {
  const float a = x < 0.0f ? -x : x;
  const float x2 = x * x;
  float p = -5.70498872745e-3f;
  p = p * x2 + 2.06390887954e-2f;
  p = p * x2 - 5.37397155531e-2f;
  p = p * x2 + 1.33314422036e-1f;
  p = p * x2 - 3.33332819422e-1f;
  const float near_zero = p * x2 * x + x;
  const float magnitude = 1.0f - 2.0f / (exp(2.0f * a) + 1.0f);
  const float far = x < 0.0f ? -magnitude : magnitude;
  return a < 0.625f ? near_zero : far;
}

struct SinCos {
  float sin, cos;
};

/// sin and cos of 2π·turn for 0 ≤ turn < 1, within 1e−7.
inline SinCos sincos_turns(float turn) {
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

inline double exp(double x) { return std::exp(x); }
inline double log(double x) { return std::log(x); }
inline double log1p(double x) { return std::log1p(x); }
inline double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }
inline double tanh(double x) { return std::tanh(x); }

}  // namespace latentpad::portable
