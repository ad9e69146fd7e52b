#include "data/classes.h"

#include "data/data_error.h"
#include "data/text.h"
#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::data_classes_test {

using data::classes_of;
using data::DataError;
using data::Label;
using Names = std::vector<std::string>;

namespace {

std::vector<Label> numbers(double first, double last) {
  std::vector<Label> labels;
  for (double value = first; value <= last; value += 1.0) labels.emplace_back(value);
  return labels;
}

}  // namespace

TEST_CASE("Whole numbers 0 to 9 remain the classes they are") {
  const data::Classes classes = classes_of("a", {7.0, 0.0, std::string("3"), std::string("7.0"), -0.0});
  CHECK(classes.labels == Bytes{7, 0, 3, 7, 0});
  CHECK(classes.names == Names{"0", "1", "2", "3", "4", "5", "6", "7"});
}

TEST_CASE("Other labels are numbered in order: numbers by size, texts by their characters") {
  CHECK(classes_of("a", {10.0, 9.0, 100.0, -1.0}).names == Names{"-1", "9", "10", "100"});
  CHECK(classes_of("a", {10.0, 9.0, 100.0, -1.0}).labels == Bytes{2, 1, 3, 0});
  CHECK(classes_of("a", {std::string("b"), std::string("a"), std::string("B"), std::string("a")}).labels ==
        Bytes{2, 1, 0, 1});
  // UTF-16 code units: U+1D4B3 is D835 DCB3, before U+FF21; the bytes of UTF-8 have the other order.
  CHECK(classes_of("a", {std::string("\xef\xbc\xa1"), std::string("\xf0\x9d\x92\xb3")}).labels == Bytes{1, 0});
  CHECK(data::utf16_less("a", "ab"));
  // Numbers and texts: an order that is not transitive gives some order.
  CHECK(classes_of("a", {9.0, 10.0, std::string("1a")}).names.size() == 3);
}

TEST_CASE("EMNIST's and Fashion-MNIST's classes have their names") {
  CHECK(classes_of("emnist-letters-train", numbers(1, 26)).names[25] == "Z");
  CHECK(classes_of("emnist-letters-train", numbers(1, 26)).labels[25] == 25);
  CHECK(classes_of("EMNIST-balanced", numbers(0, 46)).names[36] == "a");
  CHECK(classes_of("emnist-balanced", numbers(0, 46)).names[46] == "t");
  CHECK(classes_of("emnist-byclass", numbers(0, 61)).names[61] == "z");
  CHECK(classes_of("emnist-digits", numbers(0, 9)).names[9] == "9");
  CHECK(classes_of("fashion-mnist", numbers(0, 9)).names[9] == "Ankle boot");
}

TEST_CASE("More than 62 classes and fractions are rejected") {
  CHECK(classes_of("a", numbers(1, 62)).labels[61] == 61);
  CHECK_THAT(message_of<DataError>([] { classes_of("a", numbers(1, 63)); }),
             contains("a: expected labels of at most 62"));
  CHECK_THAT(message_of<DataError>([] { classes_of("a", {0.5}); }),
             contains("expected whole numbers or texts as labels, got 0.5"));
  CHECK_THAT(message_of<DataError>([] { classes_of("a", {std::nan("")}); }), contains("got nan"));
  CHECK(classes_of("a", {std::string("0.5"), std::string("")}).names == Names{"", "0.5"});
}

}  // namespace latentpad::test::data_classes_test
