#include "math/arithmetic.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "math/kernels.h"

namespace latentpad {
namespace {

/// The supported kernel set of that class with the widest vectors, or null.
const KernelSet* widest(Arithmetic wanted) {
  const KernelSet* found = nullptr;
  for (const KernelSet* const* set = kCompiledKernels; *set != nullptr; ++set) {
    if ((*set)->arithmetic == wanted && (*set)->runs_here()) found = *set;
  }
  return found;
}

const KernelSet*& current() {
  static const KernelSet* set = widest(available_arithmetic().front());
  return set;
}

}  // namespace

std::string_view arithmetic_name(Arithmetic arithmetic) { return arithmetic == Arithmetic::exact ? "exact" : "fused"; }

Arithmetic arithmetic_from_name(std::string_view name) {
  if (name == "exact") return Arithmetic::exact;
  if (name == "fused") return Arithmetic::fused;
  throw_unknown_name("arithmetic", {"exact", "fused"}, name);
}

std::vector<Arithmetic> available_arithmetic() {
  std::vector<Arithmetic> classes;
  for (const Arithmetic one : {Arithmetic::exact, Arithmetic::fused}) {
    if (widest(one) != nullptr) classes.push_back(one);
  }
  return classes;
}

Arithmetic fastest_arithmetic() { return available_arithmetic().back(); }

Arithmetic arithmetic() { return kernel_set().arithmetic; }

void set_arithmetic(Arithmetic wanted) {
  const KernelSet* set = widest(wanted);
  if (set == nullptr) {
    std::string possible;
    for (const Arithmetic one : available_arithmetic()) {
      possible += (possible.empty() ? "" : ", ") + std::string(arithmetic_name(one));
    }
    throw ArgumentError(ErrorCode::arithmetic_unavailable, {{"possible", possible}, {"got", arithmetic_name(wanted)}});
  }
  use_kernel_set(*set);
}

const KernelSet& kernel_set() { return *current(); }

void use_kernel_set(const KernelSet& set) { current() = &set; }

}  // namespace latentpad
