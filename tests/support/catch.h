// The only include of the test framework, so that its version can be changed in one place.
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

/// The framework's numeric matchers cannot be combined and returned, since a combination has references to its parts.
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

/// For CHECK_THAT: the number differs from `target` by at most `relative` times its magnitude or `absolute`.
inline WithinMargin near(double target, double relative, double absolute = 0.0) {
  return {target, std::max(relative * std::abs(target), absolute)};
}

/// The message of the exception that `action` throws; exceptions of other types propagate and fail the test.
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
