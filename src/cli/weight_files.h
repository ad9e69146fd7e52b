// Weights for the commands: one .safetensors file, or several with an index.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace latentpad::cli {

/// Adds the required option of a command that reads weights by read_weights().
void add_weights_option(CLI::App& command, std::string& path, const std::string& name = "--weights");

/// The bytes of a .safetensors file. A path that ends with .json is an index as Hugging Face's libraries write it for
/// weights in several files (model.safetensors.index.json):
///   {"weight_map": {"mu.weight": "model-00001-of-00002.safetensors", ...}}
/// Its files, which must be in the same folder, are merged into one; their metadata too. Throws FormatError or
/// ResourceError (file_unusable), naming the file, if one cannot be read, is malformed, lacks a tensor that the index
/// says it has, or holds another one; or if all together are larger than kMaxWeightBytes.
std::vector<std::uint8_t> read_weights(const std::string& path);

}  // namespace latentpad::cli
