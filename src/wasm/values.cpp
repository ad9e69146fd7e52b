#include "wasm/values.h"

#include <array>

#include "models/settings.h"

namespace latentpad::wasm {
namespace {

ForwardTraceValue value_of(const ForwardTrace<float>& trace) {
  return {floats_out(trace.mu), floats_out(trace.log_var), floats_out(trace.z), floats_out(trace.probabilities),
          trace.reconstruction, numbers_out(trace.kl),     trace.total_kl()};
}

/// A number for a linear layer with that many units, {layer, channels, kernel, stride, padding} for a convolution.
Layers layers_out(const std::vector<LayerSpec>& layers) {
  val list = val::array();
  for (const LayerSpec& layer : layers) {
    if (layer.type == LayerSpec{}.type) {
      list.call<void>("push", static_cast<double>(layer.units));
    } else {
      val other = val::object();
      other.set("layer", layer.type);
      other.set("channels", static_cast<double>(layer.units));
      other.set("kernel", static_cast<double>(layer.kernel));
      other.set("stride", static_cast<double>(layer.stride));
      other.set("padding", static_cast<double>(layer.padding));
      list.call<void>("push", other);
    }
  }
  return Layers(list);
}

LowerLayers lower_layers_out(const std::vector<StochasticLayer>& layers) {
  val list = val::array();
  for (const StochasticLayer& layer : layers) {
    val one = val::object();
    one.set("hidden", layers_out(layer.hidden));
    one.set("latentDim", static_cast<double>(layer.latent_dim));
    list.call<void>("push", one);
  }
  return LowerLayers(list);
}

/// "beta_warmup_steps" becomes "betaWarmupSteps".
std::string camel_case(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool starts_word = name[i] == '_' && i + 1 < name.size();
    text += starts_word ? static_cast<char>(name[++i] - 'a' + 'A') : name[i];
  }
  return text;
}

/// Calls f with each row and its index as a type.
template <typename Rows, typename F>
void for_each_slot(const Rows& rows, F f) {
  [&]<std::size_t... kIndices>(std::index_sequence<kIndices...>) {
    (f(std::get<kIndices>(rows), std::integral_constant<std::size_t, kIndices>()), ...);
  }(std::make_index_sequence<std::tuple_size_v<Rows>>());
}

/// Declares the slot of a row as a field.
template <typename T, std::size_t kIndex, typename Value>
void slot_field(emscripten::value_object<Value>& object, std::string_view name) {
  T Value::* const slot = &Slot<T, kIndex>::value;
  object.field(camel_case(name).c_str(), slot);
}

}  // namespace

Text text_out(std::string_view text) { return Text(val(std::string(text))); }
Float32Array floats_out(const Matrix<float>& m) { return Float32Array(copy_out(m)); }
Float32Array floats_out(const std::vector<float>& numbers) {
  return Float32Array(copy_out(numbers.data(), numbers.size()));
}

ModelConfigValue value_of(const ModelConfig& config) {
  const ImageSize size = image_size(config);
  ModelConfigValue value;
  value.model = text_out(config.model);
  value.input_dim = static_cast<double>(config.input_dim);
  value.width = static_cast<double>(size.width);
  value.height = static_cast<double>(size.height);
  value.latent_dim = static_cast<double>(config.latent_dim);
  value.activation = text_out(activation_name(config.activation));
  value.hidden = layers_out(config.hidden);
  if (config.likelihood != LikelihoodSpec{}) value.likelihood = TextOrUndefined(text_out(config.likelihood.name));
  if (config.likelihood.sigma != 0.0) value.sigma = config.likelihood.sigma;
  if (const Index labels = label_dim(config)) value.labels = static_cast<double>(labels);
  if (is_learned(config.prior)) {
    value.prior = TextOrUndefined(text_out(config.prior.name));
    value.components = static_cast<double>(component_count(config.prior));
  }
  if (config.orderings > 1) {
    value.orderings = static_cast<double>(config.orderings);
    value.ordering_seed = static_cast<double>(config.ordering_seed);
  }
  if (traits_of(config).hierarchical) {
    value.lower_layers = lower_layers_out(config.lower_layers);
    value.inference = TextOrUndefined(text_out(inference_name(config.inference)));
  }
  return value;
}

PriorValue value_of(const PriorDensity& prior, const Matrix<float>& pseudo_inputs) {
  const DiagonalMixture* mixture = prior.mixture();
  if (mixture == nullptr) {
    return {numbers_out(std::array{1.0}), floats_out(Matrix<float>(Matrix<float>::Zero(prior.latent_dim(), 1))),
            floats_out(Matrix<float>(Matrix<float>::Ones(prior.latent_dim(), 1))), floats_out(pseudo_inputs)};
  }
  return {numbers_out(mixture->weights()), floats_out(Matrix<float>(mixture->means().cast<float>())),
          floats_out(Matrix<float>(mixture->sigmas().cast<float>())), floats_out(pseudo_inputs)};
}

TrainingConfigValue value_of(const TrainingConfig& config) {
  TrainingConfigValue value;
  for_each_slot(kTrainingNumbers, [&](const auto& number, auto index) {
    static_cast<Slot<double, index()>&>(value).value = static_cast<double>(number.of(config));
  });
  value.objective = text_out(objective_name(config.objective));
  value.importance_samples = static_cast<double>(config.importance_samples);
  value.pixels = text_out(pixel_mode_name(config.pixels));
  value.seed = static_cast<double>(config.seed);
  value.digits = numbers_out(config.digits);
  value.estimator = text_out(estimator_name(config.estimator));
  value.schedule = text_out(schedule_name(config.schedule));
  value.schedule_at = numbers_out(config.schedule_at);
  return value;
}

TrainingRecordValue value_of(const TrainingRecord& record) {
  TrainingRecordValue value{value_of(record.config), static_cast<double>(record.step),           record.epochs,
                            text_out(record.data),   static_cast<double>(record.train_examples), {}};
  if (record.validation) {
    const ValidationScore& score = *record.validation;
    value.validation = ValidationValue{score.negative_elbo, score.standard_error, static_cast<double>(score.examples),
                                       text_out(pixel_mode_name(score.pixels))};
  }
  return value;
}

StepStatistics value_of(const TrainingStatistics& statistics, std::uint64_t step) {
  return {static_cast<double>(step),
          static_cast<double>(statistics.steps),
          statistics.terms.negative_elbo(),
          statistics.terms.reconstruction,
          statistics.terms.kl,
          statistics.diverged,
          static_cast<double>(statistics.diverged_step)};
}

BoundReportValue value_of(const BoundReport& report) {
  return {static_cast<double>(report.examples),
          report.negative_elbo.mean,
          report.negative_elbo.standard_error,
          report.reconstruction,
          report.kl,
          numbers_out(report.kl_per_dimension),
          numbers_out(report.kl_per_layer),
          static_cast<double>(report.active_units)};
}

DigitLikelihoodValue value_of(const DigitLikelihood& likelihood) {
  return {likelihood.reconstruction,
          likelihood.kl,
          likelihood.elbo.mean,
          likelihood.elbo.standard_error,
          likelihood.log_likelihood.mean,
          likelihood.log_likelihood.standard_error,
          likelihood.gap.mean,
          likelihood.gap.standard_error,
          static_cast<double>(likelihood.samples)};
}

PosteriorGridValue value_of(const PosteriorGrid& grid) {
  const std::vector<double> density = grid.density();
  return {static_cast<double>(grid.side),
          grid.left,
          grid.right,
          grid.bottom,
          grid.top,
          grid.log_integral,
          floats_out(std::vector<float>(density.begin(), density.end()))};
}

LatentMetricsValue value_of(const LatentReport& report) {
  LatentMetricsValue value;
  val why = val::object();
  for_each_slot(kLatentMetrics, [&](const auto& row, auto index) {
    const LatentMetric& metric = row.of(report);
    static_cast<Slot<NumberOrNull, index()>&>(value).value =
        NumberOrNull(metric.value ? val(*metric.value) : val::null());
    if (metric.why) why.set(camel_case(row.name), error_object(*metric.why));
  });
  value.why = ErrorTable(why);
  return value;
}

SampleQualityValue value_of(const SampleQuality& quality) {
  return {static_cast<double>(quality.samples), quality.classifier_confidence, quality.label_entropy,
          numbers_out(quality.label_histogram), quality.nearest_distance};
}

StepTraceValue value_of(const StepTrace<float>& trace) {
  val parameters = val::array();
  for (const ParameterTrace& p : trace.parameters) {
    parameters.call<void>("push", ParameterTraceValue{text_out(p.name), p.gradient_norm, p.change_norm});
  }
  return {value_of(trace.before), value_of(trace.after),           trace.beta,
          trace.learning_rate,    static_cast<double>(trace.step), floats_out(trace.d_z),
          floats_out(trace.d_mu), floats_out(trace.d_log_var),     ParameterTraceList(parameters)};
}

EMSCRIPTEN_BINDINGS(latentpad_values) {
  using emscripten::register_optional;
  using emscripten::register_type;
  using emscripten::value_object;
  register_type<Float32Array>("Float32Array");
  register_type<Float32Arrays>("Float32Array[]");
  register_type<Uint8Array>("Uint8Array");
  register_type<BytesByName>("ReadonlyMap<string, Uint8Array>");
  register_type<Numbers>("number[]");
  register_type<Layers>(
      "(number | {layer: 'conv2d', channels: number, kernel: number, stride: number, padding: number})[]");
  register_type<LowerLayers>("{hidden: number[], latentDim: number}[] | undefined");
  register_type<NumberOrNull>("number | null");
  register_type<Text>("string");
  register_type<TextOrUndefined>("string | undefined");
  register_type<Texts>("string[]");
  register_type<TextsOrUndefined>("string[] | undefined");
  register_type<TextTable>("Record<string, string>");
  // `params` of an error are numbers, texts and other errors.
  register_type<ErrorTable>("Record<string, {message: string, code: string, params: Record<string, any>}>");
  register_type<ParameterTraceList>("ParameterTrace[]");
  register_type<GradientNoiseList>("GradientNoise[]");
  register_type<KindList>("ModelKind[]");
  register_type<LikelihoodTable>("Record<string, string[]>");
  register_type<SettingTable>("Record<string, NumberSetting>");
  register_type<Listener>("(() => void) | undefined");
  register_type<Settings>("object");
  register_type<SettingsOrNull>("object | null");
  register_optional<double>();
  register_optional<TrainingConfigValue>();
  register_optional<ValidationValue>();
  register_optional<TrainingRecordValue>();
  register_optional<BoundReportValue>();
  register_optional<PosteriorGridValue>();
  register_optional<GradientNoiseList>();
  register_optional<PrincipalComponentsValue>();

  value_object<ModelConfigValue>("ModelConfig")
      .field("model", &ModelConfigValue::model)
      .field("inputDim", &ModelConfigValue::input_dim)
      .field("width", &ModelConfigValue::width)
      .field("height", &ModelConfigValue::height)
      .field("hidden", &ModelConfigValue::hidden)
      .field("latentDim", &ModelConfigValue::latent_dim)
      .field("activation", &ModelConfigValue::activation)
      .field("likelihood", &ModelConfigValue::likelihood)
      .field("sigma", &ModelConfigValue::sigma)
      .field("labels", &ModelConfigValue::labels)
      .field("prior", &ModelConfigValue::prior)
      .field("components", &ModelConfigValue::components)
      .field("orderings", &ModelConfigValue::orderings)
      .field("orderingSeed", &ModelConfigValue::ordering_seed)
      .field("lowerLayers", &ModelConfigValue::lower_layers)
      .field("inference", &ModelConfigValue::inference);
  value_object<TrainingConfigValue> training("TrainingConfig");
  for_each_slot(kTrainingNumbers,
                [&](const auto& number, auto index) { slot_field<double, index()>(training, number.setting.name); });
  training.field("objective", &TrainingConfigValue::objective)
      .field("importanceSamples", &TrainingConfigValue::importance_samples)
      .field("pixels", &TrainingConfigValue::pixels)
      .field("seed", &TrainingConfigValue::seed)
      .field("digits", &TrainingConfigValue::digits)
      .field("estimator", &TrainingConfigValue::estimator)
      .field("schedule", &TrainingConfigValue::schedule)
      .field("scheduleAt", &TrainingConfigValue::schedule_at);
  value_object<ValidationValue>("Validation")
      .field("negativeElbo", &ValidationValue::negative_elbo)
      .field("standardError", &ValidationValue::standard_error)
      .field("examples", &ValidationValue::examples)
      .field("pixels", &ValidationValue::pixels);
  value_object<TrainingRecordValue>("TrainingRecord")
      .field("config", &TrainingRecordValue::config)
      .field("step", &TrainingRecordValue::step)
      .field("epochs", &TrainingRecordValue::epochs)
      .field("data", &TrainingRecordValue::data)
      .field("trainExamples", &TrainingRecordValue::train_examples)
      .field("validation", &TrainingRecordValue::validation);
  value_object<FileSettingsValue>("FileSettings")
      .field("config", &FileSettingsValue::config)
      .field("training", &FileSettingsValue::training);
  value_object<ModelDescription>("ModelDescription")
      .field("config", &ModelDescription::config)
      .field("training", &ModelDescription::training)
      .field("parameters", &ModelDescription::parameters)
      .field("step", &ModelDescription::step)
      .field("types", &ModelDescription::types)
      .field("record", &ModelDescription::record);
  value_object<Cost>("Cost")
      .field("parameters", &Cost::parameters)
      .field("stepMultiplyAdds", &Cost::step_multiply_adds)
      .field("encodeMultiplyAdds", &Cost::encode_multiply_adds)
      .field("decodeMultiplyAdds", &Cost::decode_multiply_adds)
      .field("stepOther", &Cost::step_other)
      .field("modelBytes", &Cost::model_bytes)
      .field("trainingBytes", &Cost::training_bytes)
      .field("saveBytes", &Cost::save_bytes)
      .field("loadBytes", &Cost::load_bytes)
      .field("fileBytes", &Cost::file_bytes)
      .field("evaluationBytes", &Cost::evaluation_bytes);
  value_object<StepStatistics>("StepStatistics")
      .field("step", &StepStatistics::step)
      .field("steps", &StepStatistics::steps)
      .field("negativeElbo", &StepStatistics::negative_elbo)
      .field("reconstruction", &StepStatistics::reconstruction)
      .field("kl", &StepStatistics::kl)
      .field("diverged", &StepStatistics::diverged)
      .field("divergedStep", &StepStatistics::diverged_step);
  value_object<BoundReportValue>("BoundReport")
      .field("examples", &BoundReportValue::examples)
      .field("negativeElbo", &BoundReportValue::negative_elbo)
      .field("standardError", &BoundReportValue::standard_error)
      .field("reconstruction", &BoundReportValue::reconstruction)
      .field("kl", &BoundReportValue::kl)
      .field("klPerDimension", &BoundReportValue::kl_per_dimension)
      .field("klPerLayer", &BoundReportValue::kl_per_layer)
      .field("activeUnits", &BoundReportValue::active_units);
  value_object<CodeValue>("Code")
      .field("mu", &CodeValue::mu)
      .field("logVar", &CodeValue::log_var)
      .field("kl", &CodeValue::kl);
  value_object<PriorValue>("Prior")
      .field("weights", &PriorValue::weights)
      .field("means", &PriorValue::means)
      .field("sigmas", &PriorValue::sigmas)
      .field("pseudoInputs", &PriorValue::pseudo_inputs);
  value_object<CodeDensityValue>("CodeDensity")
      .field("weights", &CodeDensityValue::weights)
      .field("means", &CodeDensityValue::means)
      .field("axes", &CodeDensityValue::axes)
      .field("variances", &CodeDensityValue::variances)
      .field("logLikelihood", &CodeDensityValue::log_likelihood)
      .field("samples", &CodeDensityValue::samples);
  value_object<PrincipalComponentsValue>("PrincipalComponents")
      .field("first", &PrincipalComponentsValue::first)
      .field("second", &PrincipalComponentsValue::second)
      .field("shares", &PrincipalComponentsValue::shares);
  value_object<DigitLikelihoodValue>("DigitLikelihood")
      .field("reconstruction", &DigitLikelihoodValue::reconstruction)
      .field("kl", &DigitLikelihoodValue::kl)
      .field("elbo", &DigitLikelihoodValue::elbo)
      .field("elboError", &DigitLikelihoodValue::elbo_error)
      .field("logLikelihood", &DigitLikelihoodValue::log_likelihood)
      .field("logLikelihoodError", &DigitLikelihoodValue::log_likelihood_error)
      .field("gap", &DigitLikelihoodValue::gap)
      .field("gapError", &DigitLikelihoodValue::gap_error)
      .field("samples", &DigitLikelihoodValue::samples);
  value_object<PosteriorGridValue>("PosteriorGrid")
      .field("side", &PosteriorGridValue::side)
      .field("left", &PosteriorGridValue::left)
      .field("right", &PosteriorGridValue::right)
      .field("bottom", &PosteriorGridValue::bottom)
      .field("top", &PosteriorGridValue::top)
      .field("logIntegral", &PosteriorGridValue::log_integral)
      .field("density", &PosteriorGridValue::density);
  value_object<GradientNoiseValue>("GradientNoise")
      .field("estimator", &GradientNoiseValue::estimator)
      .field("signal", &GradientNoiseValue::signal)
      .field("noise", &GradientNoiseValue::noise);
  value_object<GivenSampleValue>("GivenSample")
      .field("pixels", &GivenSampleValue::pixels)
      .field("probabilities", &GivenSampleValue::probabilities);
  value_object<ConditionalsValue>("Conditionals")
      .field("probabilities", &ConditionalsValue::probabilities)
      .field("logLikelihood", &ConditionalsValue::log_likelihood);
  value_object<LatentMetricsValue> latent_metrics("LatentMetrics");
  for_each_slot(kLatentMetrics,
                [&](const auto& row, auto index) { slot_field<NumberOrNull, index()>(latent_metrics, row.name); });
  latent_metrics.field("why", &LatentMetricsValue::why);
  value_object<SampleQualityValue>("SampleQuality")
      .field("samples", &SampleQualityValue::samples)
      .field("classifierConfidence", &SampleQualityValue::classifier_confidence)
      .field("labelEntropy", &SampleQualityValue::label_entropy)
      .field("labelHistogram", &SampleQualityValue::label_histogram)
      .field("nearestDistance", &SampleQualityValue::nearest_distance);
  value_object<ForwardTraceValue>("ForwardTrace")
      .field("mu", &ForwardTraceValue::mu)
      .field("logVar", &ForwardTraceValue::log_var)
      .field("z", &ForwardTraceValue::z)
      .field("probabilities", &ForwardTraceValue::probabilities)
      .field("reconstruction", &ForwardTraceValue::reconstruction)
      .field("klPerDimension", &ForwardTraceValue::kl_per_dimension)
      .field("kl", &ForwardTraceValue::kl);
  value_object<ParameterTraceValue>("ParameterTrace")
      .field("name", &ParameterTraceValue::name)
      .field("gradientNorm", &ParameterTraceValue::gradient_norm)
      .field("changeNorm", &ParameterTraceValue::change_norm);
  value_object<StepTraceValue>("StepTrace")
      .field("before", &StepTraceValue::before)
      .field("after", &StepTraceValue::after)
      .field("beta", &StepTraceValue::beta)
      .field("learningRate", &StepTraceValue::learning_rate)
      .field("step", &StepTraceValue::step)
      .field("dZ", &StepTraceValue::d_z)
      .field("dMu", &StepTraceValue::d_mu)
      .field("dLogVar", &StepTraceValue::d_log_var)
      .field("parameters", &StepTraceValue::parameters);
  value_object<ActivationsValue>("Activations")
      .field("encoder", &ActivationsValue::encoder)
      .field("decoder", &ActivationsValue::decoder);
  value_object<ModelTraits>("ModelTraits")
      .field("code", &ModelTraits::code)
      .field("posterior", &ModelTraits::posterior)
      .field("conditional", &ModelTraits::conditional)
      .field("exactLikelihood", &ModelTraits::exact_likelihood)
      .field("hierarchical", &ModelTraits::hierarchical)
      .field("closedForm", &ModelTraits::closed_form)
      .field("bound", &ModelTraits::bound)
      .field("generates", &ModelTraits::generates)
      .field("completes", &ModelTraits::completes)
      .field("convolutional", &ModelTraits::convolutional);
  value_object<KindValue>("ModelKind")
      .field("name", &KindValue::name)
      .field("traits", &KindValue::traits)
      .field("minHidden", &KindValue::min_hidden)
      .field("maxHidden", &KindValue::max_hidden)
      .field("defaultUnits", &KindValue::default_units)
      .field("likelihoods", &KindValue::likelihoods)
      .field("priors", &KindValue::priors);
  value_object<NumberSetting>("NumberSetting")
      .field("min", &NumberSetting::min)
      .field("max", &NumberSetting::max)
      .field("defaultValue", &NumberSetting::default_value)
      .field("isWhole", &NumberSetting::is_whole)
      .field("isAboveMin", &NumberSetting::is_above_min);
  value_object<CoreDescription>("CoreDescription")
      .field("kinds", &CoreDescription::kinds)
      .field("settings", &CoreDescription::settings)
      .field("likelihoods", &CoreDescription::likelihoods)
      .field("layers", &CoreDescription::layers);
}

}  // namespace latentpad::wasm
