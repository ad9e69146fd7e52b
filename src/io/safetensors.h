// The safetensors format (https://github.com/huggingface/safetensors, README "Format"):
// 8 bytes little-endian header length, a JSON header, then the tensors' bytes without gaps.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/format_error.h"

namespace latentpad {

/// One tensor as stored in a file: little-endian, row-major.
struct Tensor {
  std::string dtype;  ///< "F32", "F16", …
  std::vector<std::uint64_t> shape;
  std::vector<std::uint8_t> bytes;
};

struct Safetensors {
  std::map<std::string, Tensor> tensors;
  std::map<std::string, std::string> metadata;
};

/// Larger headers are rejected before anything is allocated. (The reference implementation allows 100 MB.)
constexpr std::uint64_t kMaxHeaderBytes = 2u << 20;

/// Parses a file. Throws FormatError, whose message begins with the error name of the reference implementation
/// (HeaderTooSmall, HeaderTooLarge, InvalidHeaderLength, InvalidHeaderStart, InvalidHeader,
/// InvalidHeaderDeserialization, InvalidOffset, ValidationOverflow, TensorInvalidInfo, MetadataIncompleteBuffer).
/// For a file of another type, such as a web page, the error names that type (file_kind.h).
/// Stricter than the reference implementation: rejects duplicate keys, headers above kMaxHeaderBytes, and more than 8
/// dimensions.
Safetensors parse_safetensors(std::span<const std::uint8_t> file);

/// Names, types, shapes and metadata only: reads the 8 bytes of length and the header from the beginning of the file,
/// but no tensor. Throws FormatError like parse_safetensors for errors in the header.
Safetensors parse_safetensors_header(std::span<const std::uint8_t> head);

/// Serializes a file: tensors by descending alignment of their type, then by name; the header padded to 8 bytes.
/// Throws ArgumentError if the size of a tensor's bytes does not match its shape.
std::vector<std::uint8_t> serialize_safetensors(const Safetensors& content);

/// Bytes per element of a type; 0 if the type is unknown or smaller than a byte.
std::size_t dtype_bytes(const std::string& dtype);

/// The tensor's numbers as float: F32, F16 and BF16 exactly, F64 rounded to nearest even (infinite beyond float's
/// range). Throws FormatError, with `name`, for other types.
std::vector<float> tensor_to_floats(const std::string& name, const Tensor& tensor);

/// A tensor of type F32, or of F16 (rounded to nearest even).
Tensor tensor_from_floats(std::span<const float> values, std::vector<std::uint64_t> shape, bool half);

/// The value rounded to F16.
float round_to_half(float value);

}  // namespace latentpad
