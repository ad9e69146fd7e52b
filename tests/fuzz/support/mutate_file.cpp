#include "fuzz/support/mutate_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <limits>
#include <string>

#include "fuzz/support/fuzz.h"
#include "io/safetensors.h"

namespace latentpad::test {
namespace {

/// The header and the data of a file; a length field beyond the file's size is clamped.
struct Parts {
  Bytes header, data;
};

Parts split(const Bytes& file) {
  if (file.size() < 8) return {file, {}};
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), 8);
  const auto begin = file.begin() + 8;
  const auto middle = begin + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(length, file.size() - 8));
  return {Bytes(begin, middle), Bytes(middle, file.end())};
}

Bytes join(const Parts& parts) { return little_endian(parts.header.size(), 8) + parts.header + parts.data; }

/// Numbers that cause arithmetic problems, and ordinary ones.
float number(Random& random) {
  using Limits = std::numeric_limits<float>;
  static constexpr std::array<float, 12> kValues = {0.0f,
                                                    -0.0f,
                                                    1.0f,
                                                    -1.0f,
                                                    88.0f,
                                                    -88.0f,
                                                    1e30f,
                                                    -3e38f,
                                                    Limits::max(),
                                                    Limits::denorm_min(),
                                                    Limits::infinity(),
                                                    Limits::quiet_NaN()};
  if (below(random, 2) == 0) return kValues[below(random, kValues.size())];
  return (static_cast<float>(below(random, 2001)) - 1000.0f) / 500.0f;
}

void change_tensor(Safetensors& content, Random& random) {
  if (content.tensors.empty()) return;
  auto chosen = std::next(content.tensors.begin(), static_cast<std::ptrdiff_t>(below(random, content.tensors.size())));
  Tensor& tensor = chosen->second;
  switch (below(random, 7)) {
    case 0: {
      auto node = content.tensors.extract(chosen);
      Bytes name(node.key().begin(), node.key().end());
      name = mutated(name, 8);
      // Invalid UTF-8 cannot be written as a name.
      const bool is_ascii = std::all_of(name.begin(), name.end(), [](std::uint8_t c) { return c < 0x80; });
      if (is_ascii) node.key() = std::string(name.begin(), name.end());
      content.tensors.insert(std::move(node));
      return;
    }
    case 1:
      content.tensors.erase(chosen);
      return;
    case 2: {
      // The same bytes under another shape.
      std::reverse(tensor.shape.begin(), tensor.shape.end());
      return;
    }
    case 3:
      tensor.bytes = mutated(tensor.bytes, 0);
      break;
    default: {
      if (tensor.dtype != "F32" && tensor.dtype != "F16") return;
      std::vector<float> values = tensor_to_floats(chosen->first, tensor);
      const bool everywhere = below(random, 8) == 0;
      const float value = number(random);
      for (std::size_t n = 1 + below(random, 4); n > 0 && !values.empty(); --n) {
        values[below(random, values.size())] = number(random);
      }
      if (everywhere) std::fill(values.begin(), values.end(), value);
      tensor = tensor_from_floats(values, tensor.shape, below(random, 8) == 0);
    }
  }
  // mutated() may have shortened the tensor's bytes.
  std::uint64_t size = dtype_bytes(tensor.dtype);
  for (const std::uint64_t length : tensor.shape) size *= length;
  tensor.bytes.resize(static_cast<std::size_t>(size));
}

void change_metadata(Safetensors& content, Random& random) {
  if (content.metadata.empty()) return;
  auto chosen =
      std::next(content.metadata.begin(), static_cast<std::ptrdiff_t>(below(random, content.metadata.size())));
  if (below(random, 4) == 0) {
    content.metadata.erase(chosen);
    return;
  }
  Bytes text = mutated(bytes_of(chosen->second), 16);
  for (std::uint8_t& c : text) c &= 0x7f;
  chosen->second.assign(text.begin(), text.end());
}

}  // namespace

Bytes mutated(Bytes bytes, std::size_t room) {
  const std::size_t size = bytes.size();
  bytes.resize(size + room);
  if (!bytes.empty()) bytes.resize(LLVMFuzzerMutate(bytes.data(), size, bytes.size()));
  return bytes;
}

Bytes mutated_safetensors(const Bytes& file, std::size_t max_size, Random& random) {
  const std::size_t room = max_size > file.size() ? std::min<std::size_t>(max_size - file.size(), 64) : 0;
  const std::size_t kind = below(random, 8);
  if (kind == 0) return mutated(file, room);
  if (kind < 6) {
    try {
      Safetensors content = parse_safetensors(file);
      for (std::size_t n = 1 + below(random, 3); n > 0; --n) {
        if (below(random, 2) == 0) {
          change_tensor(content, random);
        } else {
          change_metadata(content, random);
        }
      }
      // Mostly remove the checksum and the self-test, which would detect every other change.
      if (below(random, 4) != 0) {
        content.metadata.erase("latentpad.checksum");
        content.metadata.erase("latentpad.self_test");
      }
      return serialize_safetensors(content);
    } catch (const FormatError&) {
      // Unparsable files are changed as text.
    }
  }
  Parts parts = split(file);
  if (kind == 7) {
    parts.data = mutated(parts.data, room);
  } else {
    parts.header = mutated(parts.header, room);
  }
  return join(parts);
}

std::size_t give_back(const Bytes& bytes, std::uint8_t* data, std::size_t max_size) {
  const std::size_t size = std::min(bytes.size(), max_size);
  std::copy_n(bytes.begin(), size, data);
  return size;
}

}  // namespace latentpad::test
