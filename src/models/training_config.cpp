#include "models/training_config.h"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace latentpad {
namespace {

/// Without the zeros at its end. A stream would write it so, but brings 0.1 MB of locales into the page's core.
template <typename Number>
  requires std::is_arithmetic_v<Number>
std::string text_of(Number value) {
  std::string text = std::to_string(value);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

const std::string& text_of(const std::string& text) { return text; }

template <typename Value>
void expect(bool holds, const char* what, const char* expected, Value value) {
  if (holds) return;
  throw std::invalid_argument(std::string(what) + ": expected " + expected + ", got " + text_of(value));
}

std::string list(const std::vector<std::uint32_t>& labels) {
  std::string text = "[";
  for (const std::uint32_t label : labels) {
    if (text.size() > 1) text += ',';
    text += std::to_string(label);
  }
  text += ']';
  return text;
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
