// Counts the allocations of the test program, and makes one of them fail.
#pragma once

namespace latentpad::test {

/// Calls of malloc and its relatives so far, Eigen's and operator new's among them.
long allocation_count();

/// While it lives, the n-th allocation from its construction on fails, once, whichever thread asks.
class FailingAllocation {
 public:
  explicit FailingAllocation(long n);
  FailingAllocation(const FailingAllocation&) = delete;
  FailingAllocation& operator=(const FailingAllocation&) = delete;
  ~FailingAllocation();

  /// Whether there were that many.
  static bool has_failed();
};

}  // namespace latentpad::test
