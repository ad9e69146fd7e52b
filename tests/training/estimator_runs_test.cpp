// Training with the estimators stl and dreg.
#include "support/catch.h"
#include "support/every_engine.h"
#include "support/synthetic_digits.h"
#include "training/session.h"

namespace latentpad::test::estimator_runs_test {

namespace {

const Digits& digits() {
  static const Digits kDigits = synthetic_digits(24, 4, 1);
  return kDigits;
}

TrainingConfig settings(ObjectiveKind objective, EstimatorKind estimator) {
  TrainingConfig config;
  config.batch_size = 7;
  config.learning_rate = 1e-2;
  config.objective = objective;
  config.importance_samples = objective == ObjectiveKind::iwae ? 3 : 1;
  config.estimator = estimator;
  return config;
}

const ModelConfig kConfig{"vae", 784, {8}, 2, Activation::relu};

}  // namespace

TEST_CASE("A run with another estimator gives the same weights on every machine, in every engine and build") {
  struct Row {
    ObjectiveKind objective;
    EstimatorKind estimator;
    const char *exact, *fused;
  };
  for (const Row& row : {Row{ObjectiveKind::elbo, EstimatorKind::stl, "abfe50a9fcea662e", "6b12d08f6004fdf7"},
                         Row{ObjectiveKind::iwae, EstimatorKind::stl, "54f31d9de3bd198e", "f4f79939ea36c989"},
                         Row{ObjectiveKind::iwae, EstimatorKind::dreg, "d1aa00bb3d92d5f2", "1479c86826cc09aa"}}) {
    CAPTURE(objective_name(row.objective), estimator_name(row.estimator));
    with_every_engine([&] {
      const auto session = Session::create(kConfig, settings(row.objective, row.estimator), &digits());
      session->trainer().run(digits().train_images(), 20);
      CHECK(checksum(session->model()) == pinned(row.exact, row.fused));
    });
  }
}

TEST_CASE("A run with another estimator that is saved and resumed is bit-identical to an uninterrupted run") {
  const TrainingConfig config = settings(ObjectiveKind::iwae, EstimatorKind::dreg);
  const auto whole = Session::create(kConfig, config, &digits()), first = Session::create(kConfig, config, &digits());
  whole->trainer().run(digits().train_images(), 12);
  first->trainer().run(digits().train_images(), 5);
  const auto second = Session::load(first->save(&digits(), std::nullopt, false, true), std::nullopt);
  CHECK(second->trainer().config() == config);
  second->trainer().run(digits().train_images(), 7);
  CHECK(checksum(second->model()) == checksum(whole->model()));
}

TEST_CASE("Estimators are rejected for models without a posterior, and dreg without importance weights") {
  for (const ModelConfig& model : {ModelConfig{"ae", 784, {8}, 2, Activation::relu}, ModelConfig{"fvbn", 784, {}, 0},
                                   ModelConfig{"made", 784, {8}, 0}}) {
    CHECK_THAT(
        message_of<std::invalid_argument>(
            [&] { Session::create(model, settings(ObjectiveKind::elbo, EstimatorKind::stl), &digits()); }),
        contains("estimator stl: expected a vae, which has a posterior q(z | x); got a model of kind " + model.model));
    CHECK_THROWS_AS(Session::create(model, settings(ObjectiveKind::iwae, EstimatorKind::dreg), &digits()),
                    std::invalid_argument);
  }
  CHECK_THAT(message_of<std::invalid_argument>(
                 [&] { Session::create(kConfig, settings(ObjectiveKind::elbo, EstimatorKind::dreg), &digits()); }),
             contains("estimator dreg: expected the objective iwae"));
  const auto session =
      Session::create(kConfig, settings(ObjectiveKind::elbo, EstimatorKind::reparameterized), &digits());
  CHECK_THROWS_AS(session->trainer().set_config(settings(ObjectiveKind::elbo, EstimatorKind::dreg)),
                  std::invalid_argument);
  CHECK_NOTHROW(session->trainer().set_config(settings(ObjectiveKind::iwae, EstimatorKind::dreg)));
}

}  // namespace latentpad::test::estimator_runs_test
