// Activation functions, with derivatives expressed by the output.
#pragma once

#include <optional>
#include <string_view>

#include "math/matrix.h"

namespace latentpad {

enum class Activation { relu, tanh };

/// "relu" or "tanh".
std::string_view activation_name(Activation activation);

/// The activation of that name; throws ArgumentError listing the valid names.
Activation activation_from_name(std::string_view name);

/// h = f(h + bias) in place; the bias (one number per row) is added to every column. f is relu max(·, 0), tanh, or the
/// identity without an activation. NaN stays NaN.
template <typename Scalar>
void add_bias(std::optional<Activation> activation, const Scalar* bias, Matrix<Scalar>& h);

/// d_h = d_h · f'(…), from the output h = f(…): relu 1[h > 0], tanh 1 − h².
template <typename Scalar>
void activate_backward(Activation activation, const Matrix<Scalar>& h, Matrix<Scalar>& d_h);

}  // namespace latentpad
