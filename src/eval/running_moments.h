// Online mean and variance.
#pragma once

#include <cmath>

namespace latentpad {

/// Welford's method (Technometrics 4, 1962), which avoids cancellation.
class RunningMoments {
 public:
  RunningMoments() = default;

  /// Goes on from count(), mean() and squares() of another object, to the same bits.
  RunningMoments(double count, double mean, double squares) : count_(count), mean_(mean), squares_(squares) {}

  void add(double value) {
    count_ += 1.0;
    const double delta = value - mean_;
    mean_ += delta / count_;
    squares_ += delta * (value - mean_);
  }

  double count() const { return count_; }
  double mean() const { return mean_; }

  /// Σ (value − mean)².
  double squares() const { return squares_; }

  /// Σ (value − mean)² / n; 0 before the first value.
  double variance() const { return count_ > 0.0 ? squares_ / count_ : 0.0; }

  /// Standard error of the mean: √(Σ (value − mean)² / (n − 1) / n); 0 for fewer than two values.
  double standard_error() const { return count_ > 1.0 ? std::sqrt(squares_ / (count_ - 1.0) / count_) : 0.0; }

 private:
  double count_ = 0.0, mean_ = 0.0, squares_ = 0.0;
};

}  // namespace latentpad
