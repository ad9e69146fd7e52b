// The two arithmetic classes. Within a class the same seed gives bit-identical results in every engine, on every
// processor, with any number of threads.
#pragma once

#include <string_view>
#include <vector>

namespace latentpad {

enum class Arithmetic {
  exact,  ///< multiply and add round separately: available everywhere
  fused,  ///< fused multiply-adds in matrix products: needs support by the processor or engine
};

/// "exact" or "fused".
std::string_view arithmetic_name(Arithmetic arithmetic);

/// The class of that name; throws ArgumentError listing the valid names.
Arithmetic arithmetic_from_name(std::string_view name);

/// The classes that this build supports on this machine; never empty.
std::vector<Arithmetic> available_arithmetic();

/// The last of available_arithmetic(): fused where supported.
Arithmetic fastest_arithmetic();

/// The arithmetic class of the process; initially exact where that is available.
Arithmetic arithmetic();

/// Changes the class for the whole process; not during a computation. Throws ArgumentError listing the available
/// classes if this build does not support `arithmetic` on this machine.
void set_arithmetic(Arithmetic arithmetic);

}  // namespace latentpad
