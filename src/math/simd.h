// A portable vector type over the vector extensions of Clang and GCC: the same source compiles to SSE2, AVX2, AVX-512,
// NEON or WebAssembly SIMD. Only the multiply-add of the class `fused` needs an intrinsic.
//
// Files that include this are compiled for different processors, so it must not emit functions that the linker may
// merge: everything is always inlined.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#if defined(__wasm_relaxed_simd__)
#include <wasm_simd128.h>
#elif defined(__FMA__)
#include <immintrin.h>
#endif

#define LATENTPAD_INLINE __attribute__((always_inline)) inline

/// Fully unrolls a loop of constant count: otherwise its arrays of vectors would be kept in memory.
#if defined(__clang__)
#define LATENTPAD_UNROLL _Pragma("clang loop unroll(full)")
#else
#define LATENTPAD_UNROLL _Pragma("GCC unroll 32")
#endif

namespace latentpad::simd {

/// A vector of kBytes / sizeof(Scalar) numbers.
template <typename Scalar, int kBytes>
struct VecOf {
  typedef Scalar type __attribute__((vector_size(kBytes)));
};
template <typename Scalar, int kBytes>
using Vec = typename VecOf<Scalar, kBytes>::type;

/// Common interface to a vector and a single number.
template <typename V>
struct Traits {
  using Scalar = std::remove_cvref_t<decltype(V{}[0])>;
  using Bits = Vec<std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>, sizeof(V)>;
  using SignedBits = Vec<std::conditional_t<sizeof(Scalar) == 4, std::int32_t, std::int64_t>, sizeof(V)>;
  static constexpr std::ptrdiff_t kLanes = sizeof(V) / sizeof(Scalar);
};
template <>
struct Traits<float> {
  using Scalar = float;
  using Bits = std::uint32_t;
  using SignedBits = std::int32_t;
  static constexpr std::ptrdiff_t kLanes = 1;
};
template <>
struct Traits<double> {
  using Scalar = double;
  using Bits = std::uint64_t;
  using SignedBits = std::int64_t;
  static constexpr std::ptrdiff_t kLanes = 1;
};

/// A vector with all lanes equal to `value`.
template <typename V>
LATENTPAD_INLINE V splat(typename Traits<V>::Scalar value) {
  if constexpr (std::is_arithmetic_v<V>) {
    return value;
  } else {
    return value - V{};  // not V{} + value: since 0 + −0 is 0, that would cost an addition
  }
}

template <typename V, typename Scalar>
LATENTPAD_INLINE V load(const Scalar* from) {
  V v;
  __builtin_memcpy(&v, from, sizeof(V));
  return v;
}

template <typename V, typename Scalar>
LATENTPAD_INLINE void store(Scalar* to, V v) {
  __builtin_memcpy(to, &v, sizeof(V));
}

/// Converts integers to floating point, lane by lane.
template <typename V, typename Integers>
LATENTPAD_INLINE V convert(Integers integers) {
  if constexpr (std::is_arithmetic_v<V>) {
    return static_cast<V>(integers);
  } else {
    return __builtin_convertvector(integers, V);
  }
}

/// Applies f to each lane.
template <typename V, typename F>
LATENTPAD_INLINE V lanewise(V v, F f) {
  if constexpr (std::is_arithmetic_v<V>) {
    return f(v);
  } else {
    for (std::ptrdiff_t i = 0; i < Traits<V>::kLanes; ++i) v[i] = f(v[i]);
    return v;
  }
}

/// a · b + c with two roundings, even if the processor has a fused instruction.
template <typename V>
LATENTPAD_INLINE V multiply_add(V a, V b, V c) {
  return a * b + c;
}

/// a · b + c with one rounding. On WebAssembly relaxed_madd, which engines fuse if the processor can; the page tests
/// this before it offers the class (web/engine/can-fuse.js).
LATENTPAD_INLINE float fused_multiply_add(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
LATENTPAD_INLINE double fused_multiply_add(double a, double b, double c) { return __builtin_fma(a, b, c); }

template <typename V>
LATENTPAD_INLINE V fused_multiply_add(V a, V b, V c) {
  for (std::ptrdiff_t i = 0; i < Traits<V>::kLanes; ++i) c[i] = fused_multiply_add(a[i], b[i], c[i]);
  return c;
}

#if defined(__wasm_relaxed_simd__)
LATENTPAD_INLINE Vec<float, 16> fused_multiply_add(Vec<float, 16> a, Vec<float, 16> b, Vec<float, 16> c) {
  return std::bit_cast<Vec<float, 16>>(
      wasm_f32x4_relaxed_madd(std::bit_cast<v128_t>(a), std::bit_cast<v128_t>(b), std::bit_cast<v128_t>(c)));
}
#elif defined(__FMA__)
LATENTPAD_INLINE Vec<float, 32> fused_multiply_add(Vec<float, 32> a, Vec<float, 32> b, Vec<float, 32> c) {
  return _mm256_fmadd_ps(a, b, c);
}
#if defined(__AVX512F__)
LATENTPAD_INLINE Vec<float, 64> fused_multiply_add(Vec<float, 64> a, Vec<float, 64> b, Vec<float, 64> c) {
  return _mm512_fmadd_ps(a, b, c);
}
#endif
#endif

/// a · b + c in an arithmetic class.
template <bool kFused, typename V>
LATENTPAD_INLINE V madd(V a, V b, V c) {
  if constexpr (kFused) {
    return fused_multiply_add(a, b, c);
  } else {
    return multiply_add(a, b, c);
  }
}

}  // namespace latentpad::simd
