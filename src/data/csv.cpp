#include "data/csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "data/data_error.h"
#include "data/text.h"

namespace latentpad::data {
namespace {

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text;
}

/// Reads rows of cells one after the other.
class Rows {
 public:
  Rows(std::string_view text, char separator) : rest_(text), separator_(separator) {}

  /// Whether there was a row; its cells are in cells().
  bool next() {
    if (rest_.empty()) return false;
    cells_.clear();
    quoted_.clear();
    for (;;) {
      cells_.push_back(rest_.starts_with('"') ? quoted_cell() : plain_cell());
      if (rest_.empty()) break;
      const char end = rest_[0];
      rest_.remove_prefix(end == '\r' && rest_.size() > 1 && rest_[1] == '\n' ? 2 : 1);
      if (end != separator_) break;
      // A separator at the end of the file is followed by an empty cell.
      if (rest_.empty()) {
        cells_.emplace_back();
        break;
      }
    }
    return true;
  }

  const std::vector<std::string_view>& cells() const { return cells_; }

  /// Whether all cells are blank, as in an empty line.
  bool is_blank() const {
    return std::all_of(cells_.begin(), cells_.end(), [](std::string_view cell) { return trim(cell).empty(); });
  }

 private:
  bool ends_cell(char c) const { return c == separator_ || c == '\n' || c == '\r'; }

  std::string_view plain_cell() {
    std::size_t size = 0;
    while (size < rest_.size() && !ends_cell(rest_[size])) ++size;
    const std::string_view cell = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return cell;
  }

  /// "" within quotes is one; what follows the closing quote belongs to the cell too.
  std::string_view quoted_cell() {
    std::string text;
    std::size_t at = 1;
    for (; at < rest_.size(); ++at) {
      if (rest_[at] == '"') {
        if (at + 1 == rest_.size() || rest_[at + 1] != '"') break;
        ++at;
      }
      text += rest_[at];
    }
    rest_.remove_prefix(std::min(at + 1, rest_.size()));
    text += plain_cell();
    // A list, so that the cells' texts stay where they are.
    quoted_.push_back(std::make_unique<std::string>(std::move(text)));
    return *quoted_.back();
  }

  std::string_view rest_;
  char separator_;
  std::vector<std::string_view> cells_;
  std::vector<std::unique_ptr<std::string>> quoted_;
};

/// The separator by which the first ten rows have the most cells, and as evenly as any: Papa Parse's rule, which the
/// page uses.
char separator_of(std::string_view text) {
  constexpr int kRows = 10;
  char best = ',';
  std::optional<double> least_change, most_cells;
  for (const char separator : {',', '\t', ';'}) {
    Rows rows(text, separator);
    double change = 0.0, cells = 0.0, count = 0.0;
    std::optional<double> previous;
    for (int row = 0; row < kRows && rows.next(); ++row) {
      if (rows.is_blank()) continue;
      const auto size = static_cast<double>(rows.cells().size());
      cells += size;
      count += 1.0;
      if (previous) change += std::abs(size - *previous);
      previous = size;
    }
    if (count > 0.0) cells /= count;
    if ((!least_change || change <= *least_change) && (!most_cells || cells > *most_cells) && cells > 1.99) {
      least_change = change;
      most_cells = cells;
      best = separator;
    }
  }
  return best;
}

/// The finite decimal number that the cell is, without the whitespace around it.
std::optional<double> number_in(std::string_view cell) {
  cell = trim(cell);
  if (cell.size() <= 3 && !cell.empty()) {  // most cells are such bytes
    int value = 0;
    for (const char c : cell) {
      if (c < '0' || c > '9') {
        value = -1;
        break;
      }
      value = 10 * value + (c - '0');
    }
    if (value >= 0) return value;
  }
  if (cell.starts_with('+')) {
    cell.remove_prefix(1);
    if (cell.starts_with('-')) return std::nullopt;
  }
  double value = 0.0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (end != cell.data() + cell.size() || cell.empty()) return std::nullopt;
  // Beyond the range of double, strtod distinguishes too small, which is 0, from too large, which is no number.
  if (error == std::errc::result_out_of_range) value = std::strtod(std::string(cell).c_str(), nullptr);
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

bool names_label(std::string_view header) {
  const std::string name = lower(header);
  for (const std::string_view word : {"label", "class", "target", "digit", "letter", "character", "y"}) {
    if (name == word) return true;
  }
  return false;
}

/// The size at the end of a column's name: 28x20 are 28 rows of 20 pixels.
std::optional<std::vector<std::uint64_t>> size_in(std::string_view header) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t right = header.size();
  while (right > 0 && is_digit(header[right - 1])) --right;
  if (right == header.size() || right < 2 || header[right - 1] != 'x') return std::nullopt;
  std::size_t left = right - 1;
  while (left > 0 && is_digit(header[left - 1])) --left;
  if (left == right - 1) return std::nullopt;
  std::vector<std::uint64_t> sides(2);
  const auto read = [](std::string_view text, std::uint64_t& side) {
    return std::from_chars(text.data(), text.data() + text.size(), side).ec == std::errc();
  };
  if (!read(header.substr(left, right - 1 - left), sides[0]) || !read(header.substr(right), sides[1])) return {};
  return sides;
}

/// The numbers of all rows, as bytes while all are whole numbers from 0 to 255.
class Table {
 public:
  void add(const std::vector<double>& row) {
    const auto is_byte = [](double value) { return value >= 0.0 && value <= 255.0 && value == std::floor(value); };
    if (floats_.empty() && std::all_of(row.begin(), row.end(), is_byte)) {
      for (const double value : row) bytes_.push_back(static_cast<std::uint8_t>(value));
      return;
    }
    if (floats_.empty()) {
      floats_.assign(bytes_.begin(), bytes_.end());
      bytes_ = {};
    }
    for (const double value : row) floats_.push_back(static_cast<float>(value));
  }

  /// Without the column of the label.
  Values pixels(std::size_t columns, std::optional<std::size_t> label) {
    if (floats_.empty()) return without(std::move(bytes_), columns, label);
    return without(std::move(floats_), columns, label);
  }

 private:
  template <typename Value>
  static std::vector<Value> without(std::vector<Value> values, std::size_t columns, std::optional<std::size_t> label) {
    if (!label) return values;
    std::size_t to = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i % columns != *label) values[to++] = values[i];
    }
    values.resize(to);
    return values;
  }

  std::vector<std::uint8_t> bytes_;
  std::vector<float> floats_;
};

struct Column {
  std::vector<std::string> cells;

  bool differs() const {
    return std::any_of(cells.begin(), cells.end(), [this](const std::string& cell) { return cell != cells[0]; });
  }
};

std::optional<std::size_t> label_column(const std::vector<std::string>& header, std::size_t columns,
                                        const Column& first, const Column& last) {
  if (!header.empty() && names_label(header.front())) return 0;
  if (!header.empty() && names_label(header.back())) return columns - 1;
  if (columns == 0 || !is_square(columns - 1)) return std::nullopt;
  // A corner pixel is blank in nearly every image, and a label is not the same in all.
  return !first.differs() && last.differs() ? columns - 1 : 0;
}

}  // namespace

bool is_csv(std::span<const std::uint8_t> bytes) {
  const auto is_text = [](std::uint8_t byte) { return byte >= 32 || (byte >= 9 && byte <= 13); };
  const auto head = bytes.first(std::min<std::size_t>(bytes.size(), 512));
  if (bytes.empty() || !std::all_of(head.begin(), head.end(), is_text)) return false;
  std::string_view text = text_of(bytes.first(std::min<std::size_t>(bytes.size(), 2048)));
  const std::string_view start = trim(text.substr(0, 64));
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  if (start.starts_with('<') || start.starts_with('{')) return false;
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  return std::count_if(line.begin(), line.end(), [](char c) { return c == ',' || c == ';' || c == '\t'; }) >= 2;
}

std::vector<NamedArray> read_csv(const std::string& name, std::span<const std::uint8_t> bytes) {
  const std::string_view text = text_of(bytes);
  Rows rows(text, separator_of(text));
  std::vector<std::string> header;
  std::size_t columns = 0, line = 0, count = 0;
  /// The first cell of each column that is no number: only a label may be one.
  struct Text {
    std::size_t column, line;
    std::string cell;
  };
  std::vector<Text> texts;
  Table table;
  Column first, last;
  std::vector<double> row;
  while (rows.next()) {
    if (rows.is_blank()) continue;
    const std::vector<std::string_view>& cells = rows.cells();
    ++line;
    if (columns == 0) {
      columns = cells.size();
      const auto is_number = [](std::string_view cell) { return number_in(cell).has_value(); };
      if (columns > 2 && !std::all_of(cells.begin() + 1, cells.end() - 1, is_number)) {
        for (const std::string_view cell : cells) header.emplace_back(trim(cell));
        continue;
      }
    }
    if (cells.size() != columns) {
      throw DataError(name + ": row " + std::to_string(line) + " has " + std::to_string(cells.size()) +
                      " cells, but the first has " + std::to_string(columns) +
                      "; expected one image with all its pixels in each row");
    }
    row.clear();
    for (std::size_t column = 0; column < columns; ++column) {
      const std::optional<double> value = number_in(cells[column]);
      row.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
      if (value) continue;
      const auto is_same = [column](const Text& one) { return one.column == column; };
      if (std::any_of(texts.begin(), texts.end(), is_same)) continue;
      // Only the first and the last column may have texts.
      texts.push_back({column, line, std::string(cells[column].substr(0, 20))});
      if (texts.size() > 2) break;
    }
    if (texts.size() > 2) break;
    table.add(row);
    ++count;
    first.cells.emplace_back(trim(cells.front()));
    last.cells.emplace_back(trim(cells.back()));
  }
  const std::optional<std::size_t> label = label_column(header, columns, first, last);
  const std::size_t pixels = label ? columns - 1 : columns;
  std::vector<std::uint64_t> shape = {0, pixels};
  if (!header.empty()) {
    const std::size_t last_pixel = label && *label == columns - 1 ? columns - 2 : columns - 1;
    const auto sides = size_in(header[last_pixel]);
    if (sides && (*sides)[0] <= pixels && (*sides)[1] <= pixels && (*sides)[0] * (*sides)[1] == pixels) {
      shape = {0, (*sides)[0], (*sides)[1]};
    }
  }
  if (shape.size() == 2 && !is_square(pixels)) {
    throw DataError(name +
                    ": expected one image in each row: 16 to 4096 pixels of a square, with or without a label; "
                    "got " +
                    std::to_string(columns) +
                    " columns. For images that are not square, name the last pixel's column with height and width, "
                    "such as 20x12");
  }
  for (const Text& one : texts) {
    if (one.column == label) continue;
    throw DataError(name + ": row " + std::to_string(one.line) + ", column " + std::to_string(one.column + 1) +
                    ": expected a number, got " + quote(one.cell) +
                    "; only the first or the last column may be a label");
  }
  if (count == 0) throw DataError(name + ": expected at least one row with an image, got none");
  shape[0] = count;
  std::vector<NamedArray> arrays;
  arrays.push_back({name, shape, table.pixels(columns, label)});
  if (label) arrays.push_back({name, {count}, std::move(*label == 0 ? first.cells : last.cells)});
  return arrays;
}

}  // namespace latentpad::data
