#include "wasm/measures.h"

#include <algorithm>
#include <cmath>

#include "eval/digit_likelihood.h"
#include "eval/encode_decode.h"
#include "eval/model_report.h"
#include "eval/true_posterior.h"
#include "io/classifier_file.h"

namespace latentpad::wasm {
namespace {

/// {"message", "code", "params"}, as params_out() writes an error within another.
nlohmann::json to_json(const ErrorReason& reason) {
  nlohmann::json params = nlohmann::json::object();
  for (const ErrorParam& param : reason.params) {
    if (const auto* number = std::get_if<double>(&param.value)) {
      // JSON has no NaN.
      if (std::isfinite(*number))
        params[param.name] = *number;
      else
        params[param.name] = std::isnan(*number) ? "NaN" : *number > 0.0 ? "Infinity" : "-Infinity";
    } else if (const auto* text = std::get_if<std::string>(&param.value)) {
      params[param.name] = *text;
    } else {
      params[param.name] = to_json(*std::get<std::shared_ptr<const ErrorReason>>(param.value));
    }
  }
  return {{"message", error_message(reason.code, reason.params)},
          {"code", error_code_name(reason.code)},
          {"params", std::move(params)}};
}

}  // namespace

std::string digit_likelihood_json(ModelHandle& handle, const val& pixels, std::uint32_t samples, std::uint32_t seed) {
  return guarded([&] {
    const Model<float>& model = handle.model_for_measures();
    expect_trait(model, "digitLikelihood", &ModelTraits::bound);
    const DigitLikelihood result =
        digit_likelihood(model, image_in("digitLikelihood", pixels, model), static_cast<Index>(samples), seed);
    return nlohmann::json{{"reconstruction", result.reconstruction},
                          {"kl", result.kl},
                          {"elbo", result.elbo.mean},
                          {"elboError", result.elbo.standard_error},
                          {"logLikelihood", result.log_likelihood.mean},
                          {"logLikelihoodError", result.log_likelihood.standard_error},
                          {"gap", result.gap.mean},
                          {"gapError", result.gap.standard_error},
                          {"samples", result.samples}}
        .dump();
  });
}

void begin_posterior_grid(ModelHandle& handle, const val& pixels, std::uint32_t side) {
  guarded([&] {
    handle.posterior().reset();
    const Model<float>& model = handle.model_for_measures();
    expect_trait(model, "posteriorGrid", &ModelTraits::posterior);
    handle.posterior().emplace(model, image_in("posteriorGrid", pixels, model), static_cast<Index>(side));
  });
}

val advance_posterior_grid(ModelHandle& handle, std::uint32_t points) {
  return guarded([&] {
    std::optional<PosteriorEvaluation>& evaluation = handle.posterior();
    if (!evaluation) throw_invalid_argument("advancePosteriorGrid", "a grid that has begun", "none");
    if (evaluation->advance(static_cast<Index>(points))) return val::null();
    const PosteriorGrid& grid = evaluation->grid();
    const std::vector<double> density = grid.density();
    const std::vector<float> single(density.begin(), density.end());
    val result = val::object();
    result.set("side", static_cast<double>(grid.side));
    result.set("left", grid.left);
    result.set("right", grid.right);
    result.set("bottom", grid.bottom);
    result.set("top", grid.top);
    result.set("logIntegral", grid.log_integral);
    result.set("density", copy_out(single.data(), single.size()));
    evaluation.reset();
    return result;
  });
}

val paint_image(ModelHandle& handle, const val& given, std::uint32_t seed, std::uint32_t index) {
  return guarded([&] {
    const AutoregressiveModel<float>& model = autoregressive_model(handle.model_for_measures(), "paint");
    const std::vector<float> first = emscripten::convertJSArrayToNumberVector<float>(given);
    const PaintedImage image = model.paint(first, seed, index);
    for (const float probability : image.probabilities)
      expect_finite("paint", "a conditional probability", static_cast<double>(probability));
    val result = val::object();
    result.set("pixels", copy_out(image.pixels.data(), image.pixels.size()));
    result.set("probabilities", copy_out(image.probabilities.data(), image.probabilities.size()));
    return result;
  });
}

val conditionals_of(ModelHandle& handle, const val& pixels) {
  return guarded([&] {
    const AutoregressiveModel<float>& model = autoregressive_model(handle.model_for_measures(), "conditionals");
    const Matrix<float> x = image_in("conditionals", pixels, model);
    Matrix<float> logits, probabilities;
    model.conditional_logits(x, logits);
    expect_finite("conditionals", "a conditional probability", logits);
    model.likelihood().mean(logits, probabilities);
    val result = val::object();
    result.set("probabilities", copy_out(probabilities));
    result.set("logLikelihood", -model.likelihood().loss(logits, x)[0]);
    return result;
  });
}

std::string latent_metrics_json(ModelHandle& handle, const DigitsHandle& digits, std::uint32_t seed) {
  return guarded([&] {
    const Digits& data = digits.digits;
    const LatentReport report =
        latent_report(handle.model_for_measures(), data.held_out_examples(handle.model_for_measures().config()),
                      std::span(data.labels).subspan(data.train_count), seed);
    nlohmann::json why = nlohmann::json::object();
    for (const auto& [name, reason] : report.why) why[name] = to_json(reason);
    return nlohmann::json{{"values", report.values}, {"why", why}}.dump();
  });
}

std::string sample_quality_json(ModelHandle& handle, const DigitsHandle& digits, const val& classifier,
                                std::uint32_t count, std::uint32_t seed) {
  return guarded([&] {
    expect_same_image_size("sampleQuality", handle.model_for_measures().config(), digits.digits.image_size());
    const Matrix<float> samples = sample_images(handle.model_for_measures(), static_cast<Index>(count), seed);
    const SampleQuality quality =
        sample_quality(samples, digits.digits.train_images(), load_classifier(bytes_in(classifier)));
    return nlohmann::json{{"samples", quality.samples},
                          {"classifierConfidence", quality.classifier_confidence},
                          {"labelEntropy", quality.label_entropy},
                          {"labelHistogram", quality.label_histogram},
                          {"nearestDistance", quality.nearest_distance}}
        .dump();
  });
}

}  // namespace latentpad::wasm
