#include "io/strict_json.h"
#include "io/json.h"

#include <string>

#include "base/format_error.h"
#include "support/catch.h"

namespace latentpad::test::strict_json_test {

namespace {

std::string refusal(std::string_view text) {
  return message_of<FormatError>([text] { parse_strict_json(text); });
}

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

}  // namespace

TEST_CASE("Valid JSON is parsed") {
  const nlohmann::json value = parse_strict_json(R"( {"a": [1, -2.5, true, null], "b": {"c": "ü\u0041"}} )");
  CHECK(value["a"][1] == -2.5);
  CHECK(value["a"][3].is_null());
  CHECK(value["b"]["c"] == "üA");
}

TEST_CASE("Invalid JSON is a FormatError") {
  for (const char* text : {"", " ", "{", "[1,]", "{\"a\":1,}", "{'a':1}", "nul", "NaN", "[Infinity]", "[01]", "[1] x",
                           "{} {}", "// note\n1", "\"\\x\"", "\"\t\"", "[1e999]", "{\"a\"}", "{1:2}"}) {
    CAPTURE(text);
    CHECK_THAT(refusal(text), contains("not valid JSON"));
  }
}

TEST_CASE("Invalid UTF-8 is a FormatError") {
  // A lone byte, an overlong slash, a surrogate, a truncated sequence, and a code point beyond Unicode.
  for (const char* text : {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xe2\x82\"", "\"\xf4\x90\x80\x80\""}) {
    CHECK_THAT(refusal(text), contains("not valid JSON"));
  }
}

TEST_CASE("Text after a NUL byte is not ignored, but rejected") {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {"{}\0"sv, "{}\0<html>"sv, "{\"a\":1}\0\xff\xfe"sv, "\0"sv, "\0{}"sv, "[1,\0 2]"sv, "\"a\0b\""sv}) {
    CHECK_THAT(refusal(text), contains("not valid JSON: a NUL byte at position"));
  }
  // An escaped NUL is an ordinary character.
  CHECK(parse_strict_json(R"("a\u0000b")").get<std::string>() == "a\0b"sv);
}

TEST_CASE("Duplicate keys are rejected at every depth, also with different escapes") {
  CHECK_THAT(refusal(R"({"a": 1, "a": 1})"), contains("duplicate key \"a\""));
  CHECK_THAT(refusal(R"({"x": [{"b": 1, "c": 2, "b": 3}]})"), contains("duplicate key \"b\""));
  CHECK_THAT(refusal(R"({"a": 1, "\u0061": 2})"), contains("duplicate key \"a\""));
  CHECK_THAT(refusal(R"({"": 1, "": 2})"), contains("duplicate key"));
  // Equal keys in different objects are not duplicates.
  CHECK_NOTHROW(parse_strict_json(R"([{"a": {"a": 1}}, {"a": 2}])"));
}

TEST_CASE("Nesting is allowed up to the documented depth") {
  CHECK_NOTHROW(parse_strict_json(nested(kMaxJsonDepth)));
  CHECK_THAT(refusal(nested(kMaxJsonDepth + 2)), contains("nested more than 8 deep"));
}

TEST_CASE("A hundred thousand brackets do not overflow the stack") {
  CHECK_THAT(refusal(std::string(100'000, '[')), contains("nested more than"));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  CHECK_THAT(refusal(objects), contains("nested more than"));
}

TEST_CASE("Many objects are parsed in linear time") {
  // Quadratic time would be minutes and exceed ctest's limit: a file of 2 MB must not block a page.
  std::string crowd = "{\"0\":{}";
  for (int i = 1; i < 200'000; ++i) crowd.append(",\"").append(std::to_string(i)).append("\":{}");
  CHECK(parse_strict_json(crowd + "}").size() == 200'000);
  CHECK_THAT(refusal(crowd + ",\"7\":{}}"), contains("duplicate key \"7\""));
}

}  // namespace latentpad::test::strict_json_test
