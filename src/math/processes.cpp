#include "math/processes.h"

#include <algorithm>
#include <cstddef>

#include "math/thread_team.h"

namespace latentpad {

void OneProcess::gather(std::span<const double> mine, std::span<double> all) {
  std::copy(mine.begin(), mine.end(), all.begin());
}

void OneProcess::sum(std::span<const float> parts, std::span<float> total) { add_in_order(parts, total); }

Processes& alone() {
  static OneProcess process;
  return process;
}

void add_in_order(std::span<const float> parts, std::span<float> total) {
  parallel_for(static_cast<std::ptrdiff_t>(total.size()), kElementwiseGrain,
               [parts, total](std::ptrdiff_t begin, std::ptrdiff_t end) noexcept {
                 std::copy(parts.data() + begin, parts.data() + end, total.data() + begin);
                 for (std::size_t first = total.size(); first < parts.size(); first += total.size()) {
                   const float* part = parts.data() + first;
                   for (std::ptrdiff_t i = begin; i < end; ++i) total.data()[i] += part[i];
                 }
               });
}

}  // namespace latentpad
