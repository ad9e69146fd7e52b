#include "models/bernoulli.h"

#include "math/kernels.h"
#include "math/vec_math.h"

namespace latentpad {

template <typename Scalar>
double Bernoulli<Scalar>::example_loss(const Scalar* outputs, const Scalar* x, Index pixels, Scalar scale,
                                       Scalar* d_outputs) const noexcept {
  return kernels<Scalar>().bernoulli(outputs, x, pixels, scale, d_outputs);
}

template <typename Scalar>
void Bernoulli<Scalar>::example_mean(const Scalar* outputs, Index pixels, Scalar* mean) const noexcept {
  kernels<Scalar>().sigmoid(outputs, pixels, mean);
}

template <typename Scalar>
void Bernoulli<Scalar>::example_sample(const Scalar* outputs, Index pixels, const NoiseStream& noise,
                                       std::uint64_t first, Scalar* x) const noexcept {
  noise.uniform(first, static_cast<std::uint64_t>(pixels), x);
  for (Index i = 0; i < pixels; ++i) x[i] = x[i] < portable::sigmoid(outputs[i]) ? Scalar(1) : Scalar(0);
}

template <typename Scalar>
void Bernoulli<Scalar>::pixel_outputs_of_mean(double mean, double* outputs) const {
  outputs[0] = logit_of_mean(mean);
}

template class Bernoulli<float>;
template class Bernoulli<double>;

}  // namespace latentpad
