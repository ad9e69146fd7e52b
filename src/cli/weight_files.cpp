#include "cli/weight_files.h"

#include <filesystem>

#include "base/error.h"
#include "base/format_error.h"
#include "io/files.h"
#include "io/sharded_weights.h"

namespace latentpad::cli {

void add_weights_option(CLI::App& command, std::string& path, const std::string& name) {
  command.add_option(name, path, "The .safetensors file, or the index (.json) of several")
      ->required()
      ->type_name("FILE");
}

std::vector<std::uint8_t> read_weights(const std::string& path) {
  if (!path.ends_with(".json")) return read_file(path, kMaxWeightBytes);
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  const std::vector<std::uint8_t> index = read_file(path, kMaxIndexBytes);
  return in_format(ErrorCode::in_file, {{"path", path}}, [&] {
    std::uint64_t size = 0;
    return join_weights(parse_weight_index(index), [&](const std::string& name) {
      std::vector<std::uint8_t> bytes = read_file((folder / name).string(), kMaxWeightBytes - size);
      size += bytes.size();
      return bytes;
    });
  });
}

}  // namespace latentpad::cli
