// Training of a VAE with several stochastic layers.
#include "eval/likelihood.h"
#include "support/catch.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/synthetic_digits.h"
#include "training/session.h"
#include "training/step_trace.h"

namespace latentpad::test::hierarchical_runs_test {

namespace {

const Digits& digits() {
  static const Digits kDigits = synthetic_digits(64, 24, 1);
  return kDigits;
}

TrainingConfig settings(ObjectiveKind objective, std::uint64_t warmup = 0) {
  TrainingConfig config;
  config.batch_size = 8;
  config.learning_rate = 3e-3;
  config.objective = objective;
  config.importance_samples = objective == ObjectiveKind::iwae ? 3 : 1;
  config.beta_warmup_steps = warmup;
  return config;
}

ModelConfig layers(InferenceKind inference) {
  ModelConfig config = hierarchical(784, {{24}, 6}, {12}, 3, inference);
  config.activation = Activation::tanh;
  return config;
}

double held_out(Session& session) {
  return evaluate_bound(session.model(), digits().held_out_examples(session.model().config()), EvaluationConfig{})
      .negative_elbo.mean;
}

}  // namespace

TEST_CASE("Training raises the held-out bound of several layers, with warm-up of beta and with importance weights") {
  for (const InferenceKind inference : {InferenceKind::bottom_up, InferenceKind::top_down}) {
    for (const TrainingConfig& config : {settings(ObjectiveKind::elbo, 100), settings(ObjectiveKind::iwae)}) {
      CAPTURE(inference_name(inference), objective_name(config.objective));
      const auto session = Session::create(layers(inference), config, &digits());
      const double before = held_out(*session);
      session->trainer().run(digits().train_images(), 300);
      const double after = held_out(*session);
      CAPTURE(before, after);
      CHECK(after < before - 3.0);
    }
  }
}

TEST_CASE("A run of several layers that is saved and resumed is bit-identical to an uninterrupted run") {
  for (const InferenceKind inference : {InferenceKind::bottom_up, InferenceKind::top_down}) {
    for (const TrainingConfig& config : {settings(ObjectiveKind::elbo, 9), settings(ObjectiveKind::iwae)}) {
      const auto whole = Session::create(layers(inference), config, &digits()),
                 first = Session::create(layers(inference), config, &digits());
      whole->trainer().run(digits().train_images(), 12);
      first->trainer().run(digits().train_images(), 5);
      const auto second = Session::load(first->save(&digits(), std::nullopt, false, true), std::nullopt);
      CHECK(second->model().config() == whole->model().config());
      CHECK(second->trainer().config() == config);
      second->trainer().run(digits().train_images(), 7);
      CHECK(checksum(second->model()) == checksum(whole->model()));
    }
  }
}

TEST_CASE("After a refusal a run of several layers goes on as if undisturbed") {
  const TrainingConfig config = settings(ObjectiveKind::iwae);
  const auto whole = Session::create(layers(InferenceKind::top_down), config, &digits()),
             disturbed = Session::create(layers(InferenceKind::top_down), config, &digits());
  whole->trainer().run(digits().train_images(), 9);
  disturbed->trainer().run(digits().train_images(), 4);
  TrainingConfig other = config;
  other.estimator = EstimatorKind::dreg;
  CHECK_THAT(message_of<std::invalid_argument>([&] { disturbed->trainer().set_config(other); }),
             contains("estimator dreg: expected a vae or a cvae"));
  CHECK_THROWS_AS(Session::create(layers(InferenceKind::bottom_up), other, &digits()), std::invalid_argument);
  const Matrix<float> x = Matrix<float>::Zero(784, 1), epsilon = Matrix<float>::Zero(3, 1);
  CHECK_THAT(message_of<std::invalid_argument>(
                 [&] { trace_step(disturbed->model(), disturbed->trainer().optimizer(), x, epsilon, 1.0, 1e-3); }),
             contains("trace_step: expected a model without several stochastic layers (vae and cvae), got hvae"));
  // A file of the other direction of inference is of another architecture.
  const auto up = Session::create(layers(InferenceKind::bottom_up), config, &digits());
  CHECK_THAT(message_of<std::runtime_error>([&] { disturbed->resume(up->save(&digits(), std::nullopt, false, true)); }),
             contains("hvae 784-[24]-6-[12]-3 tanh, top_down, got hvae 784-[24]-6-[12]-3 tanh"));
  CHECK(disturbed->trainer().config() == config);
  disturbed->trainer().run(digits().train_images(), 5);
  CHECK(checksum(disturbed->model()) == checksum(whole->model()));
}

}  // namespace latentpad::test::hierarchical_runs_test
