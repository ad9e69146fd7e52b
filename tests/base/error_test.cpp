#include "base/error.h"

#include <cmath>
#include <set>

#include "support/catch.h"

using namespace latentpad;

TEST_CASE("an error's sentence has its parameters filled in, and its code is in camel case") {
  const ArgumentError error(ErrorCode::setting_out_of_range,
                            {{"setting", "beta"}, {"expected", "a number from 0 to 1000"}, {"got", 0.1}});
  CHECK(std::string(error.what()) == "beta: expected a number from 0 to 1000, got 0.1");
  CHECK(error_code_name(error.code()) == "settingOutOfRange");
}

TEST_CASE("numbers in an error's sentence are written out") {
  const auto got = [](auto number) {
    return error_message(ErrorCode::invalid_argument, {{"function", "f"}, {"expected", "e"}, {"got", number}});
  };
  CHECK(got(65536000) == "f: expected e, got 65536000");
  CHECK(got(-3) == "f: expected e, got -3");
  CHECK(got(1e300) == "f: expected e, got 1e+300");
  CHECK(got(NAN) == "f: expected e, got nan");
  CHECK(got(0.30000001192092896) == "f: expected e, got 0.30000001192092896");
}

TEST_CASE("every error code has a name of its own and a sentence") {
  std::set<std::string> names;
  for (const ErrorCode code : all_error_codes()) {
    CHECK(names.insert(error_code_name(code)).second);
    CHECK(!error_code_text(code).empty());
  }
}
