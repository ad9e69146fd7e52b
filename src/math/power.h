// Whole powers with the same bits on every system, which the C++ library's pow does not have.
#pragma once

#include <cstdint>

namespace latentpad {

/// base^exponent by repeated squaring; 1 for the exponent 0.
constexpr double power(double base, std::uint64_t exponent) {
  double result = 1.0;
  for (; exponent != 0; exponent >>= 1, base *= base) {
    if ((exponent & 1) != 0) result *= base;
  }
  return result;
}

}  // namespace latentpad
