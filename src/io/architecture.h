// Architecture detection from the tensors of a file.
#pragma once

#include <map>
#include <string>

#include "io/safetensors.h"
#include "models/model_kind.h"

namespace latentpad {

/// Removes the prefixes of PyTorch wrappers, "module." (DataParallel) and "_orig_mod." (torch.compile), also repeated,
/// if every tensor has them.
void remove_common_prefixes(std::map<std::string, Tensor>& tensors);

/// Renames the tensors of pytorch/examples/vae (fc1, fc21, fc22, fc3, fc4) to the names used here, if all five layers
/// are present and none of the latter is.
void translate_foreign_names(std::map<std::string, Tensor>& tensors);

/// The configuration of the model with these tensors. Throws like recognize_model.
ModelConfig infer_config(const std::map<std::string, Tensor>& tensors);

/// Checks, before anything of the config's size is allocated, that the file has at least as many numbers as the config
/// requires: a file of a kilobyte must not cause the allocation of a gigabyte. Throws FormatError.
void expect_enough_numbers(const ModelConfig& config, const std::map<std::string, Tensor>& tensors);

}  // namespace latentpad
