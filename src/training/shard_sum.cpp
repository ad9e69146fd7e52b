#include "training/shard_sum.h"

#include <algorithm>

#include "math/thread_team.h"

namespace latentpad {
namespace {

/// Calls f(numbers, begin, end) for the gradient of each parameter, which are numbers begin … end − 1 of all of them.
template <typename F>
void for_each_gradient(const ParameterList<float>& parameters, const F& f) {
  std::size_t begin = 0;
  for (Parameter<float>* p : parameters) {
    const auto size = static_cast<std::size_t>(p->gradient.size());
    f(std::span<float>(p->gradient.data(), size), begin);
    begin += size;
  }
}

template <typename F>
void for_parts_of(std::size_t size, const F& f) {
  parallel_for(static_cast<std::ptrdiff_t>(size), kElementwiseGrain,
               [&f](std::ptrdiff_t begin, std::ptrdiff_t end) noexcept {
                 for (std::ptrdiff_t i = begin; i < end; ++i) f(static_cast<std::size_t>(i));
               });
}

}  // namespace

void ShardSum::begin(Processes& processes, const ParameterList<float>& parameters, Index shards) {
  processes_ = &processes;
  shards_ = shards;
  added_ = 0;
  std::size_t size = 0;
  for_each_gradient(parameters, [&size](std::span<float> gradient, std::size_t) { size += gradient.size(); });
  const auto mine = static_cast<std::size_t>(count());
  total_.resize(size);
  parts_.resize(processes.size() == 1 ? 0 : mine * size);
  terms_.resize(2 * mine);
  all_terms_.resize(2 * static_cast<std::size_t>(shards));
}

void ShardSum::add(const ParameterList<float>& parameters, const LossTerms& terms) {
  terms_[2 * added_] = terms.reconstruction;
  terms_[2 * added_ + 1] = terms.kl;
  // One process adds at once, which is the same order.
  const bool adds = processes_->size() == 1 && added_ > 0;
  float* const to = processes_->size() == 1 ? total_.data() : parts_.data() + added_ * total_.size();
  for_each_gradient(parameters, [&](std::span<float> gradient, std::size_t begin) {
    float* const out = to + begin;
    const float* const g = gradient.data();
    if (adds) for_parts_of(gradient.size(), [=](std::size_t i) noexcept { out[i] += g[i]; });
    else std::copy(gradient.begin(), gradient.end(), out);
  });
  ++added_;
}

LossTerms ShardSum::finish(const ParameterList<float>& parameters) {
  if (processes_->size() > 1) processes_->sum(parts_, total_);
  processes_->gather(terms_, all_terms_);
  const auto shards = static_cast<float>(shards_);
  for_each_gradient(parameters, [&](std::span<float> gradient, std::size_t begin) {
    const float* const sum = total_.data() + begin;
    float* const g = gradient.data();
    for_parts_of(gradient.size(), [=](std::size_t i) noexcept { g[i] = sum[i] / shards; });
  });
  LossTerms mean;
  for (std::size_t i = 0; i < all_terms_.size(); i += 2) {
    mean.reconstruction += all_terms_[i];
    mean.kl += all_terms_[i + 1];
  }
  mean.reconstruction /= static_cast<double>(shards_);
  mean.kl /= static_cast<double>(shards_);
  return mean;
}

}  // namespace latentpad
