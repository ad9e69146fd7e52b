#include "bench/workload.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "base/error.h"
#include "math/convolution.h"
#include "math/gemm.h"
#include "math/kernels.h"
#include "math/noise.h"
#include "math/thread_team.h"
#include "models/pixels.h"
#include "models/posterior.h"
#include "models/vae.h"
#include "nn/adam.h"

namespace latentpad {
namespace {

constexpr Index kPixels = 784, kHidden = 400, kLatent = 20;

// Operations per number of math/vec_math.h, with a comparison and the selection by it counted as one.
/// e^x: 2 to clamp x, 7 to reduce it, 14 for the polynomial, 3 for the bits of 2^n, 2 to scale by it.
constexpr double kExp = 28.0;
/// ln x: 6 to split x, 1 for r², 18 for the polynomial, 7 to add the logarithm of the power of two.
constexpr double kLog = 32.0;
/// sin and cos of a turn: 5 to reduce it, 1 for r², 7 and 9 for the polynomials, 11 for the quadrant.
constexpr double kSinCos = 33.0;

/// A word of noise: a block of four has 10 rounds of two products of two words each and four exclusive ors. The keys of
/// the rounds are the same for all blocks.
constexpr double kNoiseWord = 10.0 * (2.0 * 2.0 + 4.0) / 4.0;
/// A standard normal number, half of a pair: two words, 4 and 3 to convert them, 2 for √(−2 ln u), a product for each.
constexpr double kNormal = (2.0 * kNoiseWord + 7.0 + kLog + 2.0 + kSinCos + 2.0) / 2.0;
/// A binarized pixel: a product, a shift, and the selection of 0 or 1.
constexpr double kBinarized = 3.0;
/// A pixel's Bernoulli loss and gradient: e^−|l| 1 + exp, max(l, 0) − l x 3, its sum 1, 1 + e 1, its product 1, σ(l) 2,
/// the gradient 2; 49 pixels share a logarithm.
constexpr double kBernoulli = 11.0 + kExp + kLog / 49.0;
/// A latent number: ½ log σ², σ and σ² = σ · σ 2 + exp, z 2, KL 5, d_μ 2, d_log σ² 10 with its clamp.
constexpr double kSampled = 21.0 + kExp;
/// A weight: 3 for the first moment, 4 for the second, 3 for its root, 3 for the step, 4 for the test for infinity.
constexpr double kAdam = 17.0;

/// The bytes of that many floats.
constexpr double float_bytes(double count) { return count * static_cast<double>(sizeof(float)); }

template <typename AnyMatrix>
AnyMatrix random_matrix(Index rows, Index cols, std::uint64_t seed) {
  AnyMatrix m(rows, cols);
  NoiseStream(seed, NoisePurpose::metric_pairs, 0).standard_normal(0, static_cast<std::uint64_t>(m.size()), m.data());
  return m;
}

struct Stream {
  explicit Stream(Index length) {
    for (Vector<float>* array : {&gradient, &first, &second, &value}) *array = Vector<float>::Ones(length);
  }

  void run() {
    kernels<float>().add_scaled(gradient.data(), 0.0f, first.data(), first.size());
    kernels<float>().add_scaled(second.data(), 0.0f, value.data(), value.size());
  }

  Vector<float> gradient, first, second, value;
};

struct Gemm {
  WeightMatrix<float> weight;
  Matrix<float> x, y;

  void run() { gemm<float>(view(weight), view(x), mutable_view(y)); }

  void check() {
    run();
    const Matrix<double> expected = weight.cast<double>() * x.cast<double>();
    const double error = (y.cast<double>() - expected).cwiseAbs().maxCoeff() / expected.cwiseAbs().maxCoeff();
    if (!(error < 1e-5)) throw ResourceError(ErrorCode::wrong_result, {{"function", "gemm"}, {"got", error}});
  }
};

/// A convolution as in the middle of an encoder of digits.
struct ConvolutionWork {
  explicit ConvolutionWork(Index batch_in) : batch(batch_in) {
    const ConvolutionShape& s = convolution.shape();
    weight = random_matrix<WeightMatrix<float>>(s.map_channels, s.patch(), 1);
    gradient = weight;
    images = random_matrix<Matrix<float>>(s.image_size(), batch, 2);
    maps.resize(s.map_size(), batch);
    back = images;
    direct();
    const Matrix<float> expected = maps;
    forward();
    const float error = (maps - expected).cwiseAbs().maxCoeff() / expected.cwiseAbs().maxCoeff();
    if (!(error < 1e-5f)) throw ResourceError(ErrorCode::wrong_result, {{"function", "convolution"}, {"got", error}});
  }

  void forward() { convolution.forward(weight.data(), images.data(), batch, maps.data()); }
  void transposed() { convolution.transposed(weight.data(), maps.data(), batch, back.data()); }
  void weight_gradient() { convolution.weight_gradient(maps.data(), images.data(), batch, gradient.data()); }

  void direct() {
    const ConvolutionShape& s = convolution.shape();
    const float* w = weight.data();
    for (Index b = 0; b < batch; ++b) {
      const float* image = images.col(b).data();
      float* map = maps.col(b).data();
      for (Index o = 0; o < s.map_channels; ++o) {
        for (Index p = 0; p < s.positions(); ++p) {
          const Index top = p / s.map_width * s.stride - s.padding, left = p % s.map_width * s.stride - s.padding;
          float sum = 0.0f;
          for (Index c = 0; c < s.image_channels; ++c) {
            for (Index y = 0; y < s.kernel; ++y) {
              for (Index x = 0; x < s.kernel; ++x) {
                if (top + y < 0 || top + y >= s.image_height || left + x < 0 || left + x >= s.image_width) continue;
                sum += w[((o * s.image_channels + c) * s.kernel + y) * s.kernel + x] *
                       image[(c * s.image_height + top + y) * s.image_width + left + x];
              }
            }
          }
          map[o * s.positions() + p] = sum;
        }
      }
    }
  }

  Convolution convolution{{32, 14, 14, 64, 7, 7, 4, 2, 1}};
  Index batch;
  WeightMatrix<float> weight, gradient;
  Matrix<float> images, maps, back;
};

/// One step of the reference network, in parts that are timed separately.
struct Step {
  explicit Step(Index batch) : model(config()), parameters(model.parameters()), adam(parameters), x(kPixels, batch) {
    encoder.initialize(1, 0);
    mu.initialize(1, 1);
    decoder.initialize(1, 2);
    output.initialize(1, 3);
    model.initialize(1);
    // An eighth of the pixels has ink, some of it grey, as in digits.
    digits.resize(static_cast<std::size_t>(batch * kPixels));
    const NoiseStream noise(1, NoisePurpose::metric_pairs, 1);
    for (std::size_t i = 0; i < digits.size(); ++i) {
      const std::uint32_t word = noise.word(i);
      digits[i] = word % 16 == 0 ? 255 : word % 16 == 1 ? static_cast<std::uint8_t>(word >> 24) : 0;
    }
    epsilon.resize(kLatent, batch);
    log_var = Matrix<float>::Constant(kLatent, batch, -1.0f);
    draw_batch();
    draw_noise();
    encoder.forward(x, hidden);
    mu.forward(hidden, z);
    decoder.forward(z, decoded);
    output.forward(decoded, logits);
    loss();
    output.backward(decoded, d_logits, &d_decoded);
    decoder.backward(z, d_decoded, &d_z);
    mu.backward(hidden, d_z, &d_hidden);
    // For Adam. Divisions and square roots of zeros take less time on some processors.
    for (Parameter<float>* parameter : parameters) parameter->gradient.setConstant(0.01f);
  }

  static ModelConfig config() { return {"vae", kPixels, {kHidden}, kLatent, Activation::relu}; }

  void draw_batch() {
    const NoiseStream noise(1, NoisePurpose::binarize, 0);
    parallel_for(x.cols(), 1, [&](Index begin, Index end) noexcept {
      for (Index b = begin; b < end; ++b) {
        const auto position = static_cast<std::size_t>(b);
        present_pixels(std::span<const std::uint8_t>(digits).subspan(position * kPixels, kPixels), PixelMode::binarized,
                       noise, position * noise_words_per_image(kPixels), x.col(b).data());
      }
    });
  }

  void draw_noise() {
    NoiseStream(1, NoisePurpose::epsilon, 0)
        .standard_normal(0, static_cast<std::uint64_t>(epsilon.size()), epsilon.data());
  }

  void sample() {
    reparameterize(z, log_var, epsilon, sampled);
    kl_divergence(z, log_var, kl);
    gaussian_backward(z, log_var, epsilon, d_z, 0.01f, d_mu, d_log_var);
  }

  /// Pixels with ink in x.
  double ink() const { return static_cast<double>((x.array() != 0.0f).count()); }

  /// Grey pixels, in blocks of four: the others need no noise.
  double noise_blocks() const {
    const auto grey = [](std::uint8_t pixel) { return pixel != 0 && pixel != 255; };
    double blocks = 0.0;
    for (auto block = digits.begin(); block != digits.end(); block += 4) {
      blocks += std::any_of(block, block + 4, grey) ? 1.0 : 0.0;
    }
    return blocks;
  }

  void loss() {
    model.likelihood().loss_and_gradient(logits, x, 1.0f / static_cast<float>(x.cols()), losses, d_logits);
  }

  Vae<float> model;
  ParameterList<float> parameters;
  Adam<float> adam;
  Linear<float> encoder{"encoder", kPixels, kHidden, InputKind::sparse, Activation::relu}, mu{"mu", kHidden, kLatent},
      decoder{"decoder", kLatent, kHidden, InputKind::dense, Activation::relu}, output{"output", kHidden, kPixels};
  std::vector<std::uint8_t> digits;
  Matrix<float> x, hidden, z, log_var, epsilon, sampled, decoded, logits;
  Matrix<float> d_logits, d_decoded, d_z, d_mu, d_log_var, d_hidden;
  Vector<double> losses;
  Matrix<double> kl;
};

}  // namespace

Workload madd_peak_workload() {
  const auto run = [] {
    // Values that neither grow nor become subnormal: 0 · 1 is added repeatedly.
    std::array<float, 2> operands = {0.0f, 1.0f};
    return kernels<float>().madd_chains(20'000, operands.data());
  };
  return {"madd peak", run, run()};
}

Workload bandwidth_workload() {
  // The engine's own loop, so that its vectors are as wide as those of a step. The four arrays are those of Adam, the
  // part with the most bytes, so that they lie in the same cache; but Adam itself also computes.
  auto work = std::make_shared<Stream>(kPixels * kHidden);
  const double length = static_cast<double>(work->value.size());
  return {"bandwidth", [work] { work->run(); }, 2.0 * 2.0 * length, 2.0 * float_bytes(3.0 * length)};
}

Workload gemm_workload(Index m, Index n, Index k) {
  if (m < 1 || n < 1 || k < 1 || m > 8192 || n > 8192 || k > 8192) {
    throw_invalid_argument("gemm", "sizes from 1 to 8192",
                           std::to_string(m) + ", " + std::to_string(n) + ", " + std::to_string(k));
  }
  auto work = std::make_shared<Gemm>();
  work->weight = random_matrix<WeightMatrix<float>>(m, k, 1);
  work->x = random_matrix<Matrix<float>>(k, n, 2);
  work->y.resize(m, n);
  work->check();
  const auto rows = static_cast<double>(m), cols = static_cast<double>(n), depth = static_cast<double>(k);
  return {"gemm " + std::to_string(m) + "x" + std::to_string(n) + "x" + std::to_string(k), [work] { work->run(); },
          2.0 * rows * cols * depth, float_bytes(rows * depth + depth * cols + rows * cols)};
}

std::vector<Workload> convolution_workloads(Index batch) {
  if (batch < 1 || batch > 4096) {
    throw_invalid_argument("convolution", "a batch from 1 to 4096", std::to_string(batch));
  }
  const auto work = std::make_shared<ConvolutionWork>(batch);
  const ConvolutionShape& s = work->convolution.shape();
  const auto weights = static_cast<double>(work->weight.size()), examples = static_cast<double>(batch);
  const double operations = 2.0 * weights * static_cast<double>(s.positions()) * examples;
  const double bytes = float_bytes(weights + examples * static_cast<double>(s.image_size() + s.map_size()));
  return {{"conv forward", [work] { work->forward(); }, operations, bytes},
          {"conv transposed", [work] { work->transposed(); }, operations, bytes},
          {"conv gradient", [work] { work->weight_gradient(); }, operations, bytes},
          {"conv direct", [work] { work->direct(); }, operations, bytes}};
}

std::vector<Workload> step_parts(Index batch) {
  if (batch < 1 || batch > 4096) {
    throw_invalid_argument("parts", "a batch from 1 to 4096", std::to_string(batch));
  }
  auto step = std::make_shared<Step>(batch);
  Step& s = *step;
  const auto part = [step](const char* name, auto work, double operations, double bytes) {
    return Workload{name, [step, work] { work(*step); }, operations, bytes};
  };
  // y = W x + b: `inputs` of the batch's inputs are not zero. With relu, a comparison for each output.
  const auto forward = [&](const char* name, const Linear<float>& layer, const Matrix<float>& x, Matrix<float>& y,
                           double inputs) {
    const auto in = static_cast<double>(x.rows()), out = static_cast<double>(y.rows());
    const auto columns = static_cast<double>(x.cols());
    return part(
        name, [&layer, &x, &y](Step&) { layer.forward(x, y); },
        2.0 * inputs * out + (layer.activation() ? 2.0 : 1.0) * columns * out,
        float_bytes(in * out + out + columns * (in + out)));
  };
  // d_W = d_y xᵀ and d_b = Σ d_y, from x and d_y; and d_x = Wᵀ d_y, if it is needed.
  const auto backward = [&](const char* name, Linear<float>& layer, const Matrix<float>& x, const Matrix<float>& d_y,
                            Matrix<float>* d_x, double inputs) {
    const auto in = static_cast<double>(x.rows()), out = static_cast<double>(d_y.rows());
    const auto columns = static_cast<double>(x.cols());
    return part(
        name, [&layer, &x, &d_y, d_x](Step&) { layer.backward(x, d_y, d_x); },
        2.0 * inputs * out + columns * out + (d_x != nullptr ? 2.0 * columns * in * out : 0.0),
        float_bytes(in * out + out + columns * (in + out) + (d_x != nullptr ? in * out + columns * in : 0.0)));
  };
  const auto pixels = static_cast<double>(s.x.size()), hiddens = static_cast<double>(s.hidden.size());
  const auto latents = static_cast<double>(s.z.size());
  double weights = 0.0;
  for (const auto* parameter : s.parameters) weights += static_cast<double>(parameter->value.size());
  return {
      part(
          "draw batch", [](Step& of) { of.draw_batch(); }, 4.0 * kNoiseWord * s.noise_blocks() + kBinarized * pixels,
          pixels + float_bytes(pixels)),
      part(
          "draw noise", [](Step& of) { of.draw_noise(); }, kNormal * latents, float_bytes(latents)),
      forward("encoder forward", s.encoder, s.x, s.hidden, s.ink()),
      forward("head forward", s.mu, s.hidden, s.z, hiddens),
      // Reads mu, log_var, epsilon and d_z; writes z, d_mu, d_log_var and, in double, the divergence.
      part(
          "sampling", [](Step& of) { of.sample(); }, kSampled * latents, float_bytes((4.0 + 3.0 + 2.0) * latents)),
      forward("decoder forward", s.decoder, s.z, s.decoded, latents),
      forward("output forward", s.output, s.decoded, s.logits, hiddens),
      // Reads logits and pixels; writes the gradient.
      part(
          "likelihood", [](Step& of) { of.loss(); }, kBernoulli * pixels, float_bytes(3.0 * pixels)),
      backward("output backward", s.output, s.decoded, s.d_logits, &s.d_decoded, hiddens),
      backward("decoder backward", s.decoder, s.z, s.d_decoded, &s.d_z, latents),
      backward("head backward", s.mu, s.hidden, s.d_z, &s.d_hidden, hiddens),
      backward("encoder backward", s.encoder, s.x, s.d_hidden, nullptr, s.ink()),
      // Reads gradient, moments and weights; writes the last three.
      part("adam", [](Step& of) { of.adam.step(of.parameters, 0.0); }, kAdam * weights, float_bytes(7.0 * weights))};
}

}  // namespace latentpad
