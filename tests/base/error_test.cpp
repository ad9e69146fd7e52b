#include "base/error.h"

#include <cmath>
#include <set>

#include "support/catch.h"

namespace latentpad::test::error_test {

TEST_CASE("an error message has its parameters filled in, and its code is in camel case") {
  const ArgumentError error(ErrorCode::setting_out_of_range,
                            {{"setting", "beta"}, {"least", 0}, {"most", 1000}, {"got", 0.1}});
  CHECK(std::string(error.what()) == "beta: expected a number from 0 to 1000, got 0.1");
  CHECK(error_code_name(error.code()) == "settingOutOfRange");
}

TEST_CASE("numbers in an error message are written in full") {
  const auto got = [](auto number) {
    return error_message(ErrorCode::invalid_argument, {{"function", "f"}, {"expected", "e"}, {"got", number}});
  };
  CHECK(got(65536000) == "f: expected e, got 65536000");
  CHECK(got(-3) == "f: expected e, got -3");
  CHECK(got(1e300) == "f: expected e, got 1e+300");
  CHECK(got(NAN) == "f: expected e, got nan");
  CHECK(got(0.30000001192092896) == "f: expected e, got 0.30000001192092896");
}

TEST_CASE("every error code has a unique name and a message") {
  std::set<std::string> names;
  for (const ErrorCode code : all_error_codes()) {
    CHECK(names.insert(error_code_name(code)).second);
    CHECK(!error_code_text(code).empty());
  }
}

TEST_CASE("an error that is the reason of another error keeps its code and parameters") {
  const ArgumentError inner(ErrorCode::iwae_needs_posterior, {{"got", "made"}});
  const ArgumentError outer(ErrorCode::in_settings, {{"part", "training"}, {"reason", inner}});
  CHECK(std::string(outer.what()) == std::string("training.") + inner.what());
  REQUIRE(outer.params().size() == 2);
  const auto& reason = std::get<std::shared_ptr<const ErrorReason>>(outer.params()[1].value);
  CHECK(reason->code == ErrorCode::iwae_needs_posterior);
  CHECK(std::get<std::string>(reason->params.at(0).value) == "made");
  // Also after the original is destroyed.
  const auto copy = [] {
    const ArgumentError gone(ErrorCode::digits_choice, {{"got", "[]"}});
    return ErrorParam("reason", gone);
  }();
  CHECK(std::get<std::shared_ptr<const ErrorReason>>(copy.value)->code == ErrorCode::digits_choice);
}

TEST_CASE("an unknown name is quoted, cut at forty bytes, with the known names") {
  const std::string message = message_of<ArgumentError>([] { throw_unknown_name("pixels", {"a", "b"}, "gr\ney"); });
  CHECK(message == "pixels: expected one of \"a\", \"b\", got \"gr?ey\"");
  const std::string cut = message_of<ArgumentError>([] { throw_unknown_name("pixels", {"a"}, std::string(99, 'x')); });
  CHECK(cut == "pixels: expected one of \"a\", got \"" + std::string(40, 'x') + "…\"");
}

}  // namespace latentpad::test::error_test
