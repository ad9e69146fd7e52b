#include "data/csv.h"

#include "data/data_error.h"
#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::data_csv_test {

using data::DataError;

namespace {

/// `cells` joined by `separator`, each line ending in `end`.
std::string line(const std::vector<std::string>& cells, const std::string& separator = ",",
                 const std::string& end = "\n") {
  std::string text;
  for (const std::string& cell : cells) text += (text.empty() ? "" : separator) + cell;
  return text + end;
}

/// The pixels first, first + 1, … as texts.
std::vector<std::string> pixels(int first, int count) {
  std::vector<std::string> cells;
  for (int i = 0; i < count; ++i) cells.push_back(std::to_string(first + i));
  return cells;
}

std::vector<std::string> with_label(const std::string& label, std::vector<std::string> cells) {
  cells.insert(cells.begin(), label);
  return cells;
}

std::vector<data::NamedArray> read(const std::string& text) { return data::read_csv("a.csv", bytes_of(text)); }
std::string fault(const std::string& text) {
  return message_of<DataError>([&] { read(text); });
}

const Bytes& bytes_in(const data::NamedArray& array) { return std::get<Bytes>(array.values); }
const std::vector<std::string>& texts_in(const data::NamedArray& array) {
  return std::get<std::vector<std::string>>(array.values);
}

}  // namespace

TEST_CASE("CSV with each separator and line end is read, with and without a header") {
  for (const std::string separator : {",", ";", "\t"}) {
    for (const std::string end : {"\n", "\r\n", "\r"}) {
      std::string text = line(with_label("3", pixels(0, 16)), separator, end) +
                         line(with_label("7", pixels(100, 16)), separator, end) + end;
      for (const bool has_header : {false, true}) {
        if (has_header) text = line(with_label("label", std::vector<std::string>(16, "pixel")), separator, end) + text;
        const auto arrays = read(text);
        REQUIRE(arrays.size() == 2);
        CHECK(arrays[0].shape == std::vector<std::uint64_t>{2, 16});
        CHECK(bytes_in(arrays[0])[17] == 101);
        CHECK(texts_in(arrays[1]) == std::vector<std::string>{"3", "7"});
      }
    }
  }
}

TEST_CASE("The column of the label is named by the header, or is what the pixels leave") {
  std::vector<std::string> header = pixels(0, 16);
  for (std::string& name : header) name = "p" + name;
  header.push_back("Class");
  std::vector<std::string> row = pixels(0, 16);
  row.push_back("b");
  CHECK(texts_in(read(line(header) + line(row)).at(1)) == std::vector<std::string>{"b"});
  // Without a header: the first column, unless it is constant and the last is not.
  std::vector<std::string> other = pixels(0, 16);
  other.push_back("c");
  CHECK(texts_in(read(line(row) + line(other)).at(1)) == std::vector<std::string>{"b", "c"});
  CHECK(read(line(pixels(0, 16)) + line(pixels(1, 16))).size() == 1);
  CHECK(texts_in(read(line(with_label("1", pixels(0, 16))) + line(with_label("2", pixels(0, 16)))).at(1)) ==
        std::vector<std::string>{"1", "2"});
}

TEST_CASE("A size at the end of the header is height x width") {
  std::vector<std::string> header = {"label"};
  for (int y = 1; y <= 4; ++y)
    for (int x = 1; x <= 6; ++x) header.push_back(std::to_string(y) + "x" + std::to_string(x));
  const auto arrays = read(line(header) + line(with_label("1", pixels(0, 24))));
  CHECK(arrays[0].shape == std::vector<std::uint64_t>{1, 4, 6});
  CHECK_THAT(fault(line(with_label("1", pixels(0, 20)))), contains("got 21 columns"));
}

TEST_CASE("CSV numbers may have decimals, signs, exponents and spaces; quoted texts may have separators") {
  const auto arrays = read(line(with_label("\"a,\"\"b\"", {" 0.5 ", "+1", "2.", ".5", "1e-1", "1E2", "0", "255", "1",
                                                           "1", "1", "1", "1", "1", "1", "1e-999"})));
  const auto& values = std::get<std::vector<float>>(arrays[0].values);
  CHECK(values[0] == 0.5f);
  CHECK(values[2] == 2.0f);
  CHECK(values[4] == 0.1f);
  CHECK(values[5] == 100.0f);
  CHECK(values[15] == 0.0f);
  CHECK(texts_in(arrays[1])[0] == "a,\"b");
}

TEST_CASE("CSV errors state the row, the column and the cell") {
  std::vector<std::string> row = pixels(0, 17);
  CHECK_THAT(fault(line(row) + line(pixels(0, 16))), contains("row 2 has 16 cells, but the first has 17"));
  std::vector<std::string> wrong = row;
  wrong[5] = "x";
  CHECK_THAT(fault(line(row) + line(wrong)), contains("row 2, column 6: expected a number, got \"x\""));
  for (const std::string bad : {"", "1e999", "nan", "inf", "0,5", "1 2", "--1", "+-1"}) {
    wrong[5] = "\"" + bad + "\"";
    INFO(bad);
    CHECK_THAT(fault(line(row) + line(wrong)), contains("column 6: expected a number"));
  }
  CHECK_THAT(fault("label" + std::string(16, ',') + "\n"), contains("at least one row"));
  CHECK_THAT(fault(line(pixels(0, 18))), contains("got 18 columns"));
}

TEST_CASE("CSV is recognised by text with separators in its first line") {
  CHECK(data::is_csv(bytes_of("1,2,3\n")));
  CHECK(data::is_csv(bytes_of("\n\n1;2;3\n")));
  CHECK(data::is_csv(bytes_of("1\t2\t3")));
  CHECK(!data::is_csv(bytes_of("1,2\n")));
  CHECK(!data::is_csv(bytes_of("<html>,,,")));
  CHECK(!data::is_csv(bytes_of(" {\"a\": [1,2,3]}")));
  CHECK(!data::is_csv(bytes_of(std::string("1,2,3\0", 6))));
  CHECK(!data::is_csv({}));
}

TEST_CASE("A CSV file cut off at any length is read or rejected") {
  const std::string text = line(with_label("label", std::vector<std::string>(16, "p"))) +
                           line(with_label("\"a,b\"", pixels(0, 16))) + line(with_label("c", pixels(9, 16)));
  int read_count = 0;
  for (std::size_t size = 3; size < text.size(); ++size) {
    try {
      read(text.substr(0, size));
      ++read_count;
    } catch (const DataError&) {
      // The expected error.
    }
  }
  CHECK(read_count > 0);
}

}  // namespace latentpad::test::data_csv_test
