#include "eval/sample_quality.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/error.h"
#include "base/heartbeat.h"
#include "eval/encode_decode.h"
#include "eval/present.h"
#include "math/gemm.h"
#include "math/noise.h"

namespace latentpad {
namespace {

Matrix<float> thresholded(const Matrix<float>& images) { return (images.array() > 0.5f).cast<float>().matrix(); }

void expect_classifier_of(const char* function, Index pixels, const Classifier<float>& classifier) {
  if (classifier.input_dim() == pixels) return;
  throw_invalid_argument(function, "a classifier of images of " + std::to_string(pixels) + " pixels",
                         "one of " + std::to_string(classifier.input_dim()));
}

/// [z; y] with the labels 0, 1, … labels − 1, 0, … in turn.
void append_labels(Index labels, Matrix<float>& z) {
  const Index latent_dim = z.rows();
  z.conservativeResize(latent_dim + labels, z.cols());
  z.bottomRows(labels).setZero();
  for (Index n = 0; n < z.cols(); ++n) z(latent_dim + n % labels, n) = 1.0f;
}

/// Mean of max step / mean step over the paths of interpolation_smoothness; calls on_images with the frames of each.
template <typename OnImages>
double mean_unevenness(const char* function, const Model<float>& model, const Matrix<float>& codes, Index paths,
                       Index frames, std::uint64_t seed, OnImages on_images) {
  const LatentModel<float>& decoder = latent_model(model, function);
  if (codes.cols() < 2 || paths < 1 || frames < 3) {
    throw_invalid_argument(
        function, "at least 2 codes, 1 path and 3 frames",
        std::to_string(codes.cols()) + ", " + std::to_string(paths) + " and " + std::to_string(frames));
  }
  const NoiseStream noise(seed, NoisePurpose::metric_pairs, 0);
  const auto pick = [&](std::uint64_t index) {
    return static_cast<Index>(
        (static_cast<std::uint64_t>(noise.word(index)) * static_cast<std::uint64_t>(codes.cols())) >> 32);
  };
  double unevenness = 0.0;
  Matrix<float> z(codes.rows(), frames), outputs, images;
  for (Index path = 0; path < paths; ++path, heartbeat()) {
    const Index from = pick(static_cast<std::uint64_t>(2 * path));
    Index to = pick(static_cast<std::uint64_t>(2 * path + 1));
    if (to == from) to = (to + 1) % codes.cols();
    for (Index frame = 0; frame < frames; ++frame) {
      const float t = static_cast<float>(frame) / static_cast<float>(frames - 1);
      z.col(frame) = codes.col(from) * (1.0f - t) + codes.col(to) * t;
    }
    decoder.decode(z, outputs);
    model.likelihood().mean(outputs, images);
    double total = 0.0, most = 0.0;
    for (Index frame = 1; frame < frames; ++frame) {
      const auto step = static_cast<double>((images.col(frame) - images.col(frame - 1)).norm());
      total += step;
      most = std::max(most, step);
    }
    const double mean = total / static_cast<double>(frames - 1);
    if (!std::isfinite(mean)) {
      throw ArgumentError(ErrorCode::not_finite, {{"function", function}, {"got", mean}, {"position", path}});
    }
    // A constant path counts as even.
    unevenness += (mean > 0.0 ? most / mean : 1.0) / static_cast<double>(paths);
    on_images(images);
  }
  return unevenness;
}

void expect_count(Index count) {
  if (count < 1 || count > 10000) {
    throw ArgumentError(ErrorCode::samples_out_of_range,
                        {{"function", "sample_images"}, {"least", 1}, {"most", 10000}, {"got", count}});
  }
}

/// The likelihood's means of codes decoded by decode(some, outputs), in batches, to limit memory.
template <typename Decode>
Matrix<float> images_of(const LatentModel<float>& decoder, const Matrix<float>& z, const Decode& decode) {
  constexpr Index kAtOnce = 250;
  Matrix<float> images(decoder.config().input_dim, z.cols()), outputs, some;
  for (Index first = 0; first < z.cols(); first += kAtOnce) {
    const Index now = std::min(kAtOnce, z.cols() - first);
    decode(z.middleCols(first, now), outputs);
    expect_finite("sample", "a sample", outputs);
    decoder.likelihood().mean(outputs, some);
    images.middleCols(first, now) = some;
  }
  return images;
}

Matrix<float> images_of(const LatentModel<float>& decoder, const Matrix<float>& z) {
  return images_of(decoder, z,
                   [&](const Matrix<float>& some, Matrix<float>& outputs) { decoder.decode(some, outputs); });
}

}  // namespace

Matrix<float> sample_images(const Model<float>& model, Index count, std::uint64_t seed) {
  expect_count(count);
  if (!model.traits().code) {
    Matrix<float> images(model.config().input_dim, count);
    const AutoregressiveModel<float>& sampler = autoregressive_model(model, "sample_images");
    for (Index n = 0; n < count; ++n, heartbeat()) {
      const GivenSample image = sampler.sample_given({}, seed, static_cast<std::uint64_t>(n));
      expect_finite("sample", "a conditional probability",
                    Eigen::Map<const Vector<float>>(image.probabilities.data(), images.rows()));
      images.col(n) = Eigen::Map<const Vector<float>>(image.pixels.data(), images.rows());
    }
    return images;
  }
  const LatentModel<float>& decoder = latent_model(model, "sample_images");
  if (model.traits().hierarchical) {
    Matrix<float> epsilon(noise_dim(model.config()), count);
    NoiseStream(seed, NoisePurpose::prior_sample, 0)
        .standard_normal(0, static_cast<std::uint64_t>(epsilon.size()), epsilon.data());
    return images_of(decoder, epsilon,
                     [&](const Matrix<float>& some, Matrix<float>& outputs) { decoder.generate(some, outputs); });
  }
  Matrix<float> z = decoder.prior().sample(count, seed);
  if (const Index labels = label_dim(model.config())) append_labels(labels, z);
  return images_of(decoder, z);
}

Matrix<float> sample_images(const Model<float>& model, const CodeDensity& density, Index count, std::uint64_t seed) {
  expect_count(count);
  return images_of(latent_model(model, "sample_images"), density.sample(count, seed));
}

SampleQuality sample_quality(const Matrix<float>& samples, std::span<const std::uint8_t> reference,
                             const Classifier<float>& classifier) {
  if (samples.cols() < 1) throw_invalid_argument("sample_quality", "at least one sample", "none");
  expect_classifier_of("sample_quality", samples.rows(), classifier);
  const Index references = count_images("sample_quality", reference, samples.rows());
  const Matrix<float> images = thresholded(samples);
  SampleQuality quality;
  quality.samples = samples.cols();

  Matrix<float> probabilities;
  classifier.classify(images, probabilities);
  const auto count = static_cast<double>(samples.cols());
  for (Index n = 0; n < samples.cols(); ++n) {
    Index label = 0;
    quality.classifier_confidence += static_cast<double>(probabilities.col(n).maxCoeff(&label)) / count;
    quality.label_histogram[static_cast<std::size_t>(label)] += 1.0 / count;
  }
  for (const double share : quality.label_histogram) {
    if (share > 0.0) quality.label_entropy -= share * std::log(share);
  }

  // ‖a − b‖² = ‖a‖² + ‖b‖² − 2 aᵀb, so that the work is one matrix product for each block of references.
  constexpr Index kBlock = 500;
  Vector<float> nearest = Vector<float>::Constant(samples.cols(), std::numeric_limits<float>::infinity());
  const Vector<float> ink = images.colwise().squaredNorm().transpose();
  Matrix<float> block, products;
  for (Index first = 0; first < references; first += kBlock) {
    block.resize(samples.rows(), std::min(kBlock, references - first));
    present_images(reference, first, PixelMode::thresholded, 0, samples.rows(), block);
    products.resize(samples.cols(), block.cols());
    gemm<float>(view(images).transposed(), view(block), mutable_view(products));
    const Vector<float> block_ink = block.colwise().squaredNorm().transpose();
    for (Index n = 0; n < samples.cols(); ++n) {
      for (Index r = 0; r < block.cols(); ++r) {
        nearest[n] = std::min(nearest[n], ink[n] + block_ink[r] - 2.0f * products(n, r));
      }
    }
  }
  for (Index n = 0; n < samples.cols(); ++n)
    quality.nearest_distance += std::sqrt(static_cast<double>(nearest[n])) / count;
  return quality;
}

Smoothness interpolation_smoothness(const Model<float>& model, const Matrix<float>& codes, Index paths, Index frames,
                                    std::uint64_t seed, const Classifier<float>& classifier) {
  expect_trait(model, "interpolation_smoothness", &ModelTraits::code);
  expect_classifier_of("interpolation_smoothness", model.config().input_dim, classifier);
  Smoothness result;
  Matrix<float> probabilities;
  result.unevenness =
      mean_unevenness("interpolation_smoothness", model, codes, paths, frames, seed, [&](const Matrix<float>& images) {
        classifier.classify(thresholded(images), probabilities);
        for (Index frame = 0; frame < frames; ++frame) {
          if (probabilities.col(frame).maxCoeff() > 0.9f)
            result.recognisable += 1.0 / static_cast<double>(paths * frames);
        }
      });
  return result;
}

double interpolation_unevenness(const Model<float>& model, const Matrix<float>& codes, Index paths, Index frames,
                                std::uint64_t seed) {
  return mean_unevenness("interpolation_unevenness", model, codes, paths, frames, seed, [](const Matrix<float>&) {});
}

}  // namespace latentpad
