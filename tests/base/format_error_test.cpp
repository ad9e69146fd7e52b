#include "base/format_error.h"

#include "support/catch.h"

namespace latentpad::test::format_error_test {

TEST_CASE("A quotation is at most 60 characters long") {
  CHECK(quote("fc1.weight") == "\"fc1.weight\"");
  CHECK(quote("") == "\"\"");
  CHECK(quote(std::string(60, 'x')) == "\"" + std::string(60, 'x') + "\"");
  CHECK(quote(std::string(10'000, 'x')) == "\"" + std::string(60, 'x') + "…\"");
}

TEST_CASE("Control characters are not quoted") {
  CHECK(quote(std::string("a\nb\0c\x7f\x1b[31m", 11)) == "\"a?b?c??[31m\"");
}

TEST_CASE("A quotation is not cut within a character") {
  // After 59, 58 or 57 letters the cut falls into the umlaut, the euro sign or the clef.
  CHECK(quote(std::string(59, 'x') + "ü" + "yz") == "\"" + std::string(59, 'x') + "…\"");
  CHECK(quote(std::string(58, 'x') + "€" + "yz") == "\"" + std::string(58, 'x') + "…\"");
  CHECK(quote(std::string(57, 'x') + "𝄞" + "yz") == "\"" + std::string(57, 'x') + "…\"");
}

TEST_CASE("A character that ends where the quotation ends is kept") {
  CHECK(quote(std::string(58, 'x') + "ü" + "yz") == "\"" + std::string(58, 'x') + "ü…\"");
}

}  // namespace latentpad::test::format_error_test
