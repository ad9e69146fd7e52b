// Grey pixels: p(x_i | z) = N(x_i; m_i, σ²), m_i = σ(l_i) in (0, 1) (Kingma & Welling, "Auto-encoding variational
// Bayes", ICLR 2014, appendix C.2). For a fixed σ, minimizing −log p is minimizing the squared error weighted by 1 / (2
// σ²).
#pragma once

#include <optional>

#include "models/likelihood.h"

namespace latentpad {

/// A learned σ is at least one of 255 grey levels (the resolution of the data; otherwise blank pixels would drive it to
/// 0) and at most 1.
constexpr double kMinLearnedLogVariance = -2.0 * 5.54126354515842914;  // log 255
constexpr double kMaxLearnedLogVariance = 0.0;

/// −log p(x | z) = Σ_i ½ ((x_i − m_i) / σ_i)² + log σ_i + ½ log 2π, and E[x] = m. With a fixed σ a pixel has one
/// output, l_i. With a learned σ it has a second, log σ_i², clamped to the range above; outside the range, its gradient
/// is kept only if it leads back into the range.
template <typename Scalar>
class Gaussian final : public Likelihood<Scalar> {
 public:
  /// sigma 0 means learned.
  explicit Gaussian(double sigma);

  Index outputs_per_pixel() const override { return is_learned() ? 2 : 1; }
  bool is_density_on(PixelMode mode) const override { return mode == PixelMode::grey; }

 protected:
  double example_loss(const Scalar* outputs, const Scalar* x, Index pixels, Scalar scale,
                      Scalar* d_outputs) const noexcept override;
  void example_mean(const Scalar* outputs, Index pixels, Scalar* mean) const noexcept override;
  void example_sample(const Scalar* outputs, Index pixels, const NoiseStream& noise, std::uint64_t first,
                      Scalar* x) const noexcept override;
  void pixel_outputs_of_mean(double mean, double* outputs) const override;

 private:
  bool is_learned() const { return !fixed_log_variance_; }
  /// log σ² of a pixel, from its second output or from the fixed σ.
  Scalar log_variance(const Scalar* outputs, Index pixels, Index i) const;

  std::optional<Scalar> fixed_log_variance_;
};

}  // namespace latentpad
