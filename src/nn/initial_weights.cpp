#include "nn/initial_weights.h"

#include <cmath>

#include "base/heartbeat.h"
#include "math/noise.h"

namespace latentpad {

template <typename Scalar>
void draw_initial(std::uint64_t seed, std::uint64_t index, Parameter<Scalar>& weight, Parameter<Scalar>& bias) {
  const NoiseStream noise(seed, NoisePurpose::initial_weights, index);
  const Scalar limit = Scalar(1) / std::sqrt(static_cast<Scalar>(weight.value.cols()));
  const auto weights = static_cast<std::uint64_t>(weight.value.size()),
             row = static_cast<std::uint64_t>(weight.value.cols());
  // Tens of millions of weights take seconds.
  for (std::uint64_t first = 0; first < weights; first += row, frequent_heartbeat()) {
    noise.uniform(first, row, weight.value.data() + first);
  }
  noise.uniform(weights, static_cast<std::uint64_t>(bias.value.size()), bias.value.data());
  weight.value.array() = (weight.value.array() * Scalar(2) - Scalar(1)) * limit;
  bias.value.array() = (bias.value.array() * Scalar(2) - Scalar(1)) * limit;
}

template void draw_initial(std::uint64_t, std::uint64_t, Parameter<float>&, Parameter<float>&);
template void draw_initial(std::uint64_t, std::uint64_t, Parameter<double>&, Parameter<double>&);

}  // namespace latentpad
