// Weights in several files with an index, as Hugging Face's libraries write them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/format_error.h"

namespace latentpad {

/// Maximum size of an index. One tensor takes about a hundred bytes of it.
constexpr std::uint64_t kMaxIndexBytes = 16 << 20;

struct WeightIndex {
  std::map<std::string, std::string> file_of;  ///< by the tensor's name
  std::set<std::string> files;                 ///< of file_of
};

/// Parses an index (model.safetensors.index.json):
///   {"weight_map": {"mu.weight": "model-00001-of-00002.safetensors", ...}}
/// Other keys are ignored. Throws FormatError if it is malformed, if weight_map has no tensor, or if a file is not
/// stated as a plain name: an index from elsewhere must not open files of other folders, and a name is part of
/// messages.
WeightIndex parse_weight_index(std::span<const std::uint8_t> index);

/// The bytes of one .safetensors file with the tensors and the metadata of all files of the index; of a metadata key
/// in several files, the first file's value. `read` returns the bytes of a file and is called once for each, in order
/// of their names. Throws FormatError, naming the file, if one is malformed, lacks a tensor that the index states, or
/// has another one.
std::vector<std::uint8_t> join_weights(const WeightIndex& index,
                                       const std::function<std::vector<std::uint8_t>(const std::string&)>& read);

}  // namespace latentpad
