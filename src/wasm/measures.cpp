#include "wasm/measures.h"

#include <algorithm>

#include "eval/code_density.h"
#include "eval/digit_likelihood.h"
#include "eval/encode_decode.h"
#include "eval/model_report.h"
#include "eval/principal_components.h"
#include "eval/true_posterior.h"
#include "io/classifier_file.h"

namespace latentpad::wasm {

DigitLikelihoodValue digit_likelihood_of(ModelHandle& handle, const Float32Array& pixels, std::uint32_t samples,
                                         std::uint32_t seed) {
  return guarded([&] {
    const Model<float>& model = handle.model_for_measures();
    expect_trait(model, "digitLikelihood", &ModelTraits::bound);
    return value_of(
        digit_likelihood(model, image_in("digitLikelihood", pixels, model), static_cast<Index>(samples), seed));
  });
}

Numbers reconstruction_loss_of(ModelHandle& handle, const Float32Array& pixels, const Float32Array& z) {
  return guarded([&] {
    const Model<float>& model = handle.model_for_measures();
    expect_trait(model, "reconstructionLoss", &ModelTraits::code);
    const Matrix<float> x = batch_in("reconstructionLoss", pixels, example_dim(model.config()));
    return numbers_out(reconstruction_loss(model, x, batch_in("reconstructionLoss", z, model.config().latent_dim)));
  });
}

void begin_posterior_grid(ModelHandle& handle, const Float32Array& pixels, std::uint32_t side) {
  guarded([&] {
    handle.posterior().reset();
    const Model<float>& model = handle.model_for_measures();
    expect_trait(model, "posteriorGrid", &ModelTraits::posterior);
    handle.posterior().emplace(model, image_in("posteriorGrid", pixels, model), static_cast<Index>(side));
  });
}

std::optional<PosteriorGridValue> advance_posterior_grid(ModelHandle& handle, std::uint32_t points) {
  return guarded([&]() -> std::optional<PosteriorGridValue> {
    std::optional<PosteriorEvaluation>& evaluation = handle.posterior();
    if (!evaluation) throw_invalid_argument("advancePosteriorGrid", "a grid that has begun", "none");
    if (evaluation->advance(static_cast<Index>(points))) return std::nullopt;
    PosteriorGridValue grid = value_of(evaluation->grid());
    evaluation.reset();
    return grid;
  });
}

void begin_reconstruction_at(ModelHandle& handle, const DigitsHandle& digits, double sigma_scale, std::uint32_t seed) {
  guarded([&] {
    const Model<float>& model = handle.model_for_measures();
    expect_trait(model, "reconstructionAt", &ModelTraits::bound);
    EvaluationConfig config{handle.session().trainer().config().pixels, seed};
    config.sigma_scale = sigma_scale;
    handle.at_noise() = std::make_unique<HeldOutEvaluation<BoundEvaluation>>(handle.chosen(digits), model, config);
  });
}

std::optional<double> advance_reconstruction_at(ModelHandle& handle, std::uint32_t examples) {
  return guarded([&]() -> std::optional<double> {
    auto& evaluation = handle.at_noise();
    if (!evaluation) throw_invalid_argument("advanceReconstructionAt", "an evaluation that has begun", "none");
    if (evaluation->bound.advance(static_cast<Index>(examples))) return std::nullopt;
    const double reconstruction = evaluation->bound.report().reconstruction;
    evaluation.reset();
    return reconstruction;
  });
}

void begin_importance_bound(ModelHandle& handle, const DigitsHandle& digits, std::uint32_t samples,
                            std::uint32_t seed) {
  guarded([&] {
    const ImportanceWeightedConfig config{
        handle.session().trainer().config().pixels, seed, {static_cast<Index>(samples)}};
    handle.weighted() = std::make_unique<HeldOutEvaluation<ImportanceWeightedEvaluation>>(
        handle.chosen(digits), handle.model_for_measures(), config);
  });
}

std::optional<double> advance_importance_bound(ModelHandle& handle, std::uint32_t examples) {
  return guarded([&]() -> std::optional<double> {
    auto& evaluation = handle.weighted();
    if (!evaluation) throw_invalid_argument("advanceImportanceBound", "an evaluation that has begun", "none");
    if (evaluation->bound.advance(static_cast<Index>(examples))) return std::nullopt;
    const double bound = evaluation->bound.report().negative_log_likelihood.front().mean;
    evaluation.reset();
    return bound;
  });
}

void begin_gradient_noise(ModelHandle& handle, const Float32Array& pixels, std::uint32_t draws, std::uint32_t seed) {
  guarded([&] {
    Model<float>& model = handle.session().model();
    Trainer& trainer = handle.session().trainer();
    // The gradient of the next step is that of the raw weights.
    const RawWeights<float> raw = trainer.raw_weights();
    const TrainingConfig& training = trainer.config();
    handle.gradient_noise() = std::make_unique<GradientNoiseEvaluation<float>>(
        model, batch_in("gradientNoise", pixels, example_dim(model.config())),
        Objective{training.objective, trainer.beta_at(trainer.step()), training.importance_samples},
        static_cast<Index>(draws), seed);
  });
}

std::optional<GradientNoiseList> advance_gradient_noise(ModelHandle& handle, std::uint32_t draws) {
  return guarded([&]() -> std::optional<GradientNoiseList> {
    auto& evaluation = handle.gradient_noise();
    if (!evaluation) throw_invalid_argument("advanceGradientNoise", "an evaluation that has begun", "none");
    if (evaluation->advance(static_cast<Index>(draws))) return std::nullopt;
    val list = val::array();
    for (const GradientNoise& noise : evaluation->report()) {
      expect_finite("gradientNoise", "a gradient", noise.noise);
      list.call<void>("push", GradientNoiseValue{text_out(estimator_name(noise.estimator)), noise.signal, noise.noise});
    }
    evaluation.reset();
    return GradientNoiseList(list);
  });
}

GivenSampleValue sample_given_of(ModelHandle& handle, const Float32Array& given, std::uint32_t seed,
                                 std::uint32_t index) {
  return guarded([&] {
    const AutoregressiveModel<float>& model = autoregressive_model(handle.model_for_measures(), "sampleGiven");
    const std::vector<float> first = emscripten::convertJSArrayToNumberVector<float>(given);
    const GivenSample image = model.sample_given(first, seed, index);
    for (const float probability : image.probabilities)
      expect_finite("sampleGiven", "a conditional probability", static_cast<double>(probability));
    return GivenSampleValue{floats_out(image.pixels), floats_out(image.probabilities)};
  });
}

ConditionalsValue conditionals_of(ModelHandle& handle, const Float32Array& pixels) {
  return guarded([&] {
    const AutoregressiveModel<float>& model = autoregressive_model(handle.model_for_measures(), "conditionals");
    const Matrix<float> x = image_in("conditionals", pixels, model);
    Matrix<float> logits, probabilities;
    model.conditional_logits(x, logits);
    expect_finite("conditionals", "a conditional probability", logits);
    model.likelihood().mean(logits, probabilities);
    // Of several orderings log p(x) is not the sum of the raster order's conditionals; otherwise their loss is at hand.
    const double loss =
        model.config().orderings > 1 ? model.negative_log_likelihoods(x)[0] : model.likelihood().loss(logits, x)[0];
    return ConditionalsValue{floats_out(probabilities), -loss};
  });
}

CodeDensityValue code_density_of(const Float32Array& codes, std::uint32_t latent_dim, std::uint32_t components,
                                 std::uint32_t seed, std::uint32_t samples, std::uint32_t sample_seed) {
  return guarded([&] {
    const Matrix<float> points = batch_in("codeDensity", codes, static_cast<Index>(latent_dim));
    const CodeDensity density = fit_code_density(points, static_cast<Index>(components), seed);
    std::vector<double> weights, means, axes, variances;
    for (const CodeComponent& component : density.components()) {
      weights.push_back(component.weight);
      means.insert(means.end(), component.mean.begin(), component.mean.end());
      axes.insert(axes.end(), component.axes.data(), component.axes.data() + component.axes.size());
      variances.insert(variances.end(), component.variances.begin(), component.variances.end());
    }
    return CodeDensityValue{numbers_out(weights),
                            numbers_out(means),
                            numbers_out(axes),
                            numbers_out(variances),
                            density.log_likelihood(points).mean,
                            floats_out(density.sample(static_cast<Index>(samples), sample_seed))};
  });
}

std::optional<PrincipalComponentsValue> principal_components_of(const Float32Array& codes, std::uint32_t latent_dim,
                                                                const Numbers& last, bool turned) {
  return guarded([&]() -> std::optional<PrincipalComponentsValue> {
    const std::vector<float> numbers = emscripten::convertJSArrayToNumberVector<float>(codes);
    const auto size = static_cast<Index>(latent_dim), all = static_cast<Index>(numbers.size());
    if (size < 1 || all % size != 0) {
      throw_invalid_argument("principalComponents", "a multiple of " + std::to_string(size) + " numbers",
                             std::to_string(all));
    }
    const std::vector<double> plane = emscripten::convertJSArrayToNumberVector<double>(last);
    if (!plane.empty() && static_cast<Index>(plane.size()) != 2 * size) {
      throw_invalid_argument("principalComponents", "a plane in " + std::to_string(size) + " dimensions",
                             std::to_string(plane.size()) + " numbers");
    }
    expect_finite_numbers("principalComponents", plane);
    const Index half = plane.empty() ? 0 : size;
    const Plane shown{Eigen::Map<const Vector<double>>(plane.data(), half),
                      Eigen::Map<const Vector<double>>(plane.data() + half, half)};
    const auto found = principal_components(Eigen::Map<const Matrix<float>>(numbers.data(), size, all / size),
                                            plane.empty() ? nullptr : &shown, turned);
    if (!found) return std::nullopt;
    return PrincipalComponentsValue{numbers_out(found->plane.first), numbers_out(found->plane.second),
                                    numbers_out(found->shares)};
  });
}

LatentMetricsValue latent_metrics_of(ModelHandle& handle, const DigitsHandle& digits, std::uint32_t seed) {
  return guarded([&] {
    const Digits& data = digits.digits;
    return value_of(latent_report(handle.model_for_measures(),
                                  data.held_out_examples(handle.model_for_measures().config()),
                                  std::span(data.labels).subspan(data.train_count), seed));
  });
}

double unevenness_of(ModelHandle& handle, const DigitsHandle& digits, std::uint32_t seed) {
  return guarded([&] {
    const Model<float>& model = handle.model_for_measures();
    expect_trait(model, "unevenness", &ModelTraits::code);
    Matrix<float> codes, log_var;
    encode_images(model, digits.digits.held_out_examples(model.config()), codes, log_var);
    return interpolation_unevenness(model, codes, kSmoothnessPaths, kSmoothnessFrames, seed);
  });
}

Numbers classify_images(const Float32Array& pixels, const Uint8Array& classifier) {
  return guarded([&] {
    const Classifier<float> judge = load_classifier(bytes_in(classifier));
    Matrix<float> probabilities;
    judge.classify(batch_in("classify", pixels, judge.input_dim()), probabilities);
    return numbers_out(Eigen::Map<const Vector<float>>(probabilities.data(), probabilities.size()).cast<double>());
  });
}

SampleQualityValue sample_quality_of(ModelHandle& handle, const DigitsHandle& digits, const Uint8Array& classifier,
                                     std::uint32_t count, std::uint32_t seed) {
  return guarded([&] {
    expect_same_image_size("sampleQuality", handle.model_for_measures().config(), digits.digits.image_size());
    const Matrix<float> samples = sample_images(handle.model_for_measures(), static_cast<Index>(count), seed);
    return value_of(sample_quality(samples, digits.digits.train_images(), load_classifier(bytes_in(classifier))));
  });
}

}  // namespace latentpad::wasm
