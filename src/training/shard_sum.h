// The gradient of a batch from the gradients of its shards: parts of equal size, which one or several processes
// compute.
#pragma once

#include <span>
#include <vector>

#include "math/processes.h"
#include "models/model.h"

namespace latentpad {

/// The mean over the shards of gradients and loss terms, added from the first to the last: it does not depend on the
/// number of processes. Process r of N computes the shards r S / N … (r + 1) S / N − 1.
/// Memory, in numbers of gradients: 1 with one process, 1 + S / N with several.
class ShardSum {
 public:
  /// Begins the sum of a step. Only the first with these sizes allocates.
  void begin(Processes& processes, const ParameterList<float>& parameters, Index shards);

  /// The shards of this process.
  Index first() const { return processes_->rank() * count(); }
  Index count() const { return shards_ / processes_->size(); }

  /// Adds the gradients and the loss terms of the next shard of this process.
  void add(const ParameterList<float>& parameters, const LossTerms& terms);

  /// After count() calls of add: sets the gradients to their means over all shards and returns those of the loss terms.
  LossTerms finish(const ParameterList<float>& parameters);

 private:
  Processes* processes_ = nullptr;
  Index shards_ = 1;
  std::size_t added_ = 0;
  std::vector<float> parts_, total_;
  std::vector<double> terms_, all_terms_;
};

}  // namespace latentpad
