#include "io/safetensors.h"

#include <Eigen/Core>
#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "io/json.h"
#include "io/strict_json.h"

namespace latentpad {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are copied as they are");

[[noreturn]] void fail(const char* kind, const std::string& what) {
  throw FormatError(std::string("safetensors: ") + kind + ": " + what);
}

/// A guess at what the file is instead, for people who took the wrong one.
std::string format_hint(std::span<const std::uint8_t> file) {
  const auto begins = [file](std::string_view magic) {
    return file.size() >= magic.size() && std::memcmp(file.data(), magic.data(), magic.size()) == 0;
  };
  if (begins("PK\x03\x04")) return " (this looks like a ZIP archive, as .pth and .npz files are; save it as safetensors)";
  if (begins("\x80\x02") || begins("\x80\x04") || begins("\x80\x05")) return " (this looks like a Python pickle; save it as safetensors)";
  if (begins("GGUF")) return " (this looks like a GGUF file)";
  if (begins("\xff\xd8\xff") || begins("\x89PNG")) return " (this looks like a picture)";
  if (begins("\x1f\x8b")) return " (this looks like a gzip file; unpack it first)";
  if (begins("<") && file.size() > 8 && file[7] >= 0x20) return " (this looks like HTML: a page instead of the file)";
  return "";
}

struct Entry {
  std::string name;
  Tensor tensor;
  std::uint64_t begin = 0, end = 0;
};

/// Π shape · bytes, or ValidationOverflow.
std::uint64_t checked_bytes(const Entry& entry) {
  std::uint64_t bytes = dtype_bytes(entry.tensor.dtype);
  for (const std::uint64_t size : entry.tensor.shape) {
    if (__builtin_mul_overflow(bytes, size, &bytes)) {
      fail("ValidationOverflow", "the size of " + quote(entry.name) + " exceeds 64 bits");
    }
  }
  return bytes;
}

std::uint64_t read_count(const nlohmann::json& value, const std::string& where) {
  if (!value.is_number_unsigned()) {
    fail("InvalidHeaderDeserialization", where + ": expected a whole number ≥ 0, got " + quote(value.dump()));
  }
  return value.get<std::uint64_t>();
}

Entry read_entry(const std::string& name, const nlohmann::json& value) {
  const std::string where = "tensor " + quote(name);
  if (!value.is_object()) fail("InvalidHeaderDeserialization", where + ": expected an object");
  for (const char* key : {"dtype", "shape", "data_offsets"}) {
    if (!value.contains(key)) fail("InvalidHeaderDeserialization", where + ": expected the key \"" + key + "\"");
  }
  Entry entry;
  entry.name = name;
  const nlohmann::json& dtype = value["dtype"];
  if (!dtype.is_string() || dtype_bytes(dtype.get<std::string>()) == 0) {
    fail("InvalidHeaderDeserialization", where + ": unknown dtype " + quote(dtype.dump()));
  }
  entry.tensor.dtype = dtype.get<std::string>();
  const nlohmann::json& shape = value["shape"];
  if (!shape.is_array() || shape.size() > 8) {
    fail("InvalidHeaderDeserialization", where + ": expected a shape of at most 8 dimensions");
  }
  for (const nlohmann::json& size : shape) entry.tensor.shape.push_back(read_count(size, where + ".shape"));
  const nlohmann::json& offsets = value["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2) {
    fail("InvalidHeaderDeserialization", where + ": expected two data_offsets");
  }
  entry.begin = read_count(offsets[0], where + ".data_offsets");
  entry.end = read_count(offsets[1], where + ".data_offsets");
  return entry;
}

nlohmann::json parse_header(std::span<const std::uint8_t> header) {
  const auto first = std::find_if(header.begin(), header.end(), [](std::uint8_t c) {
    return c != ' ' && c != '\t' && c != '\n' && c != '\r';
  });
  if (first == header.end() || *first != '{') fail("InvalidHeaderStart", "expected a JSON object");
  try {
    return parse_strict_json(std::string_view(reinterpret_cast<const char*>(header.data()), header.size()));
  } catch (const FormatError& error) {
    fail("InvalidHeaderDeserialization", error.what());
  }
}

}  // namespace

std::size_t dtype_bytes(const std::string& dtype) {
  static const std::map<std::string, std::size_t> kBytes = {
      {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"F8_E5M2", 1}, {"F8_E4M3", 1}, {"I16", 2}, {"U16", 2}, {"F16", 2},
      {"BF16", 2}, {"I32", 4}, {"U32", 4}, {"F32", 4},     {"C64", 8},     {"F64", 8}, {"I64", 8}, {"U64", 8}};
  const auto found = kBytes.find(dtype);
  return found == kBytes.end() ? 0 : found->second;
}

Safetensors parse_safetensors(std::span<const std::uint8_t> file) {
  if (file.size() < 8) {
    fail("HeaderTooSmall", "expected at least 8 bytes, got " + std::to_string(file.size()) + format_hint(file));
  }
  std::uint64_t header_size = 0;
  std::memcpy(&header_size, file.data(), 8);
  if (header_size > kMaxHeaderBytes) {
    fail("HeaderTooLarge", "expected a header of at most " + std::to_string(kMaxHeaderBytes) + " bytes, got " +
                               std::to_string(header_size) + format_hint(file));
  }
  if (header_size > file.size() - 8) {
    fail("InvalidHeaderLength", "the header of " + std::to_string(header_size) + " bytes ends beyond the file of " +
                                    std::to_string(file.size()) + " bytes" + format_hint(file));
  }
  const std::size_t header_bytes = static_cast<std::size_t>(header_size);
  const nlohmann::json header = parse_header(file.subspan(8, header_bytes));
  const std::span<const std::uint8_t> data = file.subspan(8 + header_bytes);

  Safetensors content;
  std::vector<Entry> entries;
  for (const auto& [name, value] : header.items()) {
    if (name != "__metadata__") {
      entries.push_back(read_entry(name, value));
      continue;
    }
    if (!value.is_object()) fail("InvalidHeaderDeserialization", "__metadata__: expected an object");
    for (const auto& [key, text] : value.items()) {
      if (!text.is_string()) {
        fail("InvalidHeaderDeserialization", "__metadata__." + quote(key) + ": expected a string");
      }
      content.metadata[key] = text.get<std::string>();
    }
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });

  std::uint64_t expected_begin = 0;
  for (Entry& entry : entries) {
    if (entry.begin != expected_begin || entry.end < entry.begin) {
      fail("InvalidOffset", "tensor " + quote(entry.name) + " lies at " + std::to_string(entry.begin) + " … " +
                                std::to_string(entry.end) + ", expected it to begin at " +
                                std::to_string(expected_begin));
    }
    expected_begin = entry.end;
    const std::uint64_t bytes = checked_bytes(entry);
    if (entry.end - entry.begin != bytes) {
      fail("TensorInvalidInfo", "tensor " + quote(entry.name) + " has " + std::to_string(entry.end - entry.begin) +
                                    " bytes, expected " + std::to_string(bytes) + " for its shape and dtype");
    }
  }
  if (expected_begin != data.size()) {
    fail("MetadataIncompleteBuffer", "expected " + std::to_string(expected_begin) + " bytes of tensors, got " +
                                         std::to_string(data.size()) +
                                         (expected_begin > data.size() ? " (the file is cut off)" : ""));
  }
  for (Entry& entry : entries) {
    const auto bytes = data.subspan(static_cast<std::size_t>(entry.begin), static_cast<std::size_t>(entry.end - entry.begin));
    entry.tensor.bytes.assign(bytes.begin(), bytes.end());
    content.tensors.emplace(std::move(entry.name), std::move(entry.tensor));
  }
  return content;
}

std::vector<std::uint8_t> serialize_safetensors(const Safetensors& content) {
  std::vector<const std::pair<const std::string, Tensor>*> order;
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
      throw std::invalid_argument("serialize_safetensors: tensor " + quote(name) + " has " +
                                  std::to_string(tensor.bytes.size()) + " bytes, expected " + std::to_string(bytes));
    }
    header[name] = {{"dtype", tensor.dtype}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + bytes}}};
    offset += bytes;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  if (text.size() > kMaxHeaderBytes) throw std::invalid_argument("serialize_safetensors: the header is too large");

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
  } else {
    throw FormatError("tensor " + quote(name) + ": expected dtype F32 or F16, got " + tensor.dtype);
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
