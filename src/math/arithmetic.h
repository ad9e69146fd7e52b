// The two arithmetic classes. Within a class the same seed gives the same bits in every engine, on every processor, with
// any number of threads.
#pragma once

#include <string_view>
#include <vector>

namespace latentpad {

enum class Arithmetic {
  exact,  ///< a product is rounded, then the sum: runs everywhere
  fused,  ///< fused multiply-adds in the matrix products: needs a processor or an engine that has them
};

/// "exact" or "fused".
std::string_view arithmetic_name(Arithmetic arithmetic);

/// The class of that name; throws std::invalid_argument naming the possible ones.
Arithmetic arithmetic_from_name(std::string_view name);

/// The classes that this build can compute on this machine; never empty.
std::vector<Arithmetic> available_arithmetic();

/// The last of available_arithmetic(): fused where there is a choice.
Arithmetic fastest_arithmetic();

/// What the process computes in; exact from the start where that is available.
Arithmetic arithmetic();

/// Changes it for the whole process, between two computations. Throws std::invalid_argument naming the possible classes
/// when this build cannot compute `arithmetic` here.
void set_arithmetic(Arithmetic arithmetic);

}  // namespace latentpad
