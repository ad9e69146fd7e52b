// Saves and loads models with their training records as safetensors files.
//
// Tensors are named as in PyTorch's state_dict of the same network (see weights/README.md): encoder.<i>, mu, log_var
// (vae) or code (ae), decoder.<i>; encoder.<i> or ladder.<i>, prior.<i>, each with
// hidden.<j>, mu and log_var, and decoder.<i> (hvae); direct, hidden.<i>, output (fvbn, made); each with .weight (out x
// in; of a convolution out x in x kernel x kernel, of a transposed one in x out x kernel x kernel) and .bias (out). A
// resumable file also has Adam's moments as optimizer.first.<name> and optimizer.second.<name>, in F32. If the weights
// are an average (nn/weight_average.h), it has those that training updates as optimizer.raw.<name>. The string map
// __metadata__ has:
//   format                  "pt", as in files written by PyTorch
//   latentpad.version       "1"
//   latentpad.config        JSON of ModelConfig; old files lack width and height
//   latentpad.training      JSON of TrainingRecord
//   latentpad.data          a checksum of the training digits, if the writer computes one
//   latentpad.optimizer     JSON {"steps", "presentations"}, if the moments are present, and "averaged", the number of
//                           steps in the average, if the raw weights are
//   latentpad.checksum      checksum() of the parameters
//   latentpad.self_test     JSON {"ink", "mu", "log_var", "reconstruction"}: ink lists the pixels that are 1, the
//                           rest are the expected results of encode and decode(mu), checked by load_model
// Files without latentpad.* are supported: the architecture is inferred from names and shapes, with relu. The names of
// pytorch/examples/vae (fc1, fc21, fc22, fc3, fc4) are supported too, as is a prefix "module." or "_orig_mod." of all
// names. Tensors may be F32, F16, BF16 or F64.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/format_error.h"
#include "io/config_json.h"
#include "models/model.h"
#include "nn/adam.h"
#include "nn/weight_average.h"

namespace latentpad {

struct SaveOptions {
  bool half = false;                       ///< F16 weights: half the size, rounded to nearest even
  const Adam<float>* optimizer = nullptr;  ///< for a resumable file; with half, ArgumentError
  std::uint64_t presentations = 0;         ///< digits shown so far, saved with the optimizer state
  const WeightAverage<float>* average =
      nullptr;  ///< with an optimizer, of a model that has the average: the raw weights
};

/// Throws ArgumentError if a weight is not finite: such a file could not be loaded.
std::vector<std::uint8_t> save_model(Model<float>& model, const TrainingRecord& record, const SaveOptions& options);

struct OptimizerState {
  std::vector<WeightMatrix<float>> first_moments, second_moments;
  std::uint64_t steps = 0;
  std::uint64_t presentations = 0;
  AverageState<float> average;  ///< no raw weights unless the model's are an average
};

struct LoadedModel {
  std::unique_ptr<Model<float>> model;
  /// The data types in the file: "F32", "F16", "BF16" or "F64". F64 is rounded to F32, which is used for all
  /// computations.
  std::set<std::string> types;
  std::optional<TrainingRecord> record;
  std::optional<OptimizerState> optimizer;
};

/// Loads a model. Throws FormatError if the file is malformed, if a tensor is missing, superfluous, or of another shape
/// or type than the configuration specifies (naming it, the expected and the actual value), if a number is not finite,
/// or if the checksum or the self-test fails.
LoadedModel load_model(std::span<const std::uint8_t> file);

/// Settings from a file's header.
struct FileSettings {
  ModelConfig config;
  std::optional<TrainingConfig> training;  ///< training settings, if the file has them
};

/// Reads only the header at the beginning of a file, to estimate the model's cost before anything of its size is
/// allocated. Throws FormatError like load_model for errors in the header.
FileSettings settings_of_file(std::span<const std::uint8_t> head);

/// 64-bit FNV-1a of the names and bytes of all parameters, in the order of parameters(), as 16 hex digits.
std::string checksum(Model<float>& model);

}  // namespace latentpad
