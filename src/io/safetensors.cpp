#include "io/safetensors.h"

#include <Eigen/Core>
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "io/file_kind.h"
#include "io/json.h"
#include "io/strict_json.h"

namespace latentpad {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are copied as they are");

/// Rounds to nearest even; infinite beyond the range of float, for which a cast is undefined behaviour.
float to_float(double number) {
  constexpr double kMax = std::numeric_limits<float>::max();
  if (std::abs(number) > kMax)
    return std::copysign(std::numeric_limits<float>::infinity(), static_cast<float>(number < 0 ? -1 : 1));
  return static_cast<float>(number);
}

[[noreturn]] void refuse_entry(const std::string& entry, std::string expected, std::string got) {
  throw FormatError(ErrorCode::safetensors_header_entry,
                    {{"entry", entry}, {"expected", std::move(expected)}, {"got", std::move(got)}});
}

struct Entry {
  std::string name;
  Tensor tensor;
  std::uint64_t begin = 0, end = 0;
};

/// Π shape · bytes; throws ValidationOverflow.
std::uint64_t checked_bytes(const Entry& entry) {
  std::uint64_t bytes = dtype_bytes(entry.tensor.dtype);
  for (const std::uint64_t size : entry.tensor.shape) {
    if (__builtin_mul_overflow(bytes, size, &bytes)) {
      throw FormatError(ErrorCode::safetensors_overflow, {{"tensor", quote(entry.name)}});
    }
  }
  return bytes;
}

std::uint64_t read_count(const nlohmann::json& value, const std::string& where) {
  if (!value.is_number_unsigned()) {
    refuse_entry(where, "a whole number ≥ 0", quote(value.dump()));
  }
  return value.get<std::uint64_t>();
}

Entry read_entry(const std::string& name, const nlohmann::json& value) {
  const std::string where = "tensor " + quote(name);
  if (!value.is_object()) refuse_entry(where, "an object", quote(value.dump()));
  for (const char* key : {"dtype", "shape", "data_offsets"}) {
    if (!value.contains(key)) refuse_entry(where, "the key " + quote(key), quote(value.dump()));
  }
  Entry entry;
  entry.name = name;
  const nlohmann::json& dtype = value["dtype"];
  if (!dtype.is_string() || dtype_bytes(dtype.get<std::string>()) == 0) {
    throw FormatError(ErrorCode::safetensors_dtype, {{"tensor", quote(name)}, {"got", quote(dtype.dump())}});
  }
  entry.tensor.dtype = dtype.get<std::string>();
  const nlohmann::json& shape = value["shape"];
  if (!shape.is_array() || shape.size() > 8) {
    refuse_entry(where, "a shape of at most 8 dimensions", quote(shape.dump()));
  }
  for (const nlohmann::json& size : shape) entry.tensor.shape.push_back(read_count(size, where + ".shape"));
  const nlohmann::json& offsets = value["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2) {
    refuse_entry(where, "two data_offsets", quote(offsets.dump()));
  }
  entry.begin = read_count(offsets[0], where + ".data_offsets");
  entry.end = read_count(offsets[1], where + ".data_offsets");
  return entry;
}

nlohmann::json parse_header(std::span<const std::uint8_t> file, std::span<const std::uint8_t> header) {
  const auto first = std::find_if(header.begin(), header.end(),
                                  [](std::uint8_t c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; });
  if (first == header.end() || *first != '{') {
    expect_not_other_than_weights(file);
    throw FormatError(ErrorCode::safetensors_header_start, {});
  }
  return in_format(ErrorCode::safetensors_header_json, {}, [&] {
    return parse_strict_json(std::string_view(reinterpret_cast<const char*>(header.data()), header.size()));
  });
}

}  // namespace

std::size_t dtype_bytes(const std::string& dtype) {
  static const std::map<std::string, std::size_t> kBytes = {
      {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"F8_E5M2", 1}, {"F8_E4M3", 1}, {"I16", 2}, {"U16", 2}, {"F16", 2},
      {"BF16", 2}, {"I32", 4}, {"U32", 4}, {"F32", 4},     {"C64", 8},     {"F64", 8}, {"I64", 8}, {"U64", 8}};
  const auto found = kBytes.find(dtype);
  return found == kBytes.end() ? 0 : found->second;
}

namespace {

struct Header {
  std::map<std::string, std::string> metadata;
  std::vector<Entry> entries;
  std::size_t bytes = 0;  ///< offset of the tensors
};

Header read_header(std::span<const std::uint8_t> file) {
  if (file.size() < 8) {
    expect_not_other_than_weights(file);
    throw FormatError(ErrorCode::safetensors_header_too_small, {{"got", file.size()}});
  }
  std::uint64_t header_size = 0;
  std::memcpy(&header_size, file.data(), 8);
  if (header_size > kMaxHeaderBytes) {
    expect_not_other_than_weights(file);
    throw FormatError(ErrorCode::safetensors_header_too_large, {{"most", kMaxHeaderBytes}, {"got", header_size}});
  }
  if (header_size > file.size() - 8) {
    expect_not_other_than_weights(file);
    throw FormatError(ErrorCode::safetensors_header_length, {{"header", header_size}, {"got", file.size()}});
  }
  const std::size_t header_bytes = static_cast<std::size_t>(header_size);
  const nlohmann::json header = parse_header(file, file.subspan(8, header_bytes));
  Header content;
  content.bytes = 8 + header_bytes;
  for (const auto& [name, value] : header.items()) {
    if (name != "__metadata__") {
      content.entries.push_back(read_entry(name, value));
      continue;
    }
    if (!value.is_object()) refuse_entry("__metadata__", "an object", quote(value.dump()));
    for (const auto& [key, text] : value.items()) {
      if (!text.is_string()) {
        refuse_entry("__metadata__." + quote(key), "a string", quote(text.dump()));
      }
      content.metadata[key] = text.get<std::string>();
    }
  }
  return content;
}

}  // namespace

Safetensors parse_safetensors_header(std::span<const std::uint8_t> head) {
  Header header = read_header(head);
  Safetensors content{{}, std::move(header.metadata)};
  for (Entry& entry : header.entries) {
    checked_bytes(entry);
    content.tensors.emplace(std::move(entry.name), std::move(entry.tensor));
  }
  return content;
}

Safetensors parse_safetensors(std::span<const std::uint8_t> file) {
  Header header = read_header(file);
  const std::span<const std::uint8_t> data = file.subspan(header.bytes);
  Safetensors content{{}, std::move(header.metadata)};
  std::vector<Entry>& entries = header.entries;
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });

  std::uint64_t expected_begin = 0;
  for (Entry& entry : entries) {
    if (entry.begin != expected_begin || entry.end < entry.begin) {
      throw FormatError(
          ErrorCode::safetensors_offset,
          {{"tensor", quote(entry.name)}, {"begin", entry.begin}, {"end", entry.end}, {"expected", expected_begin}});
    }
    expected_begin = entry.end;
    const std::uint64_t bytes = checked_bytes(entry);
    if (entry.end - entry.begin != bytes) {
      throw FormatError(ErrorCode::safetensors_tensor_bytes,
                        {{"tensor", quote(entry.name)}, {"got", entry.end - entry.begin}, {"expected", bytes}});
    }
  }
  if (expected_begin != data.size()) {
    throw FormatError(expected_begin > data.size() ? ErrorCode::safetensors_cut_off : ErrorCode::safetensors_too_long,
                      {{"expected", expected_begin}, {"got", data.size()}});
  }
  for (Entry& entry : entries) {
    const auto bytes =
        data.subspan(static_cast<std::size_t>(entry.begin), static_cast<std::size_t>(entry.end - entry.begin));
    entry.tensor.bytes.assign(bytes.begin(), bytes.end());
    content.tensors.emplace(std::move(entry.name), std::move(entry.tensor));
  }
  return content;
}

std::vector<std::uint8_t> serialize_safetensors(const Safetensors& content) {
  std::vector<const std::pair<const std::string, Tensor>*> order;
  order.reserve(content.tensors.size());
  for (const auto& item : content.tensors) order.push_back(&item);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return dtype_bytes(a->second.dtype) > dtype_bytes(b->second.dtype);
  });
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!content.metadata.empty()) header["__metadata__"] = content.metadata;
  std::uint64_t offset = 0;
  for (const auto* item : order) {
    const auto& [name, tensor] = *item;
    std::uint64_t bytes = dtype_bytes(tensor.dtype);
    for (const std::uint64_t size : tensor.shape) bytes *= size;
    if (bytes != tensor.bytes.size()) {
      throw_invalid_argument("serialize_safetensors",
                             "tensor " + quote(name) + " to have " + std::to_string(bytes) + " bytes",
                             std::to_string(tensor.bytes.size()));
    }
    header[name] = {{"dtype", tensor.dtype}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + bytes}}};
    offset += bytes;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  if (text.size() > kMaxHeaderBytes) {
    throw ArgumentError(ErrorCode::save_header_too_large, {{"most", kMaxHeaderBytes}, {"got", text.size()}});
  }

  std::vector<std::uint8_t> file(8 + text.size());
  const std::uint64_t header_size = text.size();
  std::memcpy(file.data(), &header_size, 8);
  std::memcpy(file.data() + 8, text.data(), text.size());
  file.reserve(file.size() + static_cast<std::size_t>(offset));
  for (const auto* item : order) file.insert(file.end(), item->second.bytes.begin(), item->second.bytes.end());
  return file;
}

std::vector<float> tensor_to_floats(const std::string& name, const Tensor& tensor) {
  std::vector<float> values;
  if (tensor.dtype == "F32") {
    values.resize(tensor.bytes.size() / 4);
    if (!values.empty()) std::memcpy(values.data(), tensor.bytes.data(), values.size() * 4);
  } else if (tensor.dtype == "F16") {
    values.resize(tensor.bytes.size() / 2);
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::uint16_t bits = 0;
      std::memcpy(&bits, tensor.bytes.data() + 2 * i, 2);
      values[i] = static_cast<float>(Eigen::numext::bit_cast<Eigen::half>(bits));
    }
  } else if (tensor.dtype == "BF16") {
    // The upper half of an F32.
    values.resize(tensor.bytes.size() / 2);
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::uint16_t bits = 0;
      std::memcpy(&bits, tensor.bytes.data() + 2 * i, 2);
      values[i] = std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
    }
  } else if (tensor.dtype == "F64") {
    values.resize(tensor.bytes.size() / 8);
    for (std::size_t i = 0; i < values.size(); ++i) {
      double number = 0.0;
      std::memcpy(&number, tensor.bytes.data() + 8 * i, 8);
      values[i] = to_float(number);
    }
  } else {
    throw FormatError(ErrorCode::weights_wrong_type, {{"tensor", quote(name)}, {"got", tensor.dtype}});
  }
  return values;
}

float round_to_half(float value) { return static_cast<float>(Eigen::half(value)); }

Tensor tensor_from_floats(std::span<const float> values, std::vector<std::uint64_t> shape, bool half) {
  Tensor tensor;
  tensor.shape = std::move(shape);
  tensor.dtype = half ? "F16" : "F32";
  tensor.bytes.resize(values.size() * (half ? 2 : 4));
  if (!half) {
    if (!values.empty()) std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    return tensor;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto bits = Eigen::numext::bit_cast<std::uint16_t>(Eigen::half(values[i]));
    std::memcpy(tensor.bytes.data() + 2 * i, &bits, 2);
  }
  return tensor;
}

}  // namespace latentpad
