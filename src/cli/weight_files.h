// Weights for the commands: one .safetensors file, or several with an index.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace latentpad::cli {

/// Adds the required option of a command that reads weights by read_weights().
void add_weights_option(CLI::App& command, std::string& path, const std::string& name = "--weights");

/// The bytes of a .safetensors file. A path that ends with .json is an index of several files in the same folder
/// (io/sharded_weights.h), which are joined. Throws FormatError or ResourceError (file_unusable), naming the file, if
/// one cannot be read or does not match the index, or if all together are larger than kMaxWeightBytes.
std::vector<std::uint8_t> read_weights(const std::string& path);

}  // namespace latentpad::cli
