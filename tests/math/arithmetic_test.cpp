#include "math/arithmetic.h"

#include <set>

#include "math/gemm.h"
#include "support/every_engine.h"

namespace latentpad::test::arithmetic_test {

TEST_CASE("Arithmetic classes are identified by their names only") {
  for (const Arithmetic one : {Arithmetic::exact, Arithmetic::fused}) {
    CHECK(arithmetic_from_name(arithmetic_name(one)) == one);
  }
  for (const char* name : {"", "Exact", "auto", "fast"}) {
    CHECK_THAT(message_of<std::invalid_argument>([name] { arithmetic_from_name(name); }),
               contains("expected one of \"exact\", \"fused\", got \"" + std::string(name) + "\""));
  }
}

TEST_CASE("The default arithmetic class is exact, and can be changed") {
  const ComputeRestorer restorer;
  CHECK(arithmetic() == Arithmetic::exact);
  for (const Arithmetic one : available_arithmetic()) {
    set_arithmetic(one);
    CHECK(arithmetic() == one);
    CHECK(kernel_set().runs_here());
  }
  CHECK(fastest_arithmetic() == available_arithmetic().back());
}

TEST_CASE("Fused arithmetic rounds once, exact arithmetic twice") {
  // (1 + 2^-13)² = 1 + 2^-12 + 2^-26: the last term is lost if the product is rounded before 1 is subtracted.
  const float x = 1.0f + 0x1p-13f;
  Matrix<float> a(1, 2), b(2, 1), c(1, 1);
  a << -1.0f, x;
  b << 1.0f, x;
  with_every_engine([&] {
    gemm<float>(view(a), view(b), mutable_view(c));
    CHECK(c(0, 0) == (arithmetic() == Arithmetic::fused ? 0x1p-12f + 0x1p-26f : 0x1p-12f));
  });
}

TEST_CASE("Every kernel set has a unique name") {
  std::set<std::string> names;
  for (const KernelSet* const* set = kCompiledKernels; *set != nullptr; ++set) {
    CHECK(names.insert((*set)->name).second);
  }
  CHECK(names.size() >= 2);
}

}  // namespace latentpad::test::arithmetic_test
