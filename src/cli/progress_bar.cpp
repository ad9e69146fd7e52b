#include "cli/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace latentpad::cli {

ProgressBar::ProgressBar(std::uint64_t total, std::uint64_t done, double per_unit, std::string unit)
    : total_(total),
      first_(done),
      per_unit_(per_unit),
      unit_(std::move(unit)),
      terminal_(isatty(STDERR_FILENO) == 1),
      start_(Clock::now()),
      last_(start_) {}

ProgressBar::~ProgressBar() { clear(); }

double ProgressBar::rate(std::uint64_t done) const {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  return seconds > 0.0 ? static_cast<double>(done - first_) * per_unit_ / seconds : 0.0;
}

void ProgressBar::update(std::uint64_t done, const std::string& note) {
  if (!terminal_ || (drawn_ && Clock::now() - last_ < std::chrono::milliseconds(100))) return;
  last_ = Clock::now();
  drawn_ = true;
  constexpr int kWidth = 24;
  const double share = done < total_ ? static_cast<double>(done) / static_cast<double>(total_) : 1.0;
  const int full = std::clamp(static_cast<int>(share * kWidth), 0, kWidth);
  const double speed = rate(done);
  const std::uint64_t remaining = total_ > done ? total_ - done : 0;
  const double left = speed > 0.0 ? static_cast<double>(remaining) * per_unit_ / speed : 0.0;
  std::string bar(static_cast<std::size_t>(full), '=');
  bar.resize(kWidth, ' ');
  std::fprintf(stderr, "\r\x1b[K[%s] %3.0f %%  %.0f %s  %s left  %s", bar.c_str(), share * 100.0, speed, unit_.c_str(),
               duration_text(left).c_str(), note.c_str());
  std::fflush(stderr);
}

void ProgressBar::clear() {
  if (!drawn_) return;
  std::fprintf(stderr, "\r\x1b[K");
  std::fflush(stderr);
  drawn_ = false;
}

std::string duration_text(double seconds) {
  const auto total = static_cast<long>(std::ceil(std::clamp(seconds, 0.0, 359999.0)));
  char text[32];
  if (total >= 3600) {
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", total / 3600, total / 60 % 60, total % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld:%02ld", total / 60, total % 60);
  }
  return text;
}

}  // namespace latentpad::cli
