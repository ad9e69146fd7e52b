// The border to JavaScript, thin: handles (Digits, Model), whose owner must call delete(). Configurations cross
// as JSON, numbers as typed arrays, always copied: a view of the heap would die when the heap grows.
// web/engine/engine.js is the interface for people.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>
#include <emscripten/heap.h>

#include <string>

#include "base/heartbeat.h"
#include "io/checkpoint.h"
#include "training/cost.h"
#include "wasm/core_description.h"
#include "wasm/digits_handle.h"
#include "wasm/inside.h"
#include "wasm/measures.h"
#include "math/arithmetic.h"
#include "math/thread_team.h"
#include "wasm/model_handle.h"

namespace latentpad::wasm {
namespace {

double file_size_from_head(const val& head) {
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

/// What the core's own thread calls where it computes for long; of the thread that set it.
val& heartbeat_listener() {
  static val listener = val::undefined();
  return listener;
}

void on_heartbeat(const val& listener) {
  constexpr double kInterval = 200.0;
  heartbeat_listener() = listener;
  if (listener.isUndefined() || listener.isNull()) return set_heartbeat(nullptr);
  set_heartbeat([] {
    static double last = 0.0;
    const double now = emscripten_get_now();
    // Also where the clock was put back.
    if (now - last >= 0.0 && now - last < kInterval) return;
    last = now;
    heartbeat_listener()();
  });
}

/// JSON of Cost for a model that need not be there.
std::string cost_json(const std::string& config, const std::string& training) {
  return guarded([&] {
    const Cost cost = cost_of(model_config_from_json(parse_strict_json(config)),
                              training_config_from_json(parse_strict_json(training)));
    return nlohmann::json{{"parameters", cost.parameters},
                          {"stepMultiplyAdds", cost.step_multiply_adds},
                          {"encodeMultiplyAdds", cost.encode_multiply_adds},
                          {"decodeMultiplyAdds", cost.decode_multiply_adds},
                          {"stepOther", cost.step_other},
                          {"modelBytes", cost.model_bytes},
                          {"trainingBytes", cost.training_bytes},
                          {"saveBytes", cost.save_bytes},
                          {"loadBytes", cost.load_bytes},
                          {"fileBytes", cost.file_bytes},
                          {"evaluationBytes", cost.evaluation_bytes}}
        .dump();
  });
}

/// JSON {config, training}: the architecture that a weight file's first bytes tell, and its own settings or null.
std::string file_settings(const val& head) {
  return guarded([&] {
    const FileSettings settings = settings_of_file(bytes_in(head));
    return nlohmann::json{{"config", to_json(settings.config)},
                          {"training", settings.training ? to_json(*settings.training) : nlohmann::json()}}
        .dump();
  });
}

/// {code: its English sentence} of every error that the core can raise.
val error_codes() {
  val codes = val::object();
  for (const ErrorCode code : all_error_codes()) codes.set(error_code_name(code), std::string(error_code_text(code)));
  return codes;
}

double heap_bytes() { return static_cast<double>(emscripten_get_heap_size()); }

}  // namespace

EMSCRIPTEN_BINDINGS(latentpad) {
  using emscripten::allow_raw_pointers;
  emscripten::function("version", &version);
  emscripten::function("arithmetic", &arithmetic_of_module);
  emscripten::function("startThreads", &start_threads);
  emscripten::function("heapBytes", &heap_bytes);
  emscripten::function("onHeartbeat", &on_heartbeat);
  emscripten::function("costOf", &cost_json);
  emscripten::function("fileSettings", &file_settings);
  emscripten::function("errorCodes", &error_codes);
  emscripten::function("describeCore", &describe_core);
  emscripten::function("digitsFileSize", &file_size_from_head);
  emscripten::class_<DigitsHandle>("Digits")
      .class_function("fromPacked", &DigitsHandle::from_packed)
      .class_function("fromIdx", &DigitsHandle::from_idx)
      .function("count", &DigitsHandle::count)
      .function("trainCount", &DigitsHandle::train_count)
      .function("labels", &DigitsHandle::labels)
      .function("images", &DigitsHandle::images);
  emscripten::class_<ModelHandle>("Model")
      .class_function("create", &ModelHandle::create, allow_raw_pointers())
      .class_function("load", &ModelHandle::load)
      .function("describe", &ModelHandle::describe)
      .function("traits", &ModelHandle::traits)
      .function("checksum", &ModelHandle::model_checksum)
      .function("encode", &ModelHandle::encode)
      .function("decode", &ModelHandle::decode)
      .function("samplePrior", &ModelHandle::sample_prior)
      .function("digitLikelihood", &digit_likelihood_json)
      .function("beginPosteriorGrid", &begin_posterior_grid)
      .function("advancePosteriorGrid", &advance_posterior_grid)
      .function("paint", &paint_image)
      .function("conditionals", &conditionals_of)
      .function("latentMetrics", &latent_metrics_json)
      .function("sampleQuality", &sample_quality_json)
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
