// JavaScript bindings: handles (Digits, Model), whose owner must call delete(), and the objects of values.h.
// Arrays are always copied: a view of the heap becomes invalid when the heap grows.
// web/engine/engine.js is the public interface.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>
#include <emscripten/heap.h>

#include <string>
#include <vector>

#include "base/heartbeat.h"
#include "io/checkpoint.h"
#include "io/sharded_weights.h"
#include "math/arithmetic.h"
#include "math/thread_team.h"
#include "training/cost.h"
#include "wasm/core_description.h"
#include "wasm/digits_handle.h"
#include "wasm/measures.h"
#include "wasm/model_handle.h"
#include "wasm/step_trace.h"

namespace latentpad::wasm {
namespace {

double file_size_from_head(const Uint8Array& head) {
  return guarded([&] { return static_cast<double>(digits_file_size(bytes_in(head))); });
}

std::string version() { return LATENTPAD_VERSION; }

std::string arithmetic_of_module() { return std::string(arithmetic_name(arithmetic())); }

void start_threads(int count) {
  guarded([&] {
    set_thread_pool_size(count - 1);
    set_thread_count(count);
  });
}

/// The heartbeat function of the current thread.
val& heartbeat_listener() {
  static val listener = val::undefined();
  return listener;
}

void on_heartbeat(const Listener& listener) {
  constexpr double kInterval = 200.0;
  heartbeat_listener() = listener;
  if (listener.isUndefined() || listener.isNull()) return set_heartbeat(nullptr);
  set_heartbeat([] {
    static double last = 0.0;
    const double now = emscripten_get_now();
    // Also call it if the clock was set back.
    if (now - last >= 0.0 && now - last < kInterval) return;
    last = now;
    heartbeat_listener()();
  });
}

/// Does not require a model.
Cost cost(const Settings& config, const Settings& training) {
  return guarded([&] { return cost_of(model_config_in(config), training_config_in(training)); });
}

/// The architecture and the settings from the first bytes of a weight file.
FileSettingsValue file_settings(const Uint8Array& head) {
  return guarded([&] {
    const FileSettings settings = settings_of_file(bytes_in(head));
    FileSettingsValue value{value_of(settings.config), {}};
    if (settings.training) value.training = value_of(*settings.training);
    return value;
  });
}

/// The names of the files of an index of weights.
Texts weight_files(const Uint8Array& index) {
  return guarded([&] { return Texts(texts_out(parse_weight_index(bytes_in(index)).files)); });
}

/// `files` has every file of the index.
Uint8Array join_weight_files(const Uint8Array& index, const BytesByName& files) {
  return guarded([&] {
    const std::vector<std::uint8_t> joined =
        join_weights(parse_weight_index(bytes_in(index)),
                     [&](const std::string& name) { return bytes_in(files.call<val>("get", name)); });
    return Uint8Array(copy_out(joined.data(), joined.size()));
  });
}

/// {code: English message} for every error of the core.
TextTable error_codes() {
  val codes = val::object();
  for (const ErrorCode code : all_error_codes()) codes.set(error_code_name(code), std::string(error_code_text(code)));
  return TextTable(codes);
}

double heap_bytes() { return static_cast<double>(emscripten_get_heap_size()); }

}  // namespace

EMSCRIPTEN_BINDINGS(latentpad) {
  using emscripten::allow_raw_pointers;
  using emscripten::nonnull;
  using emscripten::ret_val;
  emscripten::function("version", &version);
  emscripten::function("arithmetic", &arithmetic_of_module);
  emscripten::function("startThreads", &start_threads);
  emscripten::function("heapBytes", &heap_bytes);
  emscripten::function("onHeartbeat", &on_heartbeat);
  emscripten::function("costOf", &cost);
  emscripten::function("principalComponents", &principal_components_of);
  emscripten::function("codeDensity", &code_density_of);
  emscripten::function("classify", &classify_images);
  emscripten::function("fileSettings", &file_settings);
  emscripten::function("weightFiles", &weight_files);
  emscripten::function("joinWeights", &join_weight_files);
  emscripten::function("errorCodes", &error_codes);
  emscripten::function("describeCore", &describe_core);
  emscripten::function("digitsFileSize", &file_size_from_head);
  emscripten::class_<DigitsHandle>("Digits")
      .class_function("fromPacked", &DigitsHandle::from_packed, nonnull<ret_val>())
      .class_function("fromIdx", &DigitsHandle::from_idx, nonnull<ret_val>())
      .class_function("fromImages", &DigitsHandle::from_images, nonnull<ret_val>())
      .function("count", &DigitsHandle::count)
      .function("width", &DigitsHandle::width)
      .function("height", &DigitsHandle::height)
      .function("trainCount", &DigitsHandle::train_count)
      .function("classNames", &DigitsHandle::class_names)
      .function("labels", &DigitsHandle::labels)
      .function("images", &DigitsHandle::images);
  emscripten::class_<ModelHandle>("Model")
      .class_function("create", &ModelHandle::create, allow_raw_pointers(), nonnull<ret_val>())
      .class_function("load", &ModelHandle::load, nonnull<ret_val>())
      .function("describe", &ModelHandle::describe)
      .function("traits", &ModelHandle::traits)
      .function("checksum", &ModelHandle::model_checksum)
      .function("encode", &ModelHandle::encode)
      .function("decode", &ModelHandle::decode)
      .function("samplePrior", &ModelHandle::sample_prior)
      .function("prior", &ModelHandle::prior)
      .function("digitLikelihood", &digit_likelihood_of)
      .function("reconstructionLoss", &reconstruction_loss_of)
      .function("beginPosteriorGrid", &begin_posterior_grid)
      .function("advancePosteriorGrid", &advance_posterior_grid)
      .function("beginReconstructionAt", &begin_reconstruction_at)
      .function("advanceReconstructionAt", &advance_reconstruction_at)
      .function("beginImportanceBound", &begin_importance_bound)
      .function("advanceImportanceBound", &advance_importance_bound)
      .function("beginGradientNoise", &begin_gradient_noise)
      .function("advanceGradientNoise", &advance_gradient_noise)
      .function("sampleGiven", &sample_given_of)
      .function("conditionals", &conditionals_of)
      .function("latentMetrics", &latent_metrics_of)
      .function("unevenness", &unevenness_of)
      .function("sampleQuality", &sample_quality_of)
      .function("traceStep", &trace_step_of)
      .function("activations", &activations_of)
      .function("encodeHeldOut", &ModelHandle::encode_held_out)
      .function("trainStep", &ModelHandle::train_step)
      .function("train", &ModelHandle::train)
      .function("beginEvaluation", &ModelHandle::begin_evaluation)
      .function("advanceEvaluation", &ModelHandle::advance_evaluation)
      .function("epochs", &ModelHandle::epochs)
      .function("setTraining", &ModelHandle::set_training)
      .function("reset", &ModelHandle::reset)
      .function("resume", &ModelHandle::resume)
      .function("save", &ModelHandle::save, allow_raw_pointers());
}

}  // namespace latentpad::wasm
