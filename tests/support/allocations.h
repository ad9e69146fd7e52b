// Counts the allocations of the test program, and can make one of them fail.
#pragma once

namespace latentpad::test {

/// Number of calls of malloc etc. so far, including those of Eigen and operator new.
long allocation_count();

/// During its lifetime, the n-th allocation since its construction fails, once, on any thread.
class FailingAllocation {
 public:
  explicit FailingAllocation(long n);
  FailingAllocation(const FailingAllocation&) = delete;
  FailingAllocation& operator=(const FailingAllocation&) = delete;
  ~FailingAllocation();

  /// Whether the failure has occurred.
  static bool has_failed();
};

}  // namespace latentpad::test
