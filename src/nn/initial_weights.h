// The initial values of layers.
#pragma once

#include <cstdint>

#include "nn/parameter.h"

namespace latentpad {

/// Draws weight and bias from U(−1/√n, 1/√n), the default of PyTorch's layers, with the noise of (seed, index). n is
/// the size of all dimensions of the weight but the first.
template <typename Scalar>
void draw_initial(std::uint64_t seed, std::uint64_t index, Parameter<Scalar>& weight, Parameter<Scalar>& bias);

}  // namespace latentpad
