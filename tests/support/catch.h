// The test framework, included nowhere else, so that another version of it is one edit.
#pragma once

#ifdef __EMSCRIPTEN__
#define CATCH_CONFIG_NO_POSIX_SIGNALS
#endif
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

namespace latentpad::test {

/// For CHECK_THAT: the text contains `part`.
inline auto contains(const std::string& part) { return Catch::Matchers::Contains(part); }

/// The framework's own matchers of numbers cannot be combined and returned: a combination keeps references to its
/// parts.
class WithinMargin : public Catch::MatcherBase<double> {
 public:
  WithinMargin(double target, double margin) : target_(target), margin_(margin) {}

  // NaN fails.
  bool match(const double& value) const override { return std::abs(value - target_) <= margin_; }

  std::string describe() const override {
    return "is within " + Catch::Detail::stringify(margin_) + " of " + Catch::Detail::stringify(target_);
  }

 private:
  double target_, margin_;
};

/// For CHECK_THAT: the number is `target`, give or take `relative` of its size or `absolute`, whichever is more.
inline WithinMargin near(double target, double relative, double absolute = 0.0) {
  return {target, std::max(relative * std::abs(target), absolute)};
}

/// The message of the exception that `action` throws; another type of exception passes through and fails the test.
template <typename Exception, typename Action>
std::string message_of(const Action& action) {
  try {
    action();
  } catch (const Exception& exception) {
    return exception.what();
  }
  return "(nothing was thrown)";
}

}  // namespace latentpad::test
