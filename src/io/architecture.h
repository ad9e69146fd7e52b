// Which architecture the tensors of a file belong to.
#pragma once

#include <map>
#include <string>

#include "io/safetensors.h"
#include "models/model_kind.h"

namespace latentpad {

/// Removes what wrappers of PyTorch put before the names: "module." (DataParallel) and "_orig_mod." (torch.compile),
/// also several of them, where every tensor has it.
void remove_common_prefixes(std::map<std::string, Tensor>& tensors);

/// Renames the tensors of pytorch/examples/vae (fc1, fc21, fc22, fc3, fc4) to ours, when all five layers are there and
/// none of ours is.
void translate_foreign_names(std::map<std::string, Tensor>& tensors);

/// The model whose parameters have these names and shapes; see recognize_model, which says what is thrown.
ModelConfig infer_config(const std::map<std::string, Tensor>& tensors);

/// Checks, before anything of the config's size is allocated, that the file holds at least as many numbers as the
/// config asks for: a file of a kilobyte must not cost a gigabyte. Throws FormatError.
void expect_enough_numbers(const ModelConfig& config, const std::map<std::string, Tensor>& tensors);

}  // namespace latentpad
