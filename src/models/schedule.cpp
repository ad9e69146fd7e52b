#include "models/schedule.h"

#include <algorithm>
#include <functional>

#include "base/error.h"
#include "math/power.h"
#include "models/training_config.h"

namespace latentpad {
namespace {

struct Name {
  ScheduleKind kind;
  std::string_view name;
};

constexpr std::array kNames = {Name{ScheduleKind::constant, "constant"}, Name{ScheduleKind::steps, "steps"},
                               Name{ScheduleKind::cosine, "cosine"}, Name{ScheduleKind::burda, "burda"}};

/// s of a step, as in the header.
double scale_at(const TrainingConfig& c, std::uint64_t presentations, std::uint64_t images) {
  const std::uint64_t epoch = images == 0 ? 0 : presentations / images;
  switch (c.schedule) {
    case ScheduleKind::constant:
      return 1.0;
    case ScheduleKind::steps: {
      if (c.schedule_epochs > 0) return power(c.schedule_factor, epoch / c.schedule_epochs);
      const auto changes = std::upper_bound(c.schedule_at.begin(), c.schedule_at.end(), epoch) - c.schedule_at.begin();
      return power(c.schedule_factor, static_cast<std::uint64_t>(changes));
    }
    case ScheduleKind::cosine: {
      if (epoch >= c.schedule_epochs) return c.schedule_factor;
      if (images == 0) return 1.0;
      const double t = static_cast<double>(presentations) / static_cast<double>(images * c.schedule_epochs);
      return c.schedule_factor + (1.0 - c.schedule_factor) * (0.5 * (1.0 + cos_of_half_turns(t)));
    }
    case ScheduleKind::burda: {
      double scale = 1.0;
      for (const ScheduleStage& stage : kBurdaStages) {
        if (stage.first_epoch <= epoch) scale = stage.factor;
      }
      return scale;
    }
  }
  return 1.0;
}

}  // namespace

std::string_view schedule_name(ScheduleKind kind) {
  return std::find_if(kNames.begin(), kNames.end(), [kind](const Name& one) { return one.kind == kind; })->name;
}

std::vector<std::string_view> schedule_names() {
  std::vector<std::string_view> names;
  for (const Name& one : kNames) names.push_back(one.name);
  return names;
}

ScheduleKind schedule_from_name(std::string_view name) {
  for (const Name& one : kNames) {
    if (one.name == name) return one.kind;
  }
  throw_unknown_name("schedule", schedule_names(), name);
}

double cos_of_half_turns(double t) {
  constexpr double kPi = 3.14159265358979323846;
  // cos π(1 − t) = −cos πt, and cos πt = sin π(½ − t): the argument of the series is at most π/4, so that the first
  // term left out is below 2^−56.
  if (t > 0.5) return -cos_of_half_turns(1.0 - t);
  const bool is_sine = t > 0.25;
  const double x = (is_sine ? 0.5 - t : t) * kPi, minus_x2 = -(x * x);
  double sum = 1.0;
  for (int k = is_sine ? 17 : 16; k > 1; k -= 2) sum = 1.0 + sum * (minus_x2 / static_cast<double>(k * (k - 1)));
  return is_sine ? x * sum : sum;
}

// Without a warm-up, and for the constant schedule, the rate is exactly learning_rate: files of earlier versions resume
// with the same bits.
double learning_rate_at(const TrainingConfig& config, std::uint64_t step, std::uint64_t presentations,
                        std::uint64_t images) {
  const std::uint64_t warmup = config.learning_rate_warmup_steps;
  double rate = config.learning_rate;
  if (step < warmup) rate *= static_cast<double>(step + 1) / static_cast<double>(warmup);
  return rate * scale_at(config, presentations, images);
}

void validate_schedule(const TrainingConfig& c) {
  const std::string_view name = schedule_name(c.schedule);
  const bool is_steps = c.schedule == ScheduleKind::steps, is_cosine = c.schedule == ScheduleKind::cosine;
  const auto excluded = [name](const char* setting, const auto& got) {
    throw ArgumentError(ErrorCode::schedule_excludes, {{"setting", setting}, {"schedule", name}, {"got", got}});
  };
  if (!is_steps && !is_cosine) {
    if (c.schedule_epochs != 0) excluded("schedule_epochs", c.schedule_epochs);
    if (c.schedule_factor != 0.0) excluded("schedule_factor", c.schedule_factor);
  }
  if (!is_steps && !c.schedule_at.empty()) excluded("schedule_at", list_text(c.schedule_at));
  if (is_cosine && c.schedule_epochs == 0) {
    throw ArgumentError(ErrorCode::schedule_needs_epochs,
                        {{"schedule", name}, {"most", kMaxScheduleEpochs}, {"got", c.schedule_epochs}});
  }
  if (!is_steps) return;
  if (c.schedule_at.empty() == (c.schedule_epochs == 0)) {
    throw ArgumentError(ErrorCode::schedule_steps_when,
                        {{"epochs", c.schedule_epochs}, {"list", list_text(c.schedule_at)}});
  }
  if (c.schedule_factor == 0.0) {
    throw ArgumentError(ErrorCode::schedule_needs_factor, {{"schedule", name}, {"got", c.schedule_factor}});
  }
  if (c.schedule_at.empty()) return;
  const bool rises =
      std::adjacent_find(c.schedule_at.begin(), c.schedule_at.end(), std::greater_equal<>()) == c.schedule_at.end();
  if (!rises || c.schedule_at.front() < 1 || c.schedule_at.back() > kMaxScheduleEpochs ||
      c.schedule_at.size() > kMaxScheduleChanges) {
    throw ArgumentError(
        ErrorCode::schedule_at_order,
        {{"count", kMaxScheduleChanges}, {"most", kMaxScheduleEpochs}, {"got", quote(list_text(c.schedule_at))}});
  }
}

}  // namespace latentpad
