// A model and its history as a safetensors file, and back.
//
// Tensors are named as in PyTorch's state_dict of the same net (see weights/README.md): encoder.<i>, mu, log_var (vae)
// or code (ae), decoder.<i>; direct, hidden.<i>, output (fvbn, made); each with .weight (out x in) and .bias (out). A
// file that can be resumed also holds Adam's moments as optimizer.first.<name> and optimizer.second.<name>, in F32. The
// string map __metadata__ holds:
//   format                  "pt", as PyTorch's own writer puts it
//   latentpad.version       "1"
//   latentpad.config        JSON of ModelConfig; files of before width and height were written lack those
//   latentpad.training      JSON of TrainingRecord
//   latentpad.data          a checksum of the training digits, where the writer computes one
//   latentpad.optimizer     JSON {"steps", "presentations"}, where the moments are there
//   latentpad.checksum      checksum() of the parameters
//   latentpad.self_test     JSON {"ink", "mu", "log_var", "reconstruction"}: ink lists the pixels that are 1, the
//                           rest is what encode and decode(mu) must give; loading runs it
// Files without latentpad.* are read too: the architecture follows from the names and shapes, relu is assumed. The
// names of pytorch/examples/vae (fc1, fc21, fc22, fc3, fc4) are understood as well, and a prefix "module." or
// "_orig_mod." that all names have. Tensors may be F32, F16, BF16 or F64.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "io/config_json.h"
#include "base/format_error.h"
#include "models/model.h"
#include "nn/adam.h"

namespace latentpad {

struct SaveOptions {
  bool half = false;                       ///< F16 weights: half the size, rounded to nearest even
  const Adam<float>* optimizer = nullptr;  ///< to resume from; with half, std::invalid_argument
  std::uint64_t presentations = 0;         ///< digits shown so far, kept with the optimiser's state
};

/// Throws std::invalid_argument when a weight is not finite: such a file could never be loaded.
std::vector<std::uint8_t> save_model(Model<float>& model, const TrainingRecord& record, const SaveOptions& options);

struct OptimizerState {
  std::vector<WeightMatrix<float>> first_moments, second_moments;
  std::uint64_t steps = 0;
  std::uint64_t presentations = 0;
};

struct LoadedModel {
  std::unique_ptr<Model<float>> model;
  /// How the file held its numbers: "F32", "F16", "BF16" or "F64". Those of F64 have been rounded to F32, in which
  /// everything is computed.
  std::set<std::string> types;
  std::optional<TrainingRecord> record;
  std::optional<OptimizerState> optimizer;
};

/// Reads a file wholly before anything of it is used. Throws FormatError when it is malformed, when a tensor is
/// missing, superfluous, of another shape or type than the configuration says (naming it, what was expected and
/// found), when a number is not finite, or when checksum or self-test fail.
LoadedModel load_model(std::span<const std::uint8_t> file);

/// What a file's header tells of the model in it.
struct FileSettings {
  ModelConfig config;
  std::optional<TrainingConfig> training;  ///< as it was trained, where the file says so
};

/// Reads the beginning of a file, to its header's end, so that what the model costs is known before anything of its size
/// is allocated. Throws FormatError where load_model would for what stands in the header.
FileSettings settings_of_file(std::span<const std::uint8_t> head);

/// 16 hex digits over all parameters: FNV-1a (64 bits) of their names and bytes, in the order of parameters().
std::string checksum(Model<float>& model);

}  // namespace latentpad
