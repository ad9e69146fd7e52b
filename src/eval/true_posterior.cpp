#include "eval/true_posterior.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/error.h"
#include "eval/encode_decode.h"
#include "eval/log_mean_exp.h"

namespace latentpad {
namespace {

constexpr double kLogTwoPi = 1.8378770664093454836;

/// Weights of the trapezoid rule at the ends of a row.
double trapezoid(Index i, Index side) { return i == 0 || i + 1 == side ? 0.5 : 1.0; }

const LatentModel<float>& model_with_posterior(const Model<float>& model) {
  expect_trait(model, "posterior_grid", &ModelTraits::closed_form);
  return latent_model(model, "posterior_grid");
}

}  // namespace

std::vector<double> PosteriorGrid::density() const {
  std::vector<double> values;
  values.reserve(log_joint.size());
  for (const double value : log_joint) values.push_back(std::exp(value - log_integral));
  return values;
}

PosteriorGridEvaluation::PosteriorGridEvaluation(const Model<float>& model, Matrix<float> x, const PlaneWindow& window,
                                                 Index side)
    : x_(std::move(x)),
      grid_{side, window.left, window.right, window.bottom, window.top, {}, 0.0},
      losses_(model_with_posterior(model)),
      prior_(model_with_posterior(model).prior()) {
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
}

bool PosteriorGridEvaluation::advance(Index points) {
  const Index side = grid_.side, all = side * side;
  auto done = static_cast<Index>(grid_.log_joint.size());
  const Index end = std::min(all, done + std::max<Index>(points, 1));
  while (done < end) {
    // At most a row at once, to limit memory.
    const Index row = done / side, column = done % side, count = std::min(end - done, side - column);
    decode_points(row, column, count);
    done += count;
  }
  if (done < all) return true;
  grid_.log_integral = integral_.value() + std::log(static_cast<double>(all) * grid_.step_x() * grid_.step_y());
  return false;
}

void PosteriorGridEvaluation::decode_points(Index row, Index column, Index count) {
  const Index side = grid_.side;
  const double step_x = grid_.step_x(), step_y = grid_.step_y();
  Matrix<float> z(2, count);
  for (Index i = 0; i < count; ++i) {
    z(0, i) = static_cast<float>(grid_.left + step_x * static_cast<double>(column + i));
    z(1, i) = static_cast<float>(grid_.bottom + step_y * static_cast<double>(row));
  }
  const Vector<double>& losses = losses_.of(z, x_);
  expect_finite("posterior_grid", "the likelihood at a point", losses.sum());
  for (Index i = 0; i < count; ++i) {
    grid_.log_joint.push_back(-losses[i] + prior_.log_density(z.col(i).data()) - kLogTwoPi);
    integral_.add(grid_.log_joint.back() + std::log(trapezoid(row, side) * trapezoid(column + i, side)));
  }
}

PosteriorGrid posterior_grid(const Model<float>& model, const Matrix<float>& x, const PlaneWindow& window, Index side) {
  PosteriorGridEvaluation evaluation(model, x, window, side);
  while (evaluation.advance(side)) {
  }
  return evaluation.grid();
}

namespace {

// A fine first grid, so that a narrow peak is not missed; then coarse grids suffice.
constexpr Index kFirstSide = 65, kNextSide = 33;
constexpr int kMaxZooms = 12;

PlaneWindow widest_window(const Model<float>& model) {
  const PriorDensity prior = model_with_posterior(model).prior();
  const PriorDensity::Interval x = prior.interval(0), y = prior.interval(prior.latent_dim() - 1);
  return {x.low, x.high, y.low, y.high};
}

/// The window around the mass of a grid; nothing if it fills a third of the grid in both directions.
std::optional<PlaneWindow> closer_window(const PosteriorGrid& grid) {
  constexpr double kLogShare = -12.0;
  const Index side = grid.side;
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
  if (last_column - first_column > side / 3 && last_row - first_row > side / 3) return {};
  // One more point on each side: the mass may extend between two points.
  const double step_x = grid.step_x(), step_y = grid.step_y();
  return PlaneWindow{grid.left + step_x * static_cast<double>(first_column - 2),
                     grid.left + step_x * static_cast<double>(last_column + 2),
                     grid.bottom + step_y * static_cast<double>(first_row - 2),
                     grid.bottom + step_y * static_cast<double>(last_row + 2)};
}

}  // namespace

PosteriorEvaluation::PosteriorEvaluation(const Model<float>& model, const Matrix<float>& x, Index side)
    : model_(&model), x_(x), side_(side), current_(model, x, widest_window(model), side) {
  // The grid of the constructor only validated the arguments; the search starts with this one.
  current_ = PosteriorGridEvaluation(model, x, widest_window(model), kFirstSide);
}

bool PosteriorEvaluation::advance(Index points) {
  if (current_.advance(points)) return true;
  if (!searching_) return false;
  const PosteriorGrid& grid = current_.grid();
  const std::optional<PlaneWindow> closer = closer_window(grid);
  const PlaneWindow window = closer.value_or(PlaneWindow{grid.left, grid.right, grid.bottom, grid.top});
  searching_ = closer.has_value() && ++zooms_ < kMaxZooms;
  current_ = PosteriorGridEvaluation(*model_, x_, window, searching_ ? kNextSide : side_);
  return true;
}

PlaneWindow posterior_window(const Model<float>& model, const Matrix<float>& x) {
  PosteriorEvaluation evaluation(model, x, kFirstSide);
  while (evaluation.is_searching()) evaluation.advance(kFirstSide * kFirstSide);
  const PosteriorGrid& grid = evaluation.grid();
  return {grid.left, grid.right, grid.bottom, grid.top};
}

}  // namespace latentpad
