// Types that are converted to JavaScript objects of numbers, texts and arrays. Their property names are declared in
// values.cpp; Emscripten generates the TypeScript types from them.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "eval/digit_likelihood.h"
#include "eval/likelihood.h"
#include "eval/model_report.h"
#include "eval/sample_quality.h"
#include "eval/true_posterior.h"
#include "io/config_json.h"
#include "models/model.h"
#include "models/model_kind.h"
#include "training/cost.h"
#include "training/step_trace.h"
#include "training/trainer.h"
#include "wasm/conversions.h"

namespace latentpad::wasm {

/// A JavaScript value with a TypeScript type declared in values.cpp.
struct TypedValue : val {
  TypedValue() : val(val::undefined()) {}
  explicit TypedValue(const val& value) : val(value) {}
};
struct Float32Array : TypedValue {
  using TypedValue::TypedValue;
};
struct Float32Arrays : TypedValue {
  using TypedValue::TypedValue;
};
struct Uint8Array : TypedValue {
  using TypedValue::TypedValue;
};
struct BytesByName : TypedValue {
  using TypedValue::TypedValue;
};
struct Numbers : TypedValue {
  using TypedValue::TypedValue;
};
struct Layers : TypedValue {
  using TypedValue::TypedValue;
};
struct LowerLayers : TypedValue {
  using TypedValue::TypedValue;
};
struct NumberOrNull : TypedValue {
  using TypedValue::TypedValue;
};
struct Text : TypedValue {
  using TypedValue::TypedValue;
};
struct TextOrUndefined : TypedValue {
  using TypedValue::TypedValue;
};
struct Texts : TypedValue {
  using TypedValue::TypedValue;
};
struct TextsOrUndefined : TypedValue {
  using TypedValue::TypedValue;
};
struct TextTable : TypedValue {
  using TypedValue::TypedValue;
};
struct ErrorTable : TypedValue {
  using TypedValue::TypedValue;
};
struct ParameterTraceList : TypedValue {
  using TypedValue::TypedValue;
};
struct GradientNoiseList : TypedValue {
  using TypedValue::TypedValue;
};
struct KindList : TypedValue {
  using TypedValue::TypedValue;
};
struct LikelihoodTable : TypedValue {
  using TypedValue::TypedValue;
};
struct SettingTable : TypedValue {
  using TypedValue::TypedValue;
};
/// A function, or undefined.
struct Listener : TypedValue {
  using TypedValue::TypedValue;
};
/// Settings from JavaScript, checked by setting_in.h.
struct Settings : TypedValue {
  using TypedValue::TypedValue;
};
struct SettingsOrNull : TypedValue {
  using TypedValue::TypedValue;
};

Text text_out(std::string_view text);
Float32Array floats_out(const Matrix<float>& m);
Float32Array floats_out(const std::vector<float>& numbers);

/// A JavaScript array of the elements of `numbers`.
template <typename Range>
Numbers numbers_out(const Range& numbers) {
  val list = val::array();
  for (const auto number : numbers) list.call<void>("push", static_cast<double>(number));
  return Numbers(list);
}

template <typename Range>
val texts_out(const Range& texts) {
  val list = val::array();
  for (const auto& text : texts) list.call<void>("push", std::string(text));
  return list;
}

/// Numbers are doubles, as in JavaScript.
struct ModelConfigValue {
  Text model;
  double input_dim = 0, width = 0, height = 0;
  Layers hidden;
  double latent_dim = 0;
  Text activation;
  TextOrUndefined likelihood;                      ///< unless it is Bernoulli
  std::optional<double> sigma;                     ///< if it is fixed
  std::optional<double> labels;                    ///< of a conditional model
  std::optional<double> orderings, ordering_seed;  ///< of a made of several orderings
  TextOrUndefined prior;                           ///< unless it is standard
  std::optional<double> components;
  LowerLayers lower_layers;   ///< of a hierarchical model
  TextOrUndefined inference;  ///< of a hierarchical model
};
ModelConfigValue value_of(const ModelConfig& config);

/// A value for each row of a list such as kTrainingNumbers. They are members of the same type, so that embind needs
/// only one accessor for all of them.
template <typename T, std::size_t kIndex>
struct Slot {
  T value{};
};
template <typename T, typename Indices>
struct SlotsAt;
template <typename T, std::size_t... kIndices>
struct SlotsAt<T, std::index_sequence<kIndices...>> : Slot<T, kIndices>... {};
template <typename T, typename Rows>
using Slots = SlotsAt<T, std::make_index_sequence<std::tuple_size_v<Rows>>>;

struct TrainingConfigValue : Slots<double, decltype(kTrainingNumbers)> {
  Text objective;
  double importance_samples = 0;
  Text pixels;
  double seed = 0;
  Numbers digits;
  Text estimator, schedule;
  Numbers schedule_at;
};
TrainingConfigValue value_of(const TrainingConfig& config);

struct ValidationValue {
  double negative_elbo = 0, standard_error = 0, examples = 0;
  Text pixels;
};

struct TrainingRecordValue {
  TrainingConfigValue config;
  double step = 0, epochs = 0;
  Text data;
  double train_examples = 0;
  std::optional<ValidationValue> validation;
};
TrainingRecordValue value_of(const TrainingRecord& record);

struct FileSettingsValue {
  ModelConfigValue config;
  std::optional<TrainingConfigValue> training;
};

struct ModelDescription {
  ModelConfigValue config;
  TrainingConfigValue training;
  double parameters = 0, step = 0;
  TextsOrUndefined types;  ///< for a model from a file
  std::optional<TrainingRecordValue> record;
};

struct StepStatistics {
  double step = 0, steps = 0, negative_elbo = 0, reconstruction = 0, kl = 0;
  bool diverged = false;
  double diverged_step = 0;
};
StepStatistics value_of(const TrainingStatistics& statistics, std::uint64_t step);

struct BoundReportValue {
  double examples = 0, negative_elbo = 0, standard_error = 0, reconstruction = 0, kl = 0;
  Numbers kl_per_dimension, kl_per_layer;
  double active_units = 0;
};
BoundReportValue value_of(const BoundReport& report);

/// kl: per element of mu, in nats; empty if the code is a point.
struct CodeValue {
  Float32Array mu, log_var, kl;
};

/// Numbers of one component after another; one component for N(0, I).
struct PriorValue {
  Numbers weights;
  Float32Array means, sigmas;
  Float32Array pseudo_inputs;  ///< in [0, 1], of a VampPrior
};
PriorValue value_of(const PriorDensity& prior, const Matrix<float>& pseudo_inputs);

/// Numbers of one component after another: of axes, one axis after another.
struct CodeDensityValue {
  Numbers weights, means, axes, variances;
  double log_likelihood = 0;
  Float32Array samples;
};

struct PrincipalComponentsValue {
  Numbers first, second, shares;
};

struct DigitLikelihoodValue {
  double reconstruction = 0, kl = 0, elbo = 0, elbo_error = 0, log_likelihood = 0, log_likelihood_error = 0, gap = 0,
         gap_error = 0, samples = 0;
};
DigitLikelihoodValue value_of(const DigitLikelihood& likelihood);

struct PosteriorGridValue {
  double side = 0, left = 0, right = 0, bottom = 0, top = 0, log_integral = 0;
  Float32Array density;
};
PosteriorGridValue value_of(const PosteriorGrid& grid);

struct GivenSampleValue {
  Float32Array pixels, probabilities;
};

struct ConditionalsValue {
  Float32Array probabilities;
  double log_likelihood = 0;
};

struct LatentMetricsValue : Slots<NumberOrNull, decltype(kLatentMetrics)> {
  ErrorTable why;
};
LatentMetricsValue value_of(const LatentReport& report);

struct SampleQualityValue {
  double samples = 0, classifier_confidence = 0, label_entropy = 0;
  Numbers label_histogram;
  double nearest_distance = 0;
};
SampleQualityValue value_of(const SampleQuality& quality);

struct ForwardTraceValue {
  Float32Array mu, log_var, z, probabilities;
  double reconstruction = 0;
  Numbers kl_per_dimension;
  double kl = 0;
};

struct ParameterTraceValue {
  Text name;
  double gradient_norm = 0, change_norm = 0;
};

struct StepTraceValue {
  ForwardTraceValue before, after;
  double beta = 0, learning_rate = 0, step = 0;
  Float32Array d_z, d_mu, d_log_var;
  ParameterTraceList parameters;
};
StepTraceValue value_of(const StepTrace<float>& trace);

struct GradientNoiseValue {
  Text estimator;
  double signal = 0, noise = 0;
};

struct ActivationsValue {
  Float32Arrays encoder, decoder;
};

struct KindValue {
  Text name;
  ModelTraits traits;
  double min_hidden = 0, max_hidden = 0, default_units = 0;
  Texts likelihoods, priors;
};

struct CoreDescription {
  KindList kinds;
  SettingTable settings;
  LikelihoodTable likelihoods;  ///< for each likelihood, the pixel modes for which it is a probability or density
  Texts layers;
};

}  // namespace latentpad::wasm
