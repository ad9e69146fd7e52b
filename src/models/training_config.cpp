#include "models/training_config.h"

#include <algorithm>
#include <functional>

#include "base/error.h"
#include "models/settings.h"

namespace latentpad {

void validate(const TrainingConfig& c) {
  for_each_training_number(
      [&](const auto& number) { expect_within(number.setting, static_cast<double>(number.of(c))); });
  if (c.objective == ObjectiveKind::iwae) {
    const auto samples = static_cast<double>(c.importance_samples);
    const NumberSetting& setting = kImportanceSamplesSetting;
    if (samples < setting.min || samples > setting.max) {
      throw ArgumentError(ErrorCode::iwae_samples, {{"least", setting.min}, {"most", setting.max}, {"got", samples}});
    }
    if (c.beta != 1.0 || c.beta_warmup_steps != 0) {
      throw ArgumentError(ErrorCode::iwae_beta, {{"got", c.beta}, {"warmup", c.beta_warmup_steps}});
    }
  } else if (c.importance_samples != 1) {
    throw ArgumentError(ErrorCode::elbo_samples, {{"got", c.importance_samples}});
  }
  expect_whole_shards(c.batch_size, c.shards);
  expect_estimator_of(c.objective, c.estimator);
  validate_schedule(c);
  expect_within(kSeedSetting, static_cast<double>(c.seed));
  const bool rising = std::adjacent_find(c.digits.begin(), c.digits.end(), std::greater_equal<>()) == c.digits.end();
  if (c.digits.empty() || !rising || c.digits.back() > 9) {
    throw ArgumentError(ErrorCode::digits_choice, {{"got", list_text(c.digits)}});
  }
}

void copy_schedule(const TrainingConfig& from, TrainingConfig& to) {
  to.schedule = from.schedule;
  to.schedule_epochs = from.schedule_epochs;
  to.schedule_factor = from.schedule_factor;
  to.schedule_at = from.schedule_at;
}

void expect_whole_shards(Index batch_size, Index shards) {
  if (batch_size % shards == 0) return;
  throw ArgumentError(ErrorCode::shards_of_batch, {{"batch", batch_size}, {"got", shards}});
}

}  // namespace latentpad
