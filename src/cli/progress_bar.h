// A progress bar for long commands.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace latentpad::cli {

/// Draws on stderr, at most ten times a second, and only if it is a terminal.
class ProgressBar {
 public:
  /// `total` units of work, of which `done` are already done; `unit` is the unit of the rate.
  ProgressBar(std::uint64_t total, std::uint64_t done, double per_unit, std::string unit);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// The last unit of work may pass the total.
  void update(std::uint64_t done, const std::string& note);

  /// Erases the line, so that other output can be printed.
  void clear();

  /// Whether update() draws.
  bool is_drawn() const { return terminal_; }

  /// Units per second since the start, times per_unit.
  double rate(std::uint64_t done) const;

 private:
  using Clock = std::chrono::steady_clock;
  std::uint64_t total_, first_;
  double per_unit_;
  std::string unit_;
  bool terminal_;
  Clock::time_point start_, last_;
  bool drawn_ = false;
};

/// "4:05", or "1:02:03" for an hour or more.
std::string duration_text(double seconds);

}  // namespace latentpad::cli
