#include "data/held_out.h"

#include <algorithm>
#include <bitset>

namespace latentpad::data {
namespace {

constexpr std::size_t kShare = 6;

bool have_same_classes(std::span<const std::uint8_t> labels, std::size_t train_count) {
  std::bitset<256> train, held_out;
  for (std::size_t i = 0; i < labels.size(); ++i) (i < train_count ? train : held_out).set(labels[i]);
  return train == held_out;
}

}  // namespace

HeldOut choose_held_out(std::size_t count, std::size_t test_count, std::span<const std::uint8_t> labels,
                        std::optional<std::size_t> wanted) {
  if (count < 2 || wanted == 0) return {};
  if (!wanted && test_count > 0 && test_count < count) return {{}, test_count};
  const std::size_t held_out =
      wanted ? std::min(*wanted, count - 1) : std::max<std::size_t>(1, std::min(kMaxHeldOut, count / kShare));
  if (labels.empty() || have_same_classes(labels, count - held_out)) return {{}, held_out};
  const std::size_t step = count / held_out;
  std::vector<std::size_t> first, last;
  for (std::size_t i = 0; i < count; ++i) {
    (i % step == step - 1 && last.size() < held_out ? last : first).push_back(i);
  }
  first.insert(first.end(), last.begin(), last.end());
  return {std::move(first), last.size()};
}

}  // namespace latentpad::data
