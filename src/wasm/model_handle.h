// A model with its optimizer and settings, owned by JavaScript.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "eval/encode_decode.h"
#include "eval/gradient_noise.h"
#include "eval/importance_weighted.h"
#include "eval/likelihood.h"
#include "eval/sample_quality.h"
#include "eval/true_posterior.h"
#include "models/posterior.h"
#include "training/session.h"
#include "wasm/conversions.h"
#include "wasm/digits_handle.h"
#include "wasm/setting_in.h"
#include "wasm/values.h"

namespace latentpad::wasm {

/// A bound of the held-out digits that is evaluated in pieces. Includes the digits that it reads, to keep them alive.
template <typename Bound>
struct HeldOutEvaluation {
  template <typename Config>
  HeldOutEvaluation(std::shared_ptr<const Digits> chosen, const Model<float>& model, const Config& config)
      : digits(std::move(chosen)), bound(model, digits->held_out_examples(model.config()), config) {}

  std::shared_ptr<const Digits> digits;
  Bound bound;
};

class ModelHandle {
 public:
  explicit ModelHandle(std::unique_ptr<Session> session) : session_(std::move(session)) {}

  static std::unique_ptr<ModelHandle> create(const Settings& config, const Settings& training,
                                             const DigitsHandle* digits) {
    return guarded([&] {
      const TrainingConfig settings = training_config_in(training);
      return std::make_unique<ModelHandle>(
          Session::create(model_config_in(config), settings, digits == nullptr ? nullptr : &digits->digits));
    });
  }

  /// null for `training` selects the file's settings.
  static std::unique_ptr<ModelHandle> load(const Uint8Array& file, const SettingsOrNull& training) {
    return guarded([&] {
      std::optional<TrainingConfig> config;
      if (!training.isNull()) config = training_config_in(training);
      return std::make_unique<ModelHandle>(Session::load(bytes_in(file), config));
    });
  }

  ModelDescription describe() {
    return guarded([&] {
      Index parameters = 0;
      for (const Parameter<float>* p : model().parameters()) parameters += p->value.size();
      ModelDescription description{value_of(model().config()),
                                   value_of(session_->trainer().config()),
                                   static_cast<double>(parameters),
                                   static_cast<double>(session_->trainer().step()),
                                   {},
                                   {}};
      if (!session_->loaded_types().empty()) description.types = TextsOrUndefined(texts_out(session_->loaded_types()));
      if (session_->loaded_record()) description.record = value_of(*session_->loaded_record());
      return description;
    });
  }

  ModelTraits traits() { return model().traits(); }

  std::string model_checksum() {
    return guarded([&] { return checksum(model()); });
  }

  /// pixels: input_dim per image, followed by its one-hot label for a conditional model; likewise after each z in
  /// decode.
  CodeValue encode(const Float32Array& pixels) {
    return guarded([&] {
      expect_trait(model(), "encode", &ModelTraits::code);
      const Matrix<float> x = batch_in("encode", pixels, example_dim(model().config()));
      Matrix<float> mu, log_var, some_mu, some_log_var;
      for (Index first = 0; first < x.cols(); first += kExamplesAtOnce) {
        const Index count = std::min(kExamplesAtOnce, x.cols() - first);
        encode_finite("encode", model(), x.middleCols(first, count), some_mu, some_log_var);
        if (first == 0) {
          mu.resize(some_mu.rows(), x.cols());
          log_var.resize(some_log_var.rows(), x.cols());
        }
        mu.middleCols(first, count) = some_mu;
        log_var.middleCols(first, count) = some_log_var;
      }
      return code_out(mu, log_var);
    });
  }

  Float32Array decode(const Float32Array& z) {
    return guarded([&] {
      expect_trait(model(), "decode", &ModelTraits::code);
      const Matrix<float> codes = batch_in("decode", z, model().config().latent_dim + label_dim(model().config()));
      Matrix<float> probabilities(model().config().input_dim, codes.cols()), some;
      for (Index first = 0; first < codes.cols(); first += kExamplesAtOnce) {
        const Index count = std::min(kExamplesAtOnce, codes.cols() - first);
        decode_finite("decode", model(), codes.middleCols(first, count), some);
        probabilities.middleCols(first, count) = some;
      }
      return floats_out(probabilities);
    });
  }

  /// Images sampled from the model, concatenated.
  Float32Array sample_prior(std::uint32_t count, std::uint32_t seed) {
    return guarded([&] { return floats_out(sample_images(model(), static_cast<Index>(count), seed)); });
  }

  /// The prior of a model with a code, with the present weights.
  PriorValue prior() {
    return guarded([&] {
      const LatentModel<float>& latent = latent_model(std::as_const(model()), "prior");
      return value_of(latent.prior(), latent.pseudo_inputs());
    });
  }

  const Model<float>& model_for_measures() { return model(); }
  /// The posterior grid in progress.
  std::optional<PosteriorEvaluation>& posterior() { return posterior_; }
  /// The reconstruction error at another noise, in progress.
  std::unique_ptr<HeldOutEvaluation<BoundEvaluation>>& at_noise() { return at_noise_; }
  /// The importance-weighted bound in progress.
  std::unique_ptr<HeldOutEvaluation<ImportanceWeightedEvaluation>>& weighted() { return weighted_; }
  /// The noise of the gradient, in progress.
  std::unique_ptr<GradientNoiseEvaluation<float>>& gradient_noise() { return gradient_noise_; }
  Session& session() { return *session_; }

  /// The digits on which this model is trained and evaluated.
  std::shared_ptr<const Digits> chosen(const DigitsHandle& digits) const {
    return digits.chosen(session_->trainer().config().digits);
  }

  /// Held-out digits first … first + count − 1.
  CodeValue encode_held_out(const DigitsHandle& digits, std::uint32_t first, std::uint32_t count) {
    return guarded([&] {
      const std::span<const std::uint8_t> examples = digits.digits.held_out_examples(model().config());
      const auto size = static_cast<std::size_t>(example_dim(model().config()));
      const std::size_t all = examples.size() / size;
      if (count < 1 || first >= all || count > all - first) {
        throw_invalid_argument("encodeHeldOut", "a range within the " + std::to_string(all) + " held-out digits",
                               std::to_string(first) + " + " + std::to_string(count));
      }
      Matrix<float> mu, log_var;
      encode_images(model(), examples.subspan(first * size, count * size), mu, log_var);
      return code_out(mu, log_var);
    });
  }

  StepStatistics train_step(const Float32Array& pixels) {
    return guarded([&] {
      const auto statistics =
          session_->trainer().run_batch(batch_in("trainStep", pixels, example_dim(model().config())));
      return value_of(statistics, session_->trainer().step());
    });
  }

  StepStatistics train(const DigitsHandle& digits, std::uint32_t steps) {
    return guarded([&] {
      const auto statistics = session_->trainer().run(chosen(digits)->train_examples(model().config()), steps);
      return value_of(statistics, session_->trainer().step());
    });
  }

  /// Starts an evaluation of the held-out digits with the current pixel mode and labels; call advance_evaluation to
  /// continue. If this throws, an evaluation in progress continues.
  void begin_evaluation(const DigitsHandle& digits, std::uint32_t seed) {
    guarded([&] {
      evaluation_ = std::make_unique<HeldOutEvaluation<BoundEvaluation>>(
          chosen(digits), model(), EvaluationConfig{session_->trainer().config().pixels, seed});
      evaluated_version_ = session_->trainer().weights_version();
    });
  }

  /// Returns the report when all examples are evaluated. If the weights have changed, cancels the evaluation and
  /// throws, since its numbers would not belong to one model.
  std::optional<BoundReportValue> advance_evaluation(std::uint32_t examples) {
    return guarded([&]() -> std::optional<BoundReportValue> {
      if (!evaluation_) throw_invalid_argument("advanceEvaluation", "an evaluation that has begun", "none");
      if (evaluated_version_ != session_->trainer().weights_version()) {
        evaluation_.reset();
        throw ArgumentError(ErrorCode::evaluation_outdated, {{"function", "advanceEvaluation"}});
      }
      if (evaluation_->bound.advance(static_cast<Index>(examples))) return std::nullopt;
      BoundReportValue report = value_of(evaluation_->bound.report());
      evaluation_.reset();
      return report;
    });
  }

  double epochs(const DigitsHandle& digits) const {
    return guarded([&] { return session_->epochs(chosen(digits)->train_count); });
  }

  void set_training(const Settings& training) {
    guarded([&] { session_->set_training(training_config_in(training)); });
  }

  void reset() {
    guarded([&] { session_->reset(); });
  }

  void resume(const Uint8Array& file) {
    guarded([&] { session_->resume(bytes_in(file)); });
  }

  Uint8Array save(const DigitsHandle* digits, bool half, bool resumable) {
    return guarded([&] {
      const std::vector<std::uint8_t> file =
          session_->save(digits == nullptr ? nullptr : chosen(*digits).get(), std::nullopt, half, resumable);
      return Uint8Array(copy_out(file.data(), file.size()));
    });
  }

 private:
  Model<float>& model() { return session_->model(); }

  CodeValue code_out(const Matrix<float>& mu, const Matrix<float>& log_var) {
    // A learned prior is no product over the dimensions.
    const bool has_terms = log_var.size() > 0 && !is_learned(model().config().prior);
    const Matrix<float> kl = has_terms ? Matrix<float>(kl_divergence(mu, log_var).cast<float>()) : Matrix<float>();
    return {floats_out(mu), floats_out(log_var), floats_out(kl)};
  }

  /// Batch size in encode and decode, to limit memory.
  static constexpr Index kExamplesAtOnce = 250;

  std::unique_ptr<Session> session_;
  std::optional<PosteriorEvaluation> posterior_;
  std::unique_ptr<HeldOutEvaluation<BoundEvaluation>> evaluation_, at_noise_;
  std::uint64_t evaluated_version_ = 0;  ///< of the weights that evaluation_ began with
  std::unique_ptr<HeldOutEvaluation<ImportanceWeightedEvaluation>> weighted_;
  std::unique_ptr<GradientNoiseEvaluation<float>> gradient_noise_;
};

}  // namespace latentpad::wasm
