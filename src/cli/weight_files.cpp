#include "cli/weight_files.h"

#include <filesystem>
#include <map>
#include <set>

#include "base/error.h"
#include "base/format_error.h"
#include "io/files.h"
#include "io/json.h"
#include "io/safetensors.h"
#include "io/strict_json.h"

namespace latentpad::cli {
namespace {

constexpr std::uint64_t kMaxIndexBytes = 16 << 20;

[[noreturn]] void fail(const std::string& path, const std::string& detail) {
  throw ResourceError(ErrorCode::file_unusable, {{"path", path}, {"detail", detail}});
}

/// The names of the tensors in each file.
std::map<std::string, std::set<std::string>> files_of(const std::string& path) {
  const std::vector<std::uint8_t> bytes = read_file(path, kMaxIndexBytes);
  const nlohmann::json index = in_format(ErrorCode::in_file, {{"path", path}}, [&] {
    return parse_strict_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  });
  const auto map = index.is_object() ? index.find("weight_map") : index.end();
  if (!index.is_object() || map == index.end() || !map->is_object() || map->empty()) {
    fail(path, "expected an index of weights, a JSON object with weight_map; open a .safetensors file otherwise");
  }
  std::map<std::string, std::set<std::string>> files;
  for (const auto& [tensor, file] : map->items()) {
    if (!file.is_string()) fail(path, "weight_map: expected the name of a file for " + tensor);
    const auto name = file.get<std::string>();
    // An index from elsewhere must not open other files of this machine.
    if (name.empty() || name == "." || name == ".." || name.find_first_of("/\\") != std::string::npos) {
      fail(path, "weight_map: expected the name of a file in the same folder for " + tensor + ", got " + file.dump());
    }
    files[name].insert(tensor);
  }
  return files;
}

}  // namespace

void add_weights_option(CLI::App& command, std::string& path, const std::string& name) {
  command.add_option(name, path, "The .safetensors file, or the index (.json) of several")
      ->required()
      ->type_name("FILE");
}

std::vector<std::uint8_t> read_weights(const std::string& path) {
  if (!path.ends_with(".json")) return read_file(path, kMaxWeightBytes);
  Safetensors all;
  std::uint64_t size = 0;
  for (const auto& [name, tensors] : files_of(path)) {
    const std::string part = (std::filesystem::path(path).parent_path() / name).string();
    const std::vector<std::uint8_t> bytes = read_file(part, kMaxWeightBytes - size);
    size += bytes.size();
    Safetensors content = in_format(ErrorCode::in_file, {{"path", part}}, [&] { return parse_safetensors(bytes); });
    for (const std::string& tensor : tensors) {
      if (!content.tensors.contains(tensor)) fail(part, "has no tensor " + tensor + ", which the index says it has");
    }
    for (const auto& [tensor, value] : content.tensors) {
      if (!tensors.contains(tensor)) {
        fail(part, "has a tensor " + tensor + ", which the index does not have in this file");
      }
    }
    all.tensors.merge(content.tensors);
    all.metadata.merge(content.metadata);
  }
  return serialize_safetensors(all);
}

}  // namespace latentpad::cli
