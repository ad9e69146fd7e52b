// log of a mean of exponentials without overflow or underflow.
#pragma once

#include <cmath>
#include <limits>

namespace latentpad {

/// Online log(1/n Σ e^l_j) of l_1, l_2, …: the running maximum is factored out of the sum.
class LogMeanExp {
 public:
  void add(double value) {
    count_ += 1.0;
    if (value <= maximum_) {
      const double ratio = std::exp(value - maximum_);
      sum_ += ratio;
      squares_ += ratio * ratio;
      return;
    }
    const double rescale = std::exp(maximum_ - value);
    sum_ = sum_ * rescale + 1.0;
    squares_ = squares_ * rescale * rescale + 1.0;
    maximum_ = value;
  }

  double value() const { return maximum_ + std::log(sum_ / count_); }

  /// (Σ e^l)² / Σ e^2l, from 1 to n: the effective sample size of the weights e^l.
  double effective_count() const { return sum_ * sum_ / squares_; }

  /// Standard error of value() by the delta method: sd(w) / (mean(w) √n), w = e^l.
  double standard_error() const {
    if (count_ < 2.0) return std::numeric_limits<double>::infinity();
    const double mean = sum_ / count_;
    const double variance = (squares_ / count_ - mean * mean) * count_ / (count_ - 1.0);
    return std::sqrt(variance > 0.0 ? variance / count_ : 0.0) / mean;
  }

 private:
  double count_ = 0.0, sum_ = 0.0, squares_ = 0.0;
  double maximum_ = -std::numeric_limits<double>::infinity();
};

}  // namespace latentpad
