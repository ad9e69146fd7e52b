#include "eval/true_posterior.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.h"
#include "eval/conditional.h"
#include "eval/encode_decode.h"
#include "eval/log_mean_exp.h"
#include "models/bernoulli.h"

namespace latentpad {
namespace {

constexpr double kLogTwoPi = 1.8378770664093454836;

/// Weights of the trapezoid rule at the ends of a row.
double trapezoid(Index i, Index side) { return i == 0 || i + 1 == side ? 0.5 : 1.0; }

}  // namespace

std::vector<double> PosteriorGrid::density() const {
  std::vector<double> values;
  for (const double value : log_joint) values.push_back(std::exp(value - log_integral));
  return values;
}

PosteriorGrid posterior_grid(const Model<float>& model, const Matrix<float>& x, const PlaneWindow& window, Index side) {
  expect_capability(model, "posterior_grid", &Capabilities::posterior);
  if (model.config().latent_dim != 2) {
    throw ArgumentError(ErrorCode::needs_two_dimensions,
                        {{"function", "posterior_grid"}, {"got", model.config().latent_dim}});
  }
  if (side < 2 || side > 512 || !(window.right > window.left) || !(window.top > window.bottom)) {
    throw_invalid_argument("posterior_grid", "a side of 2 to 512 points and a window with an area",
                           std::to_string(side) + " points from " + std::to_string(window.left) + ", " +
                               std::to_string(window.bottom) + " to " + std::to_string(window.right) + ", " +
                               std::to_string(window.top));
  }
  PosteriorGrid grid{side, window.left, window.right, window.bottom, window.top, {}, 0.0};
  const double step_x = (window.right - window.left) / static_cast<double>(side - 1);
  const double step_y = (window.top - window.bottom) / static_cast<double>(side - 1);
  Matrix<float> z(2, side), logits;
  const Matrix<float> row_of_x = pixels_of(model, x).replicate(1, side);
  LogMeanExp integral;
  for (Index row = 0; row < side; ++row) {
    for (Index column = 0; column < side; ++column) {
      z(0, column) = static_cast<float>(window.left + step_x * static_cast<double>(column));
      z(1, column) = static_cast<float>(window.bottom + step_y * static_cast<double>(row));
    }
    decode_for(model, z, x, logits);
    const Vector<double> losses = reconstruction_loss(logits, row_of_x);
    expect_finite("posterior_grid", "the likelihood at a point", losses.sum());
    for (Index column = 0; column < side; ++column) {
      const auto z0 = static_cast<double>(z(0, column)), z1 = static_cast<double>(z(1, column));
      grid.log_joint.push_back(-losses[column] - 0.5 * (z0 * z0 + z1 * z1) - kLogTwoPi);
      integral.add(grid.log_joint.back() + std::log(trapezoid(row, side) * trapezoid(column, side)));
    }
  }
  grid.log_integral = integral.value() + std::log(static_cast<double>(side * side) * step_x * step_y);
  return grid;
}

PlaneWindow posterior_window(const Model<float>& model, const Matrix<float>& x) {
  // A fine first look, so that a narrow peak is not missed; then coarse ones suffice.
  constexpr Index kFirstSide = 65, kNextSide = 33;
  constexpr double kLogShare = -12.0;
  PlaneWindow window{-6.0, 6.0, -6.0, 6.0};
  for (int zoom = 0; zoom < 12; ++zoom) {
    const Index side = zoom == 0 ? kFirstSide : kNextSide;
    const PosteriorGrid grid = posterior_grid(model, x, window, side);
    const double most = *std::max_element(grid.log_joint.begin(), grid.log_joint.end());
    Index first_column = side, last_column = -1, first_row = side, last_row = -1;
    for (Index row = 0; row < side; ++row) {
      for (Index column = 0; column < side; ++column) {
        if (grid.log_joint[static_cast<std::size_t>(row * side + column)] < most + kLogShare) continue;
        first_column = std::min(first_column, column);
        last_column = std::max(last_column, column);
        first_row = std::min(first_row, row);
        last_row = std::max(last_row, row);
      }
    }
    if (last_column - first_column > side / 3 && last_row - first_row > side / 3) break;
    // One point more on each side: the mass may reach between two points.
    const double step_x = (window.right - window.left) / static_cast<double>(side - 1);
    const double step_y = (window.top - window.bottom) / static_cast<double>(side - 1);
    const PlaneWindow closer{window.left + step_x * static_cast<double>(first_column - 2),
                             window.left + step_x * static_cast<double>(last_column + 2),
                             window.bottom + step_y * static_cast<double>(first_row - 2),
                             window.bottom + step_y * static_cast<double>(last_row + 2)};
    window = closer;
  }
  return window;
}

}  // namespace latentpad
