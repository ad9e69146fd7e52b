#include "bench/workload.h"

#include <array>
#include <cstdint>
#include <memory>

#include "base/error.h"
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

template <typename AnyMatrix>
AnyMatrix random_matrix(Index rows, Index cols, std::uint64_t seed) {
  AnyMatrix m(rows, cols);
  NoiseStream(seed, NoisePurpose::metric_pairs, 0).standard_normal(0, static_cast<std::uint64_t>(m.size()), m.data());
  return m;
}

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
  return {"madd peak", [] {
            // Values that neither grow nor become subnormal: 0 · 1 is added repeatedly.
            std::array<float, 2> operands = {0.0f, 1.0f};
            return kernels<float>().madd_chains(20'000, operands.data());
          }};
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
  const double operations = 2.0 * static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k);
  return {"gemm " + std::to_string(m) + "x" + std::to_string(n) + "x" + std::to_string(k), [work, operations] {
            work->run();
            return operations;
          }};
}

std::vector<Workload> step_parts(Index batch) {
  if (batch < 1 || batch > 4096) {
    throw_invalid_argument("parts", "a batch from 1 to 4096", std::to_string(batch));
  }
  auto step = std::make_shared<Step>(batch);
  const auto part = [step](const char* name, void (*work)(Step&)) {
    return Workload{name, [step, work] {
                      work(*step);
                      return 0.0;
                    }};
  };
  return {part("draw batch", [](Step& s) { s.draw_batch(); }),
          part("draw noise", [](Step& s) { s.draw_noise(); }),
          part("encoder forward", [](Step& s) { s.encoder.forward(s.x, s.hidden); }),
          part("head forward", [](Step& s) { s.mu.forward(s.hidden, s.z); }),
          part("sampling", [](Step& s) { s.sample(); }),
          part("decoder forward", [](Step& s) { s.decoder.forward(s.z, s.decoded); }),
          part("output forward", [](Step& s) { s.output.forward(s.decoded, s.logits); }),
          part("likelihood", [](Step& s) { s.loss(); }),
          part("output backward", [](Step& s) { s.output.backward(s.decoded, s.d_logits, &s.d_decoded); }),
          part("decoder backward", [](Step& s) { s.decoder.backward(s.z, s.d_decoded, &s.d_z); }),
          part("head backward", [](Step& s) { s.mu.backward(s.hidden, s.d_z, &s.d_hidden); }),
          part("encoder backward", [](Step& s) { s.encoder.backward(s.x, s.d_hidden, nullptr); }),
          part("adam", [](Step& s) { s.adam.step(s.parameters, 0.0); })};
}

}  // namespace latentpad
