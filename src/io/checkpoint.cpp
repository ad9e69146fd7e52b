#include "io/checkpoint.h"

#include <cmath>
#include <utility>

#include "base/heartbeat.h"
#include "io/architecture.h"
#include "io/fnv1a.h"
#include "io/json.h"
#include "io/safetensors.h"
#include "io/self_test.h"
#include "io/strict_json.h"

namespace latentpad {
namespace {

const std::string kVersionKey = "latentpad.version", kConfigKey = "latentpad.config",
                  kTrainingKey = "latentpad.training", kDataKey = "latentpad.data",
                  kOptimizerKey = "latentpad.optimizer", kChecksumKey = "latentpad.checksum",
                  kSelfTestKey = "latentpad.self_test";
const std::string kFirstPrefix = "optimizer.first.", kSecondPrefix = "optimizer.second.", kRawPrefix = "optimizer.raw.";

std::span<const float> numbers(const WeightMatrix<float>& m) { return {m.data(), static_cast<std::size_t>(m.size())}; }

/// Removes a tensor from the file's map, so that the remaining ones are superfluous.
WeightMatrix<float> take(std::map<std::string, Tensor>& tensors, const std::string& name,
                         const Parameter<float>& like) {
  heartbeat();
  const auto found = tensors.find(name);
  if (found == tensors.end()) throw FormatError(ErrorCode::weights_missing_tensor, {{"tensor", quote(name)}});
  const std::vector<std::uint64_t> expected = like.shape();
  if (found->second.shape != expected) {
    throw FormatError(
        ErrorCode::weights_wrong_shape,
        {{"tensor", quote(name)}, {"expected", list_text(expected)}, {"got", list_text(found->second.shape)}});
  }
  const std::vector<float> values = tensor_to_floats(name, found->second);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      throw FormatError(ErrorCode::weights_not_finite, {{"tensor", quote(name)}, {"position", i}, {"got", values[i]}});
    }
  }
  tensors.erase(found);
  return Eigen::Map<const WeightMatrix<float>>(values.data(), like.value.rows(), like.value.cols());
}

nlohmann::json metadata_json(const std::map<std::string, std::string>& metadata, const std::string& key) {
  return in_format(ErrorCode::in_metadata, {{"part", key}}, [&] { return parse_strict_json(metadata.at(key)); });
}

/// The architecture from the metadata, or else from names and shapes; foreign names are translated.
ModelConfig config_of(Safetensors& content) {
  const auto version = content.metadata.find(kVersionKey);
  if (version != content.metadata.end() && version->second != "1") {
    throw FormatError(ErrorCode::weights_version, {{"got", quote(version->second)}});
  }
  remove_common_prefixes(content.tensors);
  translate_foreign_names(content.tensors);
  return content.metadata.count(kConfigKey) > 0 ? model_config_from_json(metadata_json(content.metadata, kConfigKey))
                                                : infer_config(content.tensors);
}

OptimizerState take_optimizer(std::map<std::string, Tensor>& tensors, const nlohmann::json& info,
                              const ParameterList<float>& parameters) {
  // Far above any training, and far below an overflow of the counters.
  constexpr std::uint64_t kMax = 1'000'000'000'000'000;
  const auto count = [&info](const char* key) {
    const auto found = info.is_object() ? info.find(key) : info.end();
    if (!info.is_object() || found == info.end() || !found->is_number_unsigned() ||
        found->get<std::uint64_t>() > kMax) {
      throw FormatError(ErrorCode::weights_counter, {{"key", key}, {"got", quote(info.dump())}});
    }
    return found->get<std::uint64_t>();
  };
  OptimizerState state;
  state.steps = count("steps");
  state.presentations = count("presentations");
  const bool averages = info.contains("averaged");
  if (averages) state.average.updates = count("averaged");
  for (const Parameter<float>* p : parameters) {
    state.first_moments.push_back(take(tensors, kFirstPrefix + p->name, *p));
    state.second_moments.push_back(take(tensors, kSecondPrefix + p->name, *p));
    if (averages) state.average.raw.push_back(take(tensors, kRawPrefix + p->name, *p));
    const WeightMatrix<float>& squares = state.second_moments.back();
    for (Index i = 0; i < squares.size(); ++i) {
      if (squares.data()[i] >= 0.0f) continue;
      throw FormatError(ErrorCode::weights_negative_moment,
                        {{"tensor", quote(kSecondPrefix + p->name)}, {"got", squares.data()[i]}, {"position", i}});
    }
  }
  return state;
}

/// Checks that the moments of masked weights are zero, since others would change these weights at the next step, and
/// the raw weights like those of the model.
void expect_valid_state(const ModelConfig& config, const OptimizerState& state) {
  const std::unique_ptr<Model<float>> scratch = make_model<float>(config);
  const ParameterList<float> parameters = scratch->parameters();
  const auto expect_valid = [&](const std::vector<WeightMatrix<float>>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) parameters[i]->value = values[i];
    scratch->expect_valid_parameters();
  };
  in_format(ErrorCode::in_moments, {}, [&] { expect_valid(state.first_moments); });
  in_format(ErrorCode::in_moments, {}, [&] { expect_valid(state.second_moments); });
  in_format(ErrorCode::in_weights, {}, [&] { expect_valid(state.average.raw); });
}

}  // namespace

std::string checksum(Model<float>& model) {
  Fnv1a hash;
  for (const Parameter<float>* p : model.parameters()) {
    hash.add(p->name.data(), p->name.size());
    hash.add(p->value.data(), static_cast<std::size_t>(p->value.size()) * sizeof(float));
    heartbeat();
  }
  return hash.text();
}

std::vector<std::uint8_t> save_model(Model<float>& model, const TrainingRecord& record, const SaveOptions& options) {
  if (options.half && options.optimizer != nullptr) {
    // A resumable file stores its numbers at full precision.
    throw_invalid_argument("save_model", "half or optimizer", "both");
  }
  // The self-test and the checksum apply to the numbers as stored.
  const std::unique_ptr<Model<float>> stored = make_model<float>(model.config());
  const ParameterList<float> from = model.parameters(), to = stored->parameters();
  Safetensors content;
  for (std::size_t i = 0; i < from.size(); ++i) {
    to[i]->value = options.half ? WeightMatrix<float>(from[i]->value.unaryExpr(&round_to_half)) : from[i]->value;
    if (!to[i]->value.array().isFinite().all()) {
      throw ArgumentError(options.half ? ErrorCode::save_not_finite_half : ErrorCode::save_not_finite,
                          {{"tensor", from[i]->name}});
    }
    content.tensors[to[i]->name] = tensor_from_floats(numbers(to[i]->value), to[i]->shape(), options.half);
    heartbeat();
  }
  content.metadata = {{"format", "pt"},
                      {kVersionKey, "1"},
                      {kConfigKey, to_json(model.config()).dump()},
                      // The name of the data may be a file name, which can have any bytes.
                      {kTrainingKey, to_json(record).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)},
                      {kChecksumKey, checksum(*stored)},
                      {kSelfTestKey, make_self_test(*stored).dump()}};
  if (!record.data_checksum.empty()) content.metadata[kDataKey] = record.data_checksum;
  if (options.optimizer != nullptr) {
    nlohmann::json state = {{"steps", options.optimizer->steps()}, {"presentations", options.presentations}};
    if (options.average != nullptr) state["averaged"] = options.average->updates();
    content.metadata[kOptimizerKey] = state.dump();
    for (std::size_t i = 0; i < from.size(); ++i) {
      const auto shape = from[i]->shape();
      content.tensors[kFirstPrefix + from[i]->name] =
          tensor_from_floats(numbers(options.optimizer->first_moments()[i]), shape, false);
      content.tensors[kSecondPrefix + from[i]->name] =
          tensor_from_floats(numbers(options.optimizer->second_moments()[i]), shape, false);
      if (options.average != nullptr) {
        content.tensors[kRawPrefix + from[i]->name] =
            tensor_from_floats(numbers(options.average->kept()[i]), shape, false);
      }
      heartbeat();
    }
  }
  return serialize_safetensors(content);
}

FileSettings settings_of_file(std::span<const std::uint8_t> head) {
  Safetensors content = parse_safetensors_header(head);
  FileSettings settings;
  settings.config = config_of(content);
  expect_enough_numbers(settings.config, content.tensors);
  if (content.metadata.count(kTrainingKey) > 0) {
    settings.training = training_record_from_json(metadata_json(content.metadata, kTrainingKey)).config;
  }
  return settings;
}

LoadedModel load_model(std::span<const std::uint8_t> file) {
  Safetensors content = parse_safetensors(file);
  const auto has = [&content](const std::string& key) { return content.metadata.count(key) > 0; };
  const ModelConfig config = config_of(content);

  LoadedModel loaded;
  for (const auto& [name, tensor] : content.tensors) loaded.types.insert(tensor.dtype);
  expect_enough_numbers(config, content.tensors);
  loaded.model = make_model<float>(config);
  const ParameterList<float> parameters = loaded.model->parameters();
  for (Parameter<float>* p : parameters) p->value = take(content.tensors, p->name, *p);
  in_format(ErrorCode::in_weights, {}, [&] { loaded.model->expect_valid_parameters(); });
  if (has(kOptimizerKey)) {
    loaded.optimizer = take_optimizer(content.tensors, metadata_json(content.metadata, kOptimizerKey), parameters);
    expect_valid_state(config, *loaded.optimizer);
  }
  if (!content.tensors.empty()) {
    throw FormatError(ErrorCode::weights_unexpected_tensor, {{"tensor", quote(content.tensors.begin()->first)}});
  }
  if (has(kTrainingKey)) loaded.record = training_record_from_json(metadata_json(content.metadata, kTrainingKey));
  if (loaded.record && has(kDataKey)) loaded.record->data_checksum = content.metadata[kDataKey];
  if (has(kChecksumKey) && content.metadata[kChecksumKey] != checksum(*loaded.model)) {
    throw FormatError(ErrorCode::weights_checksum, {{"expected", quote(content.metadata[kChecksumKey])}});
  }
  if (has(kSelfTestKey)) {
    run_self_test(*loaded.model, metadata_json(content.metadata, kSelfTestKey));
  } else {
    expect_finite_results(*loaded.model);
  }
  return loaded;
}

}  // namespace latentpad
