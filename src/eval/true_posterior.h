// The true posterior p(z | x) of a 2-D VAE on a grid, which the encoder approximates by a Gaussian.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "eval/code_losses.h"
#include "eval/log_mean_exp.h"
#include "models/model.h"

namespace latentpad {

/// A square grid of side² points of the plane.
struct PosteriorGrid {
  Index side = 0;
  double left = 0.0, right = 0.0, bottom = 0.0, top = 0.0;  ///< of the outermost points
  /// log p(x | z) + log p(z) at each point, in nats, row by row from the bottom.
  std::vector<double> log_joint;
  /// log of the integral of p(x | z) p(z) over the grid (trapezoidal rule): log p(x), if the grid covers the mass.
  double log_integral = 0.0;

  /// Distance between adjacent points.
  double step_x() const { return (right - left) / static_cast<double>(side - 1); }
  double step_y() const { return (top - bottom) / static_cast<double>(side - 1); }

  /// p(z | x) at each point, normalized to an integral of 1 over the grid.
  std::vector<double> density() const;
};

/// The window of a grid.
struct PlaneWindow {
  double left = -4.0, right = 4.0, bottom = -4.0, top = 4.0;
};

/// posterior_grid in pieces; the grid does not depend on their size. The model must outlive the evaluation, and its
/// weights must not change meanwhile.
class PosteriorGridEvaluation {
 public:
  /// Throws like posterior_grid.
  PosteriorGridEvaluation(const Model<float>& model, Matrix<float> x, const PlaneWindow& window, Index side);

  /// Decodes up to `points` more points, at least one; returns whether any remain.
  bool advance(Index points);

  /// Complete once advance has returned false.
  const PosteriorGrid& grid() const { return grid_; }

 private:
  void decode_points(Index row, Index column, Index count);

  Matrix<float> x_;
  PosteriorGrid grid_;
  LogMeanExp integral_;
  CodeLosses losses_;
  PriorDensity prior_;
};

/// Evaluates the grid for x (example_dim x 1). Throws ArgumentError unless the model is a VAE of 2 latent dimensions,
/// side is 2 … 512 and the window has a positive area.
PosteriorGrid posterior_grid(const Model<float>& model, const Matrix<float>& x, const PlaneWindow& window, Index side);

/// The smallest window around the posterior's mass. Starts from PriorDensity::interval, [−6, 6]² for N(0, I), and zooms
/// in while the points with more than e^−12 of the maximum extend over less than a third of the window in either
/// direction.
PlaneWindow posterior_window(const Model<float>& model, const Matrix<float>& x);

/// posterior_grid over posterior_window, in pieces.
class PosteriorEvaluation {
 public:
  /// x: example_dim x 1. Throws ArgumentError like posterior_grid.
  PosteriorEvaluation(const Model<float>& model, const Matrix<float>& x, Index side);

  /// Decodes up to `points` more points; returns whether any remain.
  bool advance(Index points);

  /// Complete once advance has returned false.
  const PosteriorGrid& grid() const { return current_.grid(); }

  /// Whether the search for the window is in progress. Afterwards grid() has the final window.
  bool is_searching() const { return searching_; }

 private:
  const Model<float>* model_;
  Matrix<float> x_;
  Index side_;
  int zooms_ = 0;
  bool searching_ = true;
  PosteriorGridEvaluation current_;
};

}  // namespace latentpad
