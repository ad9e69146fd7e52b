// Errors about a data set.
#pragma once

#include <stdexcept>

namespace latentpad::data {

/// A file that cannot be read as images: what() names it, the reason, and what would work. Without a code, since only
/// the program reads these formats.
class DataError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace latentpad::data
