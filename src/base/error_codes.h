// Every error of the core: its code and its English message. {name} stands for a parameter.
// A code identifies what a user can do about the error, not where it is detected. Parameters are numbers, names and
// other errors ({reason}, {hint}); only {expected}, {got} and {detail} may hold English text. JavaScript gets the code
// in camel case and the parameters; the page has a message for each code in each language (web/languages, checked by
// tests/web/engine/core-errors.test.mjs). tests/structure checks that every throw passes the parameters that its
// message uses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

// clang-format off
#define LATENTPAD_ERROR_CODES(X)                                                                                      \
  /* Errors of the calling program, independent of the data. */                                                       \
  X(invalid_argument, "{function}: expected {expected}, got {got}")                                                   \
  X(not_finite, "{function}: expected finite numbers, got {got} at position {position}")                              \
  X(pixel_out_of_range, "{function}: expected pixels in [0, 1], got {got} at position {position}")                    \
  X(not_whole_images,                                                                                                 \
    "{function}: expected a whole number of images of {size} bytes, at least one, got {got} bytes")                   \
  X(too_few_images,                                                                                                   \
    "{function}: expected at least {least} images of {size} bytes (a batch cannot be larger than the data), "         \
    "got {got} bytes")                                                                                                \
  /* Operations that this kind of model does not support. */                                                          \
  X(needs_code, "{function}: expected a model that has it ({known}), got {got}")                                      \
  X(needs_posterior, "{function}: expected a model that has it ({known}), got {got}")                                 \
  X(needs_one_layer,                                                                                                  \
    "{function}: expected a model without several stochastic layers ({known}), got {got}")                            \
  X(needs_exact_likelihood, "{function}: expected a model that has it ({known}), got {got}")                          \
  X(needs_two_dimensions, "{function}: expected 2 latent dimensions, got {got}")                                      \
  X(iwae_needs_posterior,                                                                                             \
    "objective iwae: expected a vae, which has importance weights; got a model of kind {got}")                        \
  X(estimator_needs_posterior,                                                                                        \
    "estimator {estimator}: expected a vae, which has a posterior q(z | x); got a model of kind {got}")               \
  X(prior_needs_vae,                                                                                                  \
    "prior {prior}: expected a vae, whose codes have a p(z) that can be learned; got a model of kind {got}")          \
  X(estimator_needs_one_layer,                                                                                        \
    "estimator {estimator}: expected a vae or a cvae, whose code is the only latent variable; got a model of kind "   \
    "{got}")                                                                                                          \
  /* Configurations and options. */                                                                                   \
  X(unknown_name, "{setting}: expected one of {known}, got {got}")                                                    \
  X(count_out_of_range, "{setting}: expected a whole number from {least} to {most}, got {got}")                       \
  X(setting_out_of_range, "{setting}: expected a number from {least} to {most}, got {got}")                           \
  X(setting_not_above, "{setting}: expected a number above {above} and at most {most}, got {got}")                    \
  X(samples_out_of_range, "{function}: expected from {least} to {most} samples, got {got}")                           \
  X(sample_counts, "{function}: expected ascending numbers of samples from 1 to {most}, got {got}")                   \
  X(iwae_samples,                                                                                                     \
    "importance_samples: expected a whole number from {least} to {most} for the objective iwae, got {got}")           \
  X(elbo_samples, "importance_samples: expected 1 for the objective elbo, got {got}")                                 \
  X(iwae_beta, "beta: expected 1 without warm-up for the objective iwae, got {got} with {warmup} steps of warm-up")   \
  X(components_need_prior,                                                                                            \
    "components: expected to be left out with the prior standard, N(0, I), which has none; got {got}")                \
  X(dreg_needs_iwae,                                                                                                  \
    "estimator dreg: expected the objective iwae, whose importance weights it uses, got the objective {got}")         \
  X(schedule_excludes,                                                                                                \
    "{setting}: expected to be left out with the schedule {schedule}, which does not use it; got {got}")              \
  X(schedule_needs_epochs,                                                                                            \
    "schedule_epochs: expected a whole number from 1 to {most} for the schedule {schedule}, got {got}")               \
  X(schedule_steps_when,                                                                                              \
    "schedule_epochs, schedule_at: expected one of them for the schedule steps, got {epochs} and {list}")             \
  X(schedule_needs_factor,                                                                                            \
    "schedule_factor: expected a number above 0 for the schedule {schedule}, got {got}")                              \
  X(schedule_at_order,                                                                                                \
    "schedule_at: expected at most {count} epochs from 1 to {most}, in rising order, got {got}")                      \
  X(schedule_needs_epoch,                                                                                             \
    "{function}: expected the schedule constant for a single batch, since {schedule} counts epochs of a data set")    \
  X(shards_of_batch, "shards: expected a number that divides the batch of {batch} examples, got {got}")               \
  X(shards_of_processes, "shards: expected a multiple of the {processes} processes that share them, got {got}")       \
  X(kernel_too_large,                                                                                                 \
    "{layer}: expected a kernel that fits its input with padding, {width} x {height}, got {kernel} x {kernel}")       \
  X(convolution_after_linear, "hidden: expected convolutions before linear layers, got {got}")                        \
  X(needs_linear_layers,                                                                                              \
    "hidden: expected linear layers for a model of kind {model} ({known} may have convolutions), got {got}")          \
  X(digits_choice, "digits: expected one or more labels from 0 to 9, in rising order, got {got}")                     \
  X(setting_fixed,                                                                                                    \
    "set_config: the {setting} belongs to a run that has begun; expected {expected}, got {got}. Make a new model, "   \
    "or reset, to change it")                                                                                         \
  X(in_settings, "{part}.{reason}")                                                                                   \
  X(setting_type, "{setting}: expected {expected}, got {got}")                                                        \
  X(unknown_setting, "{part}: unknown key {key}")                                                                     \
  X(hold_out_all, "hold_out: expected fewer than the {count} images there are, got {got}")                            \
  X(no_training_digits,                                                                                               \
    "digits: expected training images labelled {labels}, got none of them among {count}")                             \
  /* Limits of this build or machine. */                                                                              \
  X(arithmetic_unavailable,                                                                                           \
    "arithmetic: expected one that this build can compute on this machine ({possible}), got {got}")                   \
  X(threads_unavailable, "threads: expected 1, since this build has no threads, got {got}")                           \
  X(threads_out_of_range, "threads: expected 1 to {most}, got {got}")                                                 \
  X(threads_refused, "threads: the system refused to start {count} ({detail}); one is left")                          \
  X(out_of_memory, "out of memory: the model or the data are too large")                                              \
  X(wrong_result, "{function}: the result is wrong by {got}")                                                         \
  /* Metrics that are undefined for the given codes. */                                                               \
  X(measure_needs_examples, "{function}: expected codes of at least {least} examples, got {got}")                     \
  X(measure_not_finite, "{function}: expected finite codes, got {got} at position {position}")                        \
  X(measure_needs_labels, "{function}: expected a label for each of the {count} codes, got {got}")                    \
  X(measure_one_label, "{function}: expected examples of at least two labels, got one label")                         \
  X(measure_flat, "{function}: expected codes that fill every latent dimension, got a singular covariance")           \
  X(measure_needs_standard_prior,                                                                                     \
    "{function}: compares codes with N(0, I); expected the prior standard, got {got}")                                \
  X(evaluation_outdated, "{function}: the weights have changed since the evaluation began; begin it again")          \
  X(measure_needs_code, "a model of kind {got} has no code")                                                          \
  /* Inputs that do not match the model. */                                                                           \
  X(image_size_differs,                                                                                               \
    "{function}: the model's images are {width} x {height}, these are {otherWidth} x {otherHeight}; use data or a "   \
    "model of the same size")                                                                                         \
  X(label_beyond_model,                                                                                               \
    "labels: the model has {labels} labels and the data {classes} classes, image {position} has the label {got}; "    \
    "make a model with labels = {classes}, or use data of fewer classes or a model without labels")                   \
  X(not_digits,                                                                                                       \
    "labels: expected the digits 0 to 9, got {got} at image {position}; the classifier scores images of digits only") \
  X(weights_give_non_finite,                                                                                          \
    "{function}: with these weights {result} is not finite; they have diverged or are damaged, use others")           \
  X(code_gives_non_finite,                                                                                            \
    "{function}: the result is not finite; z lies too far out for these weights, use smaller numbers")                \
  /* Files: location of an error. */                                                                                  \
  X(in_file, "{path}: {reason}")                                                                                      \
  X(in_weights, "weights: {reason}")                                                                                  \
  X(in_metadata, "weights: {part}: {reason}")                                                                         \
  X(in_moments, "weights: optimizer moment of {reason}")                                                              \
  X(file_unusable, "{path}: {detail}")                                                                                \
  /* Files: JSON. */                                                                                                  \
  X(json_malformed, "not valid JSON: {detail}")                                                                       \
  X(json_nul_byte, "not valid JSON: a NUL byte at position {position}")                                               \
  X(json_duplicate_key, "duplicate key {key}")                                                                        \
  X(json_too_deep, "JSON nested more than {most} deep")                                                               \
  /* Files: safetensors, named as in the reference implementation. */                                                 \
  X(safetensors_header_too_small, "safetensors: HeaderTooSmall: expected at least 8 bytes, got {got}")                \
  X(safetensors_header_too_large,                                                                                     \
    "safetensors: HeaderTooLarge: expected a header of at most {most} bytes, got {got}")                              \
  X(safetensors_header_length,                                                                                        \
    "safetensors: InvalidHeaderLength: the header of {header} bytes ends beyond the file of {got} bytes")             \
  X(safetensors_header_start, "safetensors: InvalidHeaderStart: expected a JSON object")                              \
  X(safetensors_header_json, "safetensors: InvalidHeaderDeserialization: {reason}")                                   \
  X(safetensors_header_entry,                                                                                         \
    "safetensors: InvalidHeaderDeserialization: {entry}: expected {expected}, got {got}")                             \
  X(safetensors_dtype, "safetensors: InvalidHeaderDeserialization: tensor {tensor}: unknown dtype {got}")             \
  X(safetensors_overflow, "safetensors: ValidationOverflow: the size of {tensor} exceeds 64 bits")                    \
  X(safetensors_offset,                                                                                               \
    "safetensors: InvalidOffset: tensor {tensor} lies at {begin} … {end}, expected it to begin at {expected}")        \
  X(safetensors_tensor_bytes,                                                                                         \
    "safetensors: TensorInvalidInfo: tensor {tensor} has {got} bytes, expected {expected} for its shape and dtype")   \
  X(safetensors_cut_off,                                                                                              \
    "safetensors: MetadataIncompleteBuffer: expected {expected} bytes of tensors, got {got} (the file is cut off)")   \
  X(safetensors_too_long, "safetensors: MetadataIncompleteBuffer: expected {expected} bytes of tensors, got {got}")   \
  /* Files: other file types (io/file_kind.h). */                                                                     \
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
  /* Files: model weights. */                                                                                         \
  X(weights_version, "weights: expected latentpad.version 1, got {got} (made by a newer latentpad?)")                 \
  X(weights_missing_tensor, "weights: the tensor {tensor} is missing")                                                \
  X(weights_unexpected_tensor, "weights: unexpected tensor {tensor}")                                                 \
  X(weights_not_two_dimensions, "weights: tensor {tensor}: expected two dimensions, got shape {got}")                 \
  X(weights_of_convolution,                                                                                           \
    "weights: tensor {tensor} is a convolution; expected the file's metadata to have the configuration, since the "   \
    "shape of the weights states neither stride nor padding")                                                         \
  X(weights_label_inputs, "weights: {layer}: expected pixels and {labels} numbers of a label, got {got} inputs")      \
  X(weights_layer_size, "weights: {layer}: expected from 1 to {most} units, got {got}")                               \
  X(weights_wrong_shape, "weights: tensor {tensor}: expected shape {expected}, got {got}")                            \
  X(weights_wrong_type, "tensor {tensor}: expected dtype F32, F16, BF16 or F64, got {got}")                           \
  X(weights_not_finite, "weights: tensor {tensor} is not finite at position {position}: {got}")                       \
  X(weights_not_masked,                                                                                               \
    "{tensor}[{row}, {column}]: expected 0, since a pixel may only see those before it, got {got}")                   \
  X(weights_too_few_numbers,                                                                                          \
    "weights: the configuration asks for at least {expected} numbers, the file holds {got}")                          \
  X(weights_checksum,                                                                                                 \
    "weights: the numbers do not have the checksum {expected} that the file states: it is damaged or was edited")     \
  X(weights_self_test,                                                                                                \
    "self-test: expected {list}[{position}] = {expected}, got {got}: the weights do not do what they did when they "  \
    "were saved")                                                                                                     \
  X(weights_self_test_malformed, "self-test: expected {expected}, got {got}")                                         \
  X(weights_results_not_finite,                                                                                       \
    "weights: encoding and decoding a test pattern gives numbers that are not finite")                                \
  X(weights_counter, "weights: latentpad.optimizer: expected \"{key}\", a whole number up to 10^15, in {got}")        \
  X(weights_negative_moment, "weights: tensor {tensor}: expected no negative number, got {got} at {position}")        \
  X(weights_without_training, "weights: optimiser state without latentpad.training: it cannot be resumed")            \
  X(weights_not_resumable, "resume: expected a file with optimiser state")                                            \
  X(weights_other_architecture, "resume: expected a file of the same architecture, {expected}, got {got}")            \
  X(save_not_finite, "save_model: {tensor} holds a number that is not finite")                                        \
  X(save_not_finite_half, "save_model: {tensor} holds a number that is not finite in F16")                            \
  X(save_header_too_large, "serialize_safetensors: expected a header of at most {most} bytes, got {got}")             \
  /* Files: weights in several files, with an index. */                                                               \
  X(in_weight_index, "index of weights: {reason}")                                                                    \
  X(weight_index_malformed,                                                                                           \
    "index of weights: expected a JSON object with weight_map, an object with a file for each tensor, got {got}")     \
  X(weight_index_file,                                                                                                \
    "index of weights: expected the name of a file in the same folder for the tensor {tensor}, got {got}")            \
  X(weights_file_lacks_tensor, "{file}: the tensor {tensor} is missing, which the index states for this file")        \
  X(weights_file_other_tensor, "{file}: unexpected tensor {tensor}, which the index does not state for this file")    \
  /* Files: the classifier for samples. */                                                                            \
  X(classifier_layer, "classifier: {tensor}: expected two dimensions of 1 to {most}, got shape {got}")                \
  X(classifier_inputs,                                                                                                \
    "classifier: {tensor}: expected {expected} inputs, as many as the layer below has outputs, got {got}")            \
  X(classifier_outputs, "classifier: expected layers classifier.0 … of which the last has 10 outputs, got {got}")     \
  X(classifier_tensors, "classifier: expected {expected} tensors, got {got}")                                         \
  X(classifier_tensor, "classifier: the tensor {tensor} is missing or has another shape")                             \
  X(classifier_diverged,                                                                                              \
    "train_classifier: the loss or a weight is not finite at step {step}; take a smaller learning rate")              \
  X(classification_not_finite,                                                                                        \
    "classify: expected finite probabilities, got {got} for image {position}; the weights or the pixels are too large, or not numbers") \
  X(classifier_not_finite, "classifier: {tensor} is not finite at position {position}: {got}")                        \
  /* Files: digits. */                                                                                                \
  X(idx_header, "IDX: expected a header of {expected} bytes, got {got}")                                              \
  X(idx_empty, "IDX: expected at least one example of at least one pixel, got a size of 0")                           \
  X(idx_too_large, "IDX: the header claims more than 1 GB of data")                                                   \
  X(idx_magic, "IDX {part}: expected the magic number {expected}, got {got}")                                         \
  X(idx_length, "IDX {part}: expected {expected} bytes by its header, got {got}")                                     \
  X(idx_counts, "IDX: expected as many labels as images, got {labels} labels and {images} images")                    \
  X(packed_magic, "packed file: expected the file to begin with \"LPDIGITS\"")                                        \
  X(digits_idx_alone,                                                                                                 \
    "this is one of MNIST's two IDX files, images or labels; both are needed, in a folder or together")               \
  X(packed_header, "packed file: expected a header of {expected} bytes, got {got}")                                   \
  X(packed_version, "packed file: expected version 1, or 2 with at most 65536 bytes of class names, got version {version} and {got} "     \
    "bytes")         \
  X(packed_counts, "packed file: expected 1 … count images for training, got {train} of {count}")                     \
  X(packed_names_json, "packed file: class names: {reason}")                                                          \
  X(packed_names, "packed file: expected a JSON array of {low} to {high} class names, got {got}")                     \
  X(packed_length, "packed file: expected {expected} bytes by its header, got {got}")                                 \
  X(digits_label, "{part}: expected labels from 0 to {most}, got {got} at image {position}")                          \
  X(image_set_side, "images: expected a width and a height from {low} to {high}, got {width} x {height}")             \
  X(image_set_size, "images: expected {expected} pixels for {count} labels, got {got}")                               \
  X(digits_format,                                                                                                    \
    "images: expected MNIST's IDX (magic number 0x00000803 or 0x00000801) or a packed file, got {got}")               \
  /* Files: gzip. */                                                                                                  \
  X(gzip_too_long, "gzip: the content is longer than its header says, {expected} bytes")                              \
  X(gzip_cut_off, "gzip: the file is cut off")                                                                        \
  X(gzip_damaged, "gzip: the file is damaged ({detail})")                                                             \
  X(gzip_trailing, "gzip: something follows the end of the data")
// clang-format on

namespace latentpad {

enum class ErrorCode {
#define LATENTPAD_ENUMERATOR(name, text) name,
  LATENTPAD_ERROR_CODES(LATENTPAD_ENUMERATOR)
#undef LATENTPAD_ENUMERATOR
};

/// The code in camel case, as in JavaScript: setting_out_of_range is "settingOutOfRange".
std::string error_code_name(ErrorCode code);

/// The English message with its placeholders.
std::string_view error_code_text(ErrorCode code);

/// All codes, in the order of the list above.
const std::vector<ErrorCode>& all_error_codes();

}  // namespace latentpad
