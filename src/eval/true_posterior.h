// The true posterior p(z | x) of a 2-D VAE on a grid, which the encoder's Gaussian only approximates.
#pragma once

#include <cstdint>
#include <vector>

#include "models/model.h"

namespace latentpad {

/// A square grid of side² points of the plane.
struct PosteriorGrid {
  Index side = 0;
  double left = 0.0, right = 0.0, bottom = 0.0, top = 0.0;  ///< of the outermost points
  /// log p(x | z) + log p(z) at each point, in nats, row by row from the bottom.
  std::vector<double> log_joint;
  /// log of the integral of p(x | z) p(z) over the grid (trapezoids): log p(x), if the grid holds the mass.
  double log_integral = 0.0;

  /// p(z | x) at each point, such that its integral over the grid is 1.
  std::vector<double> density() const;
};

/// The window of a grid.
struct PlaneWindow {
  double left = -4.0, right = 4.0, bottom = -4.0, top = 4.0;
};

/// Evaluates the grid for x (input_dim x 1). Throws std::invalid_argument unless the model is a VAE of 2 latent
/// dimensions, side is 2 … 512 and the window has an area.
PosteriorGrid posterior_grid(const Model<float>& model, const Matrix<float>& x, const PlaneWindow& window, Index side);

/// The smallest window around the posterior's mass: starts from [−6, 6]², and while the outermost points that hold more
/// than e^−12 of the maximum fill less than a third of the window in either direction, zooms in on them.
PlaneWindow posterior_window(const Model<float>& model, const Matrix<float>& x);

}  // namespace latentpad
