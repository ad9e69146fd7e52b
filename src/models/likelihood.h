// p(x | z): which distribution a pixel has, given what the decoder puts out for it. Everything that depends on that
// choice is here and in the files of the single likelihoods; models, training and evaluation ask.
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

/// Which likelihood a model has.
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

  /// Whether log p is the log of a probability or density of pixels presented so. Elsewhere the loss can be minimised,
  /// but its nats say nothing of how likely the images are.
  virtual bool is_density_on(PixelMode mode) const = 0;

  /// −log p(x | z) of each example, in nats, summed over pixels; `losses` keeps its memory.
  void loss(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x, Vector<double>& losses) const;

  /// The same as a new vector.
  Vector<double> loss(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x) const;

  /// loss and gradient in one pass over the pixels.
  void loss_and_gradient(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x, Scalar scale, Vector<double>& losses,
                         Matrix<Scalar>& d_outputs) const;

  /// d/d outputs of scale · Σ_examples loss.
  void gradient(const Matrix<Scalar>& outputs, const Matrix<Scalar>& x, Scalar scale, Matrix<Scalar>& d_outputs) const;

  /// E[x | z], what pictures show (pixels x batch).
  void mean(const Matrix<Scalar>& outputs, Matrix<Scalar>& mean) const;

  /// One draw of x from p(x | z) for each column. Column b takes the noise from word b · noise_words_per_image on, as many
  /// as it has pixels.
  void sample(const Matrix<Scalar>& outputs, const NoiseStream& noise, Matrix<Scalar>& x) const;

  /// The outputs under which every pixel has this mean (at least 0.001 and at most 0.999: a pixel that is always paper
  /// in training may hold ink later), one after the other as in a column of outputs. Training starts there.
  Vector<double> outputs_of_mean(const Vector<double>& mean_pixels) const;

 protected:
  /// Of one example of `pixels` pixels: −log p; where d_outputs is given, scale times the gradient goes there.
  virtual double example_loss(const Scalar* outputs, const Scalar* x, Index pixels, Scalar scale,
                              Scalar* d_outputs) const noexcept = 0;
  virtual void example_mean(const Scalar* outputs, Index pixels, Scalar* mean) const noexcept = 0;

  /// With as many numbers of the noise as there are pixels, from `first`, a multiple of 4, on.
  virtual void example_sample(const Scalar* outputs, Index pixels, const NoiseStream& noise, std::uint64_t first,
                              Scalar* x) const noexcept = 0;

  /// outputs_per_pixel() numbers, for a mean in (0, 1).
  virtual void pixel_outputs_of_mean(double mean, double* outputs) const = 0;

 private:
  void each_example(const char* function, const Matrix<Scalar>& outputs, const Matrix<Scalar>& x, Scalar scale,
                    double* losses, Scalar* d_outputs) const;
};

/// log(mean / (1 − mean)), in float, whose logarithm is the same on every machine.
double logit_of_mean(double mean);

/// Every likelihood that a specification may name.
std::vector<std::string_view> likelihood_names();

/// Throws ArgumentError for an unknown name, naming the known ones, and unless sigma is 0 or, with gaussian, within
/// kSigmaSetting.
void validate(const LikelihoodSpec& spec);

template <typename Scalar>
std::unique_ptr<const Likelihood<Scalar>> make_likelihood(const LikelihoodSpec& spec);

}  // namespace latentpad
