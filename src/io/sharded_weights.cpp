#include "io/sharded_weights.h"

#include <algorithm>

#include "io/json.h"
#include "io/safetensors.h"
#include "io/strict_json.h"

namespace latentpad {
namespace {

/// Whether it names a file in the index's folder on every system, and can be printed.
bool is_plain_name(const std::string& name) {
  constexpr std::size_t kMaxName = 255;
  return !name.empty() && name.size() <= kMaxName && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte >= 0x20 && byte != 0x7f && c != '/' && c != '\\';
         });
}

}  // namespace

WeightIndex parse_weight_index(std::span<const std::uint8_t> index) {
  const nlohmann::json content = in_format(ErrorCode::in_weight_index, {}, [&] {
    return parse_strict_json({reinterpret_cast<const char*>(index.data()), index.size()});
  });
  const auto map = content.is_object() ? content.find("weight_map") : content.end();
  if (!content.is_object() || map == content.end() || !map->is_object() || map->empty()) {
    throw FormatError(ErrorCode::weight_index_malformed, {{"got", quote(content.dump())}});
  }
  WeightIndex result;
  for (const auto& [tensor, file] : map->items()) {
    if (!file.is_string() || !is_plain_name(file.get_ref<const std::string&>())) {
      throw FormatError(ErrorCode::weight_index_file, {{"tensor", quote(tensor)}, {"got", quote(file.dump())}});
    }
    result.file_of.emplace(tensor, file.get_ref<const std::string&>());
    result.files.insert(file.get_ref<const std::string&>());
  }
  return result;
}

std::vector<std::uint8_t> join_weights(const WeightIndex& index,
                                       const std::function<std::vector<std::uint8_t>(const std::string&)>& read) {
  Safetensors all;
  for (const std::string& file : index.files) {
    // The bytes are freed before the next file is read.
    Safetensors part = [&] {
      const std::vector<std::uint8_t> bytes = read(file);
      return in_format(ErrorCode::in_file, {{"path", file}}, [&] { return parse_safetensors(bytes); });
    }();
    for (const auto& [tensor, value] : part.tensors) {
      const auto stated = index.file_of.find(tensor);
      if (stated != index.file_of.end() && stated->second == file) continue;
      throw FormatError(ErrorCode::weights_file_other_tensor, {{"file", file}, {"tensor", quote(tensor)}});
    }
    all.tensors.merge(part.tensors);
    all.metadata.merge(part.metadata);
  }
  for (const auto& [tensor, file] : index.file_of) {
    if (all.tensors.contains(tensor)) continue;
    throw FormatError(ErrorCode::weights_file_lacks_tensor, {{"file", file}, {"tensor", quote(tensor)}});
  }
  return serialize_safetensors(all);
}

}  // namespace latentpad
