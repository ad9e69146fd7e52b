// Binary pixels: p(x_i | z) = σ(l_i)^x_i (1 − σ(l_i))^(1 − x_i), with the decoder output l_i as the logit.
#pragma once

#include "models/likelihood.h"

namespace latentpad {

/// −log p(x | z) = Σ_i max(l_i, 0) − l_i x_i + log1p(e^−|l_i|), which neither overflows nor evaluates log 0.
/// x may be grey; the value is then not a likelihood of binary data. Mean: σ(l).
template <typename Scalar>
class Bernoulli final : public Likelihood<Scalar> {
 public:
  Index outputs_per_pixel() const override { return 1; }
  bool is_density_on(PixelMode mode) const override { return mode != PixelMode::grey; }

 protected:
  double example_loss(const Scalar* outputs, const Scalar* x, Index pixels, Scalar scale,
                      Scalar* d_outputs) const noexcept override;
  void example_mean(const Scalar* outputs, Index pixels, Scalar* mean) const noexcept override;
  void example_sample(const Scalar* outputs, Index pixels, const NoiseStream& noise, std::uint64_t first,
                      Scalar* x) const noexcept override;
  void pixel_outputs_of_mean(double mean, double* outputs) const override;
};

}  // namespace latentpad
