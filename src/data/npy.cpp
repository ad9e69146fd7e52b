#include "data/npy.h"

#include <charconv>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "data/byte_order.h"
#include "data/data_error.h"
#include "data/text.h"

namespace latentpad::data {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kNpyMagic = "\x93NUMPY"sv;
/// NumPy writes less than 200 bytes.
constexpr std::size_t kMaxHeader = 4096;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// The text behind an occurrence of `key`, whitespace, ":" and whitespace for which `parse` has a result.
template <typename Parse>
auto value_of(std::string_view header, std::string_view key, const Parse& parse) -> decltype(parse(header)) {
  for (std::size_t at = header.find(key); at != std::string_view::npos; at = header.find(key, at + 1)) {
    std::string_view rest = header.substr(at + key.size());
    const auto skip = [&rest] {
      while (!rest.empty() && is_space(rest[0])) rest.remove_prefix(1);
    };
    skip();
    if (rest.empty() || rest[0] != ':') continue;
    rest.remove_prefix(1);
    skip();
    if (auto value = parse(rest)) return value;
  }
  return std::nullopt;
}

/// A type such as '<f4': the byte order, a letter, and the size in bytes, or characters for texts.
struct Type {
  char order = '|', letter = ' ';
  std::string size;
};

std::optional<Type> parse_type(std::string_view text) {
  if (text.size() < 5 || text[0] != '\'') return std::nullopt;
  Type type{text[1], text[2], {}};
  const bool is_letter = (type.letter >= 'a' && type.letter <= 'z') || (type.letter >= 'A' && type.letter <= 'Z');
  if ("<>|="sv.find(type.order) == std::string_view::npos || !is_letter) return std::nullopt;
  std::size_t end = 3;
  while (end < text.size() && is_digit(text[end])) type.size += text[end++];
  if (type.size.empty() || end == text.size() || text[end] != '\'') return std::nullopt;
  return type;
}

std::optional<bool> parse_flag(std::string_view text) {
  if (text.starts_with("True")) return true;
  if (text.starts_with("False")) return false;
  return std::nullopt;
}

std::optional<std::vector<std::uint64_t>> parse_shape(std::string_view text) {
  const std::size_t close = text.find(')');
  if (text.empty() || text[0] != '(' || close == std::string_view::npos) return std::nullopt;
  std::string_view inside = text.substr(1, close - 1);
  std::vector<std::uint64_t> shape;
  while (!inside.empty()) {
    const std::size_t comma = std::min(inside.find(','), inside.size());
    const std::string_view side = trim(inside.substr(0, comma));
    inside.remove_prefix(std::min(comma + 1, inside.size()));
    if (side.empty()) continue;
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(side.data(), side.data() + side.size(), length);
    if (error != std::errc() || end != side.data() + side.size()) return std::nullopt;
    shape.push_back(length);
  }
  return shape;
}

void append_utf8(std::string& text, std::uint32_t point) {
  const auto add = [&text](std::uint32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (point < 0x80) {
    add(point);
  } else if (point < 0x800) {
    add(0xc0 | point >> 6);
    add(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    add(0xe0 | point >> 12);
    add(0x80 | (point >> 6 & 0x3f));
    add(0x80 | (point & 0x3f));
  } else {
    add(0xf0 | point >> 18);
    add(0x80 | (point >> 12 & 0x3f));
    add(0x80 | (point >> 6 & 0x3f));
    add(0x80 | (point & 0x3f));
  }
}

std::vector<std::string> texts(std::span<const std::uint8_t> bytes, std::size_t count, std::size_t length,
                               bool is_little) {
  std::vector<std::string> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = 0; k < length; ++k) {
      const auto point = number_at<std::uint32_t>(bytes.subspan(4 * (i * length + k)), is_little);
      if (point == 0 || point > 0x10ffff) break;
      append_utf8(values[i], point);
    }
  }
  return values;
}

std::optional<Values> numbers(const Type& type, std::span<const std::uint8_t> bytes, std::size_t count) {
  const bool is_little = type.order != '>';
  const std::string kind = type.letter + type.size;
  if (kind == "u1" || kind == "b1") {
    return std::vector<std::uint8_t>(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
  }
  if (kind == "i1") return doubles<std::int8_t>(bytes, count, is_little);
  if (kind == "u2") return doubles<std::uint16_t>(bytes, count, is_little);
  if (kind == "i2") return doubles<std::int16_t>(bytes, count, is_little);
  if (kind == "u4") return doubles<std::uint32_t>(bytes, count, is_little);
  if (kind == "i4") return doubles<std::int32_t>(bytes, count, is_little);
  if (kind == "u8") return doubles<std::uint64_t>(bytes, count, is_little);
  if (kind == "i8") return doubles<std::int64_t>(bytes, count, is_little);
  if (kind == "f4") return doubles<float>(bytes, count, is_little);
  if (kind == "f8") return doubles<double>(bytes, count, is_little);
  return std::nullopt;
}

/// Bytes of a value; 0 for a type that numbers() does not read.
std::uint64_t size_of(const Type& type, std::uint64_t number) {
  if (type.letter == 'U') return 4 * number;
  const bool is_read = ("bui"sv.find(type.letter) != std::string_view::npos && number == 1) ||
                       ("ui"sv.find(type.letter) != std::string_view::npos && number == 2) ||
                       ("uif"sv.find(type.letter) != std::string_view::npos && (number == 4 || number == 8));
  return is_read ? number : 0;
}

/// Values in column-major order as values in row-major order.
template <typename Value>
std::vector<Value> row_major(const std::vector<Value>& values, const std::vector<std::uint64_t>& shape) {
  std::vector<std::size_t> strides(shape.size(), 1), at(shape.size(), 0);
  for (std::size_t axis = 1; axis < shape.size(); ++axis) {
    strides[axis] = strides[axis - 1] * static_cast<std::size_t>(shape[axis - 1]);
  }
  std::vector<Value> result;
  result.reserve(values.size());
  std::size_t from = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    result.push_back(values[from]);
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      from += strides[axis];
      if (++at[axis] < shape[axis]) break;
      from -= strides[axis] * at[axis];
      at[axis] = 0;
    }
  }
  return result;
}

}  // namespace

bool is_npy(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= kNpyMagic.size() && std::memcmp(bytes.data(), kNpyMagic.data(), kNpyMagic.size()) == 0;
}

NamedArray read_npy(const std::string& name, std::span<const std::uint8_t> bytes) {
  const auto expect_bytes = [&](std::uint64_t expected, bool holds) {
    if (holds) return;
    throw DataError(name + ": a NumPy file with " + std::to_string(bytes.size()) + " bytes, but its header says " +
                    std::to_string(expected) + "; it is cut off or damaged, write it again with numpy.save");
  };
  // Version 1 has a length of two bytes, later ones of four.
  const std::size_t first = bytes.size() > 6 && bytes[6] == 1 ? 10 : 12;
  expect_bytes(first, bytes.size() >= first);
  const std::uint64_t start = first + (first == 10 ? number_at<std::uint16_t>(bytes.subspan(8), true)
                                                   : number_at<std::uint32_t>(bytes.subspan(8), true));
  expect_bytes(start, bytes.size() >= start);
  const std::size_t header_bytes = std::min(static_cast<std::size_t>(start) - first, kMaxHeader);
  const std::string_view header(reinterpret_cast<const char*>(bytes.data()) + first, header_bytes);
  const auto type = value_of(header, "'descr'", parse_type);
  const auto is_fortran = value_of(header, "'fortran_order'", parse_flag);
  const auto shape = value_of(header, "'shape'", parse_shape);
  if (!type || !is_fortran || !shape) {
    throw DataError(name + ": expected a NumPy header with the type, order and shape of one array, got " +
                    quote(header) + "; write the images with numpy.save as an array of numbers");
  }
  std::uint64_t number = 0;
  std::from_chars(type->size.data(), type->size.data() + type->size.size(), number);
  const std::uint64_t size = number <= bytes.size() ? size_of(*type, number) : 0;
  if (size == 0) {
    throw DataError(name + ": expected numbers or texts, got the type " + quote(type->letter + type->size) +
                    "; write it with array.astype('uint8') or array.astype('float32')");
  }
  const std::uint64_t count = value_count(name, *shape);
  expect_bytes(start + count * size, bytes.size() == start + count * size);
  const std::span<const std::uint8_t> rest = bytes.subspan(static_cast<std::size_t>(start));
  const auto values = static_cast<std::size_t>(count);
  NamedArray array{name, *shape, {}};
  if (type->letter == 'U') {
    array.values = texts(rest, values, static_cast<std::size_t>(number), type->order != '>');
  } else {
    array.values = *numbers(*type, rest, values);
  }
  if (*is_fortran && shape->size() > 1) {
    array.values = std::visit([&](const auto& list) { return Values(row_major(list, *shape)); }, array.values);
  }
  return array;
}

}  // namespace latentpad::data
