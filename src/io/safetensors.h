// The safetensors format (https://github.com/huggingface/safetensors, README "Format"):
// 8 bytes little-endian header length, a JSON header, then the tensors' bytes without holes.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/format_error.h"

namespace latentpad {

/// One tensor as it stands in a file: little-endian, row-major.
struct Tensor {
  std::string dtype;  ///< "F32", "F16", …
  std::vector<std::uint64_t> shape;
  std::vector<std::uint8_t> bytes;
};

struct Safetensors {
  std::map<std::string, Tensor> tensors;
  std::map<std::string, std::string> metadata;
};

/// Headers above this are refused, before anything is allocated. (The reference reader allows 100 MB.)
constexpr std::uint64_t kMaxHeaderBytes = 2u << 20;

/// Reads a file. Throws FormatError, whose message begins with the name the reference implementation gives the fault
/// (HeaderTooSmall, HeaderTooLarge, InvalidHeaderLength, InvalidHeaderStart, InvalidHeader,
/// InvalidHeaderDeserialization, InvalidOffset, ValidationOverflow, TensorInvalidInfo, MetadataIncompleteBuffer).
/// A file that is something else by its first bytes, such as a web page, is named instead (file_kind.h).
/// Stricter than the reference in three things: duplicate keys, headers above kMaxHeaderBytes, and more than 8
/// dimensions are refused.
Safetensors parse_safetensors(std::span<const std::uint8_t> file);

/// Names, types, shapes and metadata alone: reads the 8 bytes of length and the header from the file's beginning, and no
/// tensor. Throws FormatError as parse_safetensors does for what stands in the header itself.
Safetensors parse_safetensors_header(std::span<const std::uint8_t> head);

/// Writes a file: tensors by descending alignment of their type, then by name; the header padded to 8 bytes.
/// Throws std::invalid_argument when a tensor's bytes do not fit its shape.
std::vector<std::uint8_t> serialize_safetensors(const Safetensors& content);

/// Bytes of one element of a type: 0 when the type is unknown or smaller than a byte.
std::size_t dtype_bytes(const std::string& dtype);

/// The tensor's numbers as float: F32, F16 and BF16 exactly, F64 rounded to nearest even (infinite beyond float's
/// range). Throws FormatError for other types; `name` is for the message.
std::vector<float> tensor_to_floats(const std::string& name, const Tensor& tensor);

/// A tensor of type F32, or of F16 (rounded to nearest even).
Tensor tensor_from_floats(std::span<const float> values, std::vector<std::uint64_t> shape, bool half);

/// The value after a trip through F16.
float round_to_half(float value);

}  // namespace latentpad
