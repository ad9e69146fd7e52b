// Grey pixels in [0, 1]: p(x | z) = C(λ) λ^x (1 − λ)^(1 − x), λ = σ(l), with the decoder output l.
// Loaiza-Ganem & Cunningham, "The continuous Bernoulli: fixing a pervasive error in variational autoencoders" (NeurIPS
// 2019): the Bernoulli loss on grey pixels omits C(λ), without which p does not integrate to 1.
#pragma once

#include "models/likelihood.h"

namespace latentpad {

/// In terms of the logit the density is e^(l x − A(l)) with A(l) = log((e^l − 1) / l), so −log p = A(l) − l x,
/// E[x] = A'(l), and the gradient is A'(l) − x. Near l = 0, where e^l − 1 vanishes too, A and A' are evaluated by
/// series.
template <typename Scalar>
class ContinuousBernoulli final : public Likelihood<Scalar> {
 public:
  Index outputs_per_pixel() const override { return 1; }
  bool is_density_on(PixelMode mode) const override { return mode == PixelMode::grey; }

 protected:
  double example_loss(const Scalar* outputs, const Scalar* x, Index pixels, Scalar scale,
                      Scalar* d_outputs) const noexcept override;
  void example_mean(const Scalar* outputs, Index pixels, Scalar* mean) const noexcept override;
  void example_sample(const Scalar* outputs, Index pixels, const NoiseStream& noise, std::uint64_t first,
                      Scalar* x) const noexcept override;
  void pixel_outputs_of_mean(double mean, double* outputs) const override;
};

}  // namespace latentpad
