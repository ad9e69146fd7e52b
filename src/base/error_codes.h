// Every error that the core can raise: its code and its English sentence. {name} stands for a parameter.
// JavaScript gets the code in camel case and the parameters; the page has a sentence for each code in each language
// (web/i18n, checked by tests/web/core-errors.test.mjs).
#pragma once

#include <string>
#include <string_view>
#include <vector>

// clang-format off
#define LATENTPAD_ERROR_CODES(X)                                                                                      \
  /* A call that is wrong whatever the data: a mistake of the program that made it. */                                \
  X(invalid_argument, "{function}: expected {expected}, got {got}")                                                   \
  /* A configuration or an option. */                                                                                 \
  X(unknown_name, "{setting}: expected one of {known}, got \"{got}\"")                                                \
  X(setting_out_of_range, "{setting}: expected {expected}, got {got}")                                                \
  /* A model and what it is given. */                                                                                 \
  X(image_size_differs,                                                                                               \
    "{function}: the model's images are {width} x {height}, these are {otherWidth} x {otherHeight}; use data or a "   \
    "model of the same size")                                                                                         \
  X(weights_give_non_finite,                                                                                          \
    "{function}: with these weights {result} is not finite; they have diverged or are damaged, use others")           \
  X(code_gives_non_finite,                                                                                            \
    "{function}: the result is not finite; z lies too far out for these weights, use smaller numbers")                \
  /* Files. */                                                                                                        \
  X(malformed_file, "{detail}")                                                                                       \
  X(json_nul_byte, "not valid JSON: a NUL byte at position {position}")                                               \
  X(weights_label_inputs, "weights: {layer}: expected pixels and {labels} numbers of a label, got {got} inputs")      \
  X(digits_idx_alone,                                                                                                 \
    "this is one of MNIST's two IDX files, images or labels; both are needed, in a folder or together")               \
  X(file_is_empty, "the file is empty; copy or download it again")                                                    \
  X(file_is_web_page,                                                                                                 \
    "this is a web page (HTML or XML), not the file itself; open the address in a browser, download the file that "   \
    "it offers and take that")                                                                                        \
  X(file_is_archive, "this is a {format} archive; unpack it and take the file that is in it")                         \
  X(file_is_picture, "this is a picture ({format}), neither weights nor a data set; a picture is drawn on the page "  \
    "or given to encode --image")                                                                                     \
  X(file_is_pdf, "this is a PDF document; take the file that it describes")                                           \
  X(file_is_hdf5, "this is an HDF5 file (.h5, as Keras writes it); save weights as .safetensors, data as MNIST's "    \
    "IDX files")                                                                                                      \
  X(file_is_onnx, "this is an ONNX model; save its weights as .safetensors with the names in weights/README.md")      \
  X(file_is_numpy, "this is a NumPy file (.npy or .npz); save weights as .safetensors, data as MNIST's IDX files")    \
  X(file_is_pytorch,                                                                                                  \
    "this is a PyTorch file or a Python pickle (.pt, .pth); save its state_dict with "                                \
    "safetensors.torch.save_file")                                                                                    \
  X(file_is_gguf, "this is a GGUF file; save its weights as .safetensors with the names in weights/README.md")        \
  X(file_is_csv,                                                                                                      \
    "this is a table in text (CSV); save weights as .safetensors, data as MNIST's IDX files")                         \
  X(file_is_text, "this is plain text, neither weights nor a data set; expected a binary file")                       \
  X(file_is_weights, "these are weights (.safetensors), not a data set")                                              \
  X(file_is_digits, "this is a data set of images or labels, not weights")                                            \
  /* Memory and time. */                                                                                              \
  X(out_of_memory, "out of memory: the model or the data are too large")
// clang-format on

namespace latentpad {

enum class ErrorCode {
#define LATENTPAD_ENUMERATOR(name, text) name,
  LATENTPAD_ERROR_CODES(LATENTPAD_ENUMERATOR)
#undef LATENTPAD_ENUMERATOR
};

/// The code as JavaScript has it: setting_out_of_range is "settingOutOfRange".
std::string error_code_name(ErrorCode code);

/// The English sentence, its parameters unfilled.
std::string_view error_code_text(ErrorCode code);

/// All codes, in the order of the list above.
const std::vector<ErrorCode>& all_error_codes();

}  // namespace latentpad
