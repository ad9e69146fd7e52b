#include "base/format_error.h"

namespace latentpad {

FormatError::FormatError(ErrorCode code, ErrorParams params)
    : std::runtime_error(error_message(code, params)), Error(code, std::move(params)) {}
FormatError::FormatError(const FormatError&) = default;
FormatError::~FormatError() = default;

}  // namespace latentpad
