#include "models/training_config.h"

#include <algorithm>
#include <concepts>
#include <functional>
#include <type_traits>

#include "base/error.h"

namespace latentpad {
namespace {

template <std::integral Value>
void expect_count(const char* setting, Value value, std::type_identity_t<Value> least,
                  std::type_identity_t<Value> most) {
  if (value >= least && value <= most) return;
  throw ArgumentError(ErrorCode::count_out_of_range,
                      {{"setting", setting}, {"least", least}, {"most", most}, {"got", value}});
}

}  // namespace

void validate(const TrainingConfig& c) {
  expect_count("batch_size", c.batch_size, 1, 65536);
  // Both comparisons are written so that NaN fails them.
  if (!(c.learning_rate > 0.0 && c.learning_rate <= 1.0)) {
    throw ArgumentError(ErrorCode::setting_not_above,
                        {{"setting", "learning_rate"}, {"above", 0}, {"most", 1}, {"got", c.learning_rate}});
  }
  if (!(c.beta >= 0.0 && c.beta <= 1000.0)) {
    throw ArgumentError(ErrorCode::setting_out_of_range,
                        {{"setting", "beta"}, {"least", 0}, {"most", 1000}, {"got", c.beta}});
  }
  expect_count("beta_warmup_steps", c.beta_warmup_steps, 0, 1'000'000'000);
  if (c.objective == ObjectiveKind::iwae) {
    if (c.importance_samples < 2 || c.importance_samples > 1000) {
      throw ArgumentError(ErrorCode::iwae_samples, {{"least", 2}, {"most", 1000}, {"got", c.importance_samples}});
    }
    if (c.beta != 1.0 || c.beta_warmup_steps != 0) {
      throw ArgumentError(ErrorCode::iwae_beta, {{"got", c.beta}, {"warmup", c.beta_warmup_steps}});
    }
  } else if (c.importance_samples != 1) {
    throw ArgumentError(ErrorCode::elbo_samples, {{"got", c.importance_samples}});
  }
  expect_count("seed", c.seed, 0, 0xffffffffu);
  const bool rising = std::adjacent_find(c.digits.begin(), c.digits.end(), std::greater_equal<>()) == c.digits.end();
  if (c.digits.empty() || !rising || c.digits.back() > 9) {
    throw ArgumentError(ErrorCode::digits_choice, {{"got", list_text(c.digits)}});
  }
}

}  // namespace latentpad
