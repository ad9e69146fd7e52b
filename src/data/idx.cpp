#include "data/idx.h"

#include "data/byte_order.h"
#include "data/data_error.h"

namespace latentpad::data {
namespace {

/// Bytes of a value by the type in the header; 0 for an unknown type.
std::size_t value_bytes(std::uint8_t type) {
  switch (type) {
    case 0x08:
    case 0x09:
      return 1;
    case 0x0b:
      return 2;
    case 0x0c:
    case 0x0d:
      return 4;
    case 0x0e:
      return 8;
    default:
      return 0;
  }
}

std::vector<double> signed_values(std::uint8_t type, std::span<const std::uint8_t> bytes, std::size_t count) {
  switch (type) {
    case 0x09:
      return doubles<std::int8_t>(bytes, count, false);
    case 0x0b:
      return doubles<std::int16_t>(bytes, count, false);
    case 0x0c:
      return doubles<std::int32_t>(bytes, count, false);
    case 0x0d:
      return doubles<float>(bytes, count, false);
    default:
      return doubles<double>(bytes, count, false);
  }
}

}  // namespace

bool is_idx(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 8 && bytes[0] == 0 && bytes[1] == 0 && value_bytes(bytes[2]) > 0 && bytes[3] >= 1 &&
         bytes[3] <= 4;
}

NamedArray read_idx(const std::string& name, std::span<const std::uint8_t> bytes) {
  const std::size_t dimensions = bytes[3], start = 4 + 4 * dimensions;
  const auto expect_bytes = [&](std::uint64_t expected) {
    if (bytes.size() == expected) return;
    throw DataError(name + ": an IDX file with " + std::to_string(bytes.size()) + " bytes, but its header says " +
                    std::to_string(expected) + "; it is cut off or damaged, download it again");
  };
  if (bytes.size() < start) expect_bytes(start);
  NamedArray array{name, {}, {}};
  for (std::size_t d = 0; d < dimensions; ++d) {
    array.shape.push_back(number_at<std::uint32_t>(bytes.subspan(4 + 4 * d), false));
  }
  const std::uint8_t type = bytes[2];
  const std::uint64_t count = value_count(name, array.shape);
  expect_bytes(start + count * value_bytes(type));
  const std::span<const std::uint8_t> values = bytes.subspan(start);
  if (type == 0x08) {
    array.values = std::vector<std::uint8_t>(values.begin(), values.end());
  } else {
    array.values = signed_values(type, values, static_cast<std::size_t>(count));
  }
  return array;
}

}  // namespace latentpad::data
