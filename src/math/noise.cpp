#include "math/noise.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "math/thread_team.h"
#include "math/vec_math.h"

namespace latentpad {

template <typename Scalar>
void NoiseStream::standard_normal(std::uint64_t first, std::uint64_t count, Scalar* out) const {
  const std::uint64_t end = first + count, first_block = first / 4;
  const auto four = [&](std::uint64_t index) {
    const PhiloxCounter words = block(static_cast<std::uint32_t>(index / 4));
    float normal[4];
    for (std::size_t pair = 0; pair < 4; pair += 2) {
      // In (0, 1], so that log(u) is finite.
      const float u = static_cast<float>((words[pair] >> 8) + 1) * 0x1p-24f;
      const float turn = static_cast<float>(words[pair + 1] >> 8) * 0x1p-24f;
      const float radius = std::sqrt(-2.0f * portable::log(u));
      const portable::SinCos direction = portable::sincos_turns(turn);
      normal[pair] = radius * direction.cos;
      normal[pair + 1] = radius * direction.sin;
    }
    // The other numbers of the first and of the last block belong to other calls.
    for (std::uint64_t i = std::max(index, first); i < std::min(index + 4, end); ++i) {
      out[i - first] = static_cast<Scalar>(normal[i - index]);
    }
  };
  parallel_for(static_cast<std::ptrdiff_t>((end + 3) / 4 - first_block), kHeavyGrain / 4,
               [&](std::ptrdiff_t from, std::ptrdiff_t to) noexcept {
                 for (std::ptrdiff_t i = from; i < to; ++i) four(4 * (first_block + static_cast<std::uint64_t>(i)));
               });
}

template void NoiseStream::standard_normal(std::uint64_t, std::uint64_t, float*) const;
template void NoiseStream::standard_normal(std::uint64_t, std::uint64_t, double*) const;

void random_permutation(std::uint32_t count, const NoiseStream& noise, std::vector<std::uint32_t>& order) {
  order.resize(count);
  std::iota(order.begin(), order.end(), 0u);
  for (std::uint32_t i = count; i > 1; --i) {
    // Multiply-shift maps a word onto [0, i) with a bias below i / 2^32.
    const auto j = static_cast<std::uint32_t>((static_cast<std::uint64_t>(noise.word(i)) * i) >> 32);
    std::swap(order[i - 1], order[j]);
  }
}

std::vector<std::uint32_t> random_permutation(std::uint32_t count, const NoiseStream& noise) {
  std::vector<std::uint32_t> order;
  random_permutation(count, noise, order);
  return order;
}

}  // namespace latentpad
