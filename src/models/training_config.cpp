#include "models/training_config.h"

#include <algorithm>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>

namespace latentpad {
namespace {

template <typename Value>
void expect(bool holds, const char* what, const char* expected, Value value) {
  if (holds) return;
  std::ostringstream message;
  message << what << ": expected " << expected << ", got " << value;
  throw std::invalid_argument(message.str());
}

std::string list(const std::vector<std::uint32_t>& labels) {
  std::ostringstream text;
  for (const std::uint32_t label : labels) text << (text.tellp() > 0 ? "," : "[") << label;
  text << (labels.empty() ? "[]" : "]");
  return text.str();
}

}  // namespace

void validate(const TrainingConfig& c) {
  // Each comparison is written so that NaN fails it.
  expect(c.batch_size >= 1 && c.batch_size <= 65536, "batch_size", "a whole number from 1 to 65536", c.batch_size);
  expect(c.learning_rate > 0.0 && c.learning_rate <= 1.0, "learning_rate", "a number above 0 and at most 1",
         c.learning_rate);
  expect(c.beta >= 0.0 && c.beta <= 1000.0, "beta", "a number from 0 to 1000", c.beta);
  expect(c.beta_warmup_steps <= 1'000'000'000, "beta_warmup_steps", "a whole number from 0 to 10^9",
         c.beta_warmup_steps);
  if (c.objective == ObjectiveKind::iwae) {
    expect(c.importance_samples >= 2 && c.importance_samples <= 1000, "importance_samples",
           "a whole number from 2 to 1000 for the objective iwae", c.importance_samples);
    expect(c.beta == 1.0 && c.beta_warmup_steps == 0, "beta", "1 without warm-up for the objective iwae", c.beta);
  } else {
    expect(c.importance_samples == 1, "importance_samples", "1 for the objective elbo", c.importance_samples);
  }
  expect(c.seed <= 0xffffffffu, "seed", "a whole number from 0 to 2^32 - 1", c.seed);
  const bool rising = std::adjacent_find(c.digits.begin(), c.digits.end(), std::greater_equal<>()) == c.digits.end();
  expect(!c.digits.empty() && rising && c.digits.back() <= 9, "digits", "one or more labels from 0 to 9, in rising order",
         list(c.digits));
}

}  // namespace latentpad
