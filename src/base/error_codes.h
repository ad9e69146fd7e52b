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
  /* Files. */                                                                                                        \
  X(malformed_file, "{detail}")                                                                                       \
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
