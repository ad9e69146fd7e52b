// p(x | z): the distribution of a pixel given the decoder's outputs. Code that depends on the choice of likelihood is
// here and in the files of the likelihoods only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "math/matrix.h"
#include "math/noise.h"
#include "models/pixels.h"
#include "models/settings.h"

namespace latentpad {

/// The likelihood of a model.
struct LikelihoodSpec {
  std::string name = "bernoulli";
  double sigma = 0.0;  ///< of gaussian: the standard deviation of every pixel; 0: learned, for each pixel from z

  bool operator==(const LikelihoodSpec&) const = default;
};

/// Pixels are independent given z: log p(x | z) = Σ_i log p(x_i | outputs of pixel i).
/// Outputs are (outputs_per_pixel() · pixels) x batch: the first output of every pixel, then the second of every pixel,
/// and so on. x is pixels x batch, in [0, 1].
template <typename Scalar>
class Likelihood {
 public:
  virtual ~Likelihood() = default;

  virtual Index outputs_per_pixel() const = 0;

  /// Whether p is a probability or density of pixels in this mode. Otherwise the loss can be minimized, but it does not
  /// measure the likelihood of the images.
  virtual bool is_density_on(PixelMode mode) const = 0;

  /// −log p(x | z) of each example, in nats, summed over pixels; reuses the memory of `losses`.
  void loss(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x, Vector<double>& losses) const;

  /// The same, returned as a new vector.
  Vector<double> loss(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x) const;

  /// loss with each column of x repeated for outputs.cols() / x.cols() columns in a row, a whole number: of several
  /// codes of each example.
  void repeated_loss(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x, Vector<double>& losses) const;

  /// loss and gradient in one pass over the pixels.
  void loss_and_gradient(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x, Scalar scale, Vector<double>& losses,
                         Matrix<Scalar>& d_outputs) const;

  /// ∂/∂outputs of scale · Σ_examples loss.
  void gradient(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x, Scalar scale, Matrix<Scalar>& d_outputs) const;

  /// E[x | z], the image that is displayed (pixels x batch).
  void mean(const Matrix<Scalar>& outputs, Matrix<Scalar>& mean) const;

  /// Samples x from p(x | z) for each column. Column b uses one word of noise per pixel, from word
  /// b · noise_words_per_image on.
  void sample(const Matrix<Scalar>& outputs, const NoiseStream& noise, Matrix<Scalar>& x) const;

  /// The outputs for which the pixels have these means, clamped to [0.001, 0.999] since a pixel without ink in training
  /// may have ink later, in the order of a column of outputs. Used to initialize the output bias.
  Vector<double> outputs_of_mean(const Vector<double>& mean_pixels) const;

 protected:
  /// −log p of one example of `pixels` pixels; unless null, d_outputs is set to scale times the gradient.
  virtual double example_loss(const Scalar* outputs, const Scalar* x, Index pixels, Scalar scale,
                              Scalar* d_outputs) const noexcept = 0;
  virtual void example_mean(const Scalar* outputs, Index pixels, Scalar* mean) const noexcept = 0;

  /// Uses one number of the noise per pixel, from `first`, a multiple of 4, on.
  virtual void example_sample(const Scalar* outputs, Index pixels, const NoiseStream& noise, std::uint64_t first,
                              Scalar* x) const noexcept = 0;

  /// Writes outputs_per_pixel() numbers, for a mean in (0, 1).
  virtual void pixel_outputs_of_mean(double mean, double* outputs) const = 0;

 private:
  /// Each column of x is the example of `codes` columns of outputs.
  void each_example(const char* function, const Matrix<Scalar>& outputs, const Matrix<Scalar>& x, Index codes,
                    Scalar scale, double* losses, Scalar* d_outputs) const;
};

/// log(mean / (1 − mean)), computed with the portable float logarithm.
double logit_of_mean(double mean);

/// The names of all likelihoods.
std::vector<std::string_view> likelihood_names();

/// Throws ArgumentError for an unknown name, listing the known ones, and unless sigma is 0 or, with gaussian, within
/// kSigmaSetting.
void validate(const LikelihoodSpec& spec);

template <typename Scalar>
std::unique_ptr<const Likelihood<Scalar>> make_likelihood(const LikelihoodSpec& spec);

}  // namespace latentpad
