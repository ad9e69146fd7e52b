// The border to JavaScript, thin: two handles, Digits and Model, whose owner must call delete(). Configurations cross
// as JSON, numbers as typed arrays, always copied: a view of the heap would die when the heap grows.
// web/engine/engine.js is the interface for people.
#include <emscripten/bind.h>
#include <emscripten/heap.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "eval/likelihood.h"
#include "io/strict_json.h"
#include "models/bernoulli.h"
#include "training/session.h"

namespace latentpad {
namespace {

using emscripten::val;

/// Calls f; a C++ exception becomes a JavaScript Error with the same message.
template <typename Function>
auto guarded(Function&& f) {
  std::string message;
  try {
    return f();
  } catch (const std::bad_alloc&) {
    message = "out of memory: the model or the data are too large for this tab";
  } catch (const std::exception& error) {
    message = error.what();
  }
  // Outside the handler, so that the C++ exception is released first.
  val::global("Error").new_(message).throw_();
  __builtin_unreachable();
}

template <typename Number>
val copy_out(const Number* data, std::size_t count) {
  return val(emscripten::typed_memory_view(count, data)).template call<val>("slice");
}

val copy_out(const Matrix<float>& m) { return copy_out(m.data(), static_cast<std::size_t>(m.size())); }

std::vector<std::uint8_t> bytes_in(const val& array) { return emscripten::convertJSArrayToNumberVector<std::uint8_t>(array); }

/// A batch from a Float32Array laid out [example][feature].
Matrix<float> batch_in(const char* function, const val& array, Index features) {
  const std::vector<float> numbers = emscripten::convertJSArrayToNumberVector<float>(array);
  const auto size = static_cast<Index>(numbers.size());
  if (size == 0 || size % features != 0) {
    throw std::invalid_argument(std::string(function) + ": expected a multiple of " + std::to_string(features) +
                                " numbers, at least one, got " + std::to_string(size));
  }
  for (const float number : numbers) {
    if (!std::isfinite(number)) throw std::invalid_argument(std::string(function) + ": expected finite numbers");
  }
  return Eigen::Map<const Matrix<float>>(numbers.data(), features, size / features);
}

class DigitsHandle {
 public:
  static std::unique_ptr<DigitsHandle> from_packed(const val& file, const std::string& name) {
    return guarded([&] { return std::make_unique<DigitsHandle>(parse_packed_digits(bytes_in(file)), name); });
  }

  static std::unique_ptr<DigitsHandle> from_idx(const val& images, const val& labels, std::size_t held_out,
                                                const std::string& name) {
    return guarded([&] {
      auto handle = std::make_unique<DigitsHandle>(parse_idx_digits(bytes_in(images), bytes_in(labels)), name);
      hold_out(handle->digits, held_out);
      return handle;
    });
  }

  DigitsHandle(Digits parsed, const std::string& name) : digits(std::move(parsed)) { digits.name = name; }

  std::size_t count() const { return digits.count(); }
  std::size_t train_count() const { return digits.train_count; }
  val labels() const { return copy_out(digits.labels.data(), digits.labels.size()); }
  val images(std::size_t first, std::size_t count) const {
    return guarded([&] {
      if (first > digits.count() || count > digits.count() - first) {
        throw std::invalid_argument("images: expected a range within the " + std::to_string(digits.count()) +
                                    " digits, got " + std::to_string(first) + " + " + std::to_string(count));
      }
      return copy_out(digits.images.data() + first * kDigitPixels, count * kDigitPixels);
    });
  }

  Digits digits;
};

nlohmann::json to_json(const BoundReport& report) {
  return {{"examples", report.examples},
          {"negativeElbo", report.negative_elbo.mean},
          {"standardError", report.negative_elbo.standard_error},
          {"reconstruction", report.reconstruction},
          {"kl", report.kl},
          {"klPerDimension", report.kl_per_dimension},
          {"activeUnits", report.active_units}};
}

nlohmann::json to_json(const TrainingStatistics& statistics, std::uint64_t step) {
  return {{"step", step},
          {"steps", statistics.steps},
          {"negativeElbo", statistics.terms.negative_elbo()},
          {"reconstruction", statistics.terms.reconstruction},
          {"kl", statistics.terms.kl},
          {"diverged", statistics.diverged},
          {"divergedStep", statistics.diverged_step}};
}

class ModelHandle {
 public:
  explicit ModelHandle(std::unique_ptr<Session> session) : session_(std::move(session)) {}

  static std::unique_ptr<ModelHandle> create(const std::string& config, const std::string& training,
                                             const DigitsHandle* digits) {
    return guarded([&] {
      return std::make_unique<ModelHandle>(Session::create(model_config_from_json(parse_strict_json(config)),
                                                           training_config_from_json(parse_strict_json(training)),
                                                           digits == nullptr ? nullptr : &digits->digits));
    });
  }

  /// An empty string for `training` means the file's own settings.
  static std::unique_ptr<ModelHandle> load(const val& file, const std::string& training) {
    return guarded([&] {
      std::optional<TrainingConfig> config;
      if (!training.empty()) config = training_config_from_json(parse_strict_json(training));
      return std::make_unique<ModelHandle>(Session::load(bytes_in(file), config));
    });
  }

  std::string describe() {
    return guarded([&] {
      Index parameters = 0;
      for (const Parameter<float>* p : model().parameters()) parameters += p->value.size();
      nlohmann::json info = {{"config", latentpad::to_json(model().config())},
                             {"training", latentpad::to_json(session_->trainer().config())},
                             {"parameters", parameters},
                             {"step", session_->trainer().step()},
                             {"checksum", checksum(model())}};
      if (session_->loaded_record()) info["record"] = latentpad::to_json(*session_->loaded_record());
      return info.dump();
    });
  }

  std::string model_checksum() { return checksum(model()); }

  val encode(const val& pixels) {
    return guarded([&] {
      Matrix<float> mu, log_var;
      model().encode(batch_in("encode", pixels, model().config().input_dim), mu, log_var);
      return code_out(mu, log_var);
    });
  }

  val decode(const val& z) {
    return guarded([&] {
      Matrix<float> logits, probabilities;
      model().decode(batch_in("decode", z, model().config().latent_dim), logits);
      reconstruction(logits, probabilities);
      return copy_out(probabilities);
    });
  }

  val encode_held_out(const DigitsHandle& digits) {
    return guarded([&] {
      Matrix<float> mu, log_var;
      encode_images(model(), digits.digits.held_out_images(), mu, log_var);
      return code_out(mu, log_var);
    });
  }

  std::string train_step(const val& pixels) {
    return guarded([&] {
      const auto statistics =
          session_->trainer().run_batch(batch_in("trainStep", pixels, model().config().input_dim));
      return to_json(statistics, session_->trainer().step()).dump();
    });
  }

  std::string train(const DigitsHandle& digits, std::uint32_t steps) {
    return guarded([&] {
      const auto statistics = session_->trainer().run(digits.digits.train_images(), steps);
      return to_json(statistics, session_->trainer().step()).dump();
    });
  }

  /// Starts scoring the held-out digits; advance_evaluation goes on with it. Do not train in between.
  void begin_evaluation(const DigitsHandle& digits, std::uint32_t seed) {
    guarded([&] {
      evaluation_.emplace(model(), digits.digits.held_out_images(),
                          EvaluationConfig{session_->trainer().config().pixels, seed, 1});
    });
  }

  /// The report as JSON when all examples are scored, else an empty string.
  std::string advance_evaluation(std::uint32_t examples) {
    return guarded([&]() -> std::string {
      if (!evaluation_) throw std::logic_error("advanceEvaluation: expected an evaluation that has begun");
      if (evaluation_->advance(static_cast<Index>(examples))) return "";
      const BoundReport report = evaluation_->report();
      evaluation_.reset();
      return to_json(report).dump();
    });
  }

  double epochs(const DigitsHandle& digits) const { return session_->epochs(digits.digits.train_count); }

  void set_training(const std::string& training) {
    guarded([&] { session_->trainer().set_config(training_config_from_json(parse_strict_json(training))); });
  }

  void reset() {
    guarded([&] { session_->reset(); });
  }

  void resume(const val& file) {
    guarded([&] { session_->resume(bytes_in(file)); });
  }

  val save(const DigitsHandle* digits, bool half, bool resumable) {
    return guarded([&] {
      const std::vector<std::uint8_t> file =
          session_->save(digits == nullptr ? nullptr : &digits->digits, std::nullopt, half, resumable);
      return copy_out(file.data(), file.size());
    });
  }

 private:
  Model<float>& model() { return session_->model(); }

  static val code_out(const Matrix<float>& mu, const Matrix<float>& log_var) {
    val code = val::object();
    code.set("mu", copy_out(mu));
    code.set("logVar", copy_out(log_var));
    return code;
  }

  std::unique_ptr<Session> session_;
  std::optional<BoundEvaluation> evaluation_;
};

double file_size_from_head(const val& head) {
  return guarded([&] { return static_cast<double>(digits_file_size(bytes_in(head))); });
}

std::string version() { return LATENTPAD_VERSION; }

double heap_bytes() { return static_cast<double>(emscripten_get_heap_size()); }

}  // namespace

EMSCRIPTEN_BINDINGS(latentpad) {
  using emscripten::allow_raw_pointers;
  emscripten::function("version", &version);
  emscripten::function("heapBytes", &heap_bytes);
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
      .function("checksum", &ModelHandle::model_checksum)
      .function("encode", &ModelHandle::encode)
      .function("decode", &ModelHandle::decode)
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

}  // namespace latentpad
