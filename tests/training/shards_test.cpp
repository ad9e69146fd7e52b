// Training on batches that are cut into shards.
#include <algorithm>
#include <cmath>

#include "io/config_json.h"
#include "io/json.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/random_matrix.h"
#include "support/synthetic_digits.h"
#include "training/session.h"

namespace latentpad::test::shards_test {

namespace {

TrainingConfig settings(Index batch_size, Index shards, std::uint64_t seed = 1) {
  TrainingConfig config;
  config.batch_size = batch_size;
  config.shards = shards;
  config.seed = seed;
  config.learning_rate = 3e-3;
  return config;
}

const ModelConfig kConfig{"vae", 784, {12}, 3, Activation::relu};

const Digits& digits() {
  static const Digits kDigits = synthetic_digits(50, 8, 1);
  return kDigits;
}

std::string trained(const ModelConfig& model, const TrainingConfig& config, std::uint64_t steps) {
  const auto session = Session::create(model, config, &digits());
  session->trainer().run(digits().train_examples(model), steps);
  return checksum(session->model());
}

}  // namespace

TEST_CASE("The mean of the gradients of a batch's parts is the gradient of the batch") {
  // Three codes in two or four examples: a part's noise begins within a block of random numbers.
  struct Row {
    ModelConfig model;
    Objective objective;
  };
  const Row rows[] = {{{"vae", 9, {5}, 3, Activation::tanh}, {}},
                      {{"vae", 9, {5}, 3, Activation::tanh}, {ObjectiveKind::elbo, 0.5, 1, EstimatorKind::stl}},
                      {{"vae", 9, {5}, 3, Activation::tanh}, {ObjectiveKind::iwae, 1.0, 3}},
                      {{"vae", 9, {}, 1, Activation::relu}, {ObjectiveKind::iwae, 1.0, 5, EstimatorKind::dreg}},
                      {{"cvae", 9, {5}, 3, Activation::relu}, {}},
                      {with_prior({"vae", 9, {5}, 3, Activation::tanh}, "mixture", 4), {}},
                      {with_prior({"vae", 9, {5}, 3, Activation::tanh}, "vamp", 4), {ObjectiveKind::iwae, 1.0, 3}},
                      {hierarchical(9, {{5}, 3}, {4}, 2), {}},
                      {hierarchical(9, {{5}, 3}, {4}, 2, InferenceKind::top_down), {ObjectiveKind::iwae, 1.0, 3}},
                      {{"ae", 9, {5}, 3, Activation::tanh}, {}},
                      {{"fvbn", 9, {}, 0}, {}},
                      {{"made", 9, {7, 6}, 0, Activation::tanh}, {}}};
  constexpr Index kBatch = 12;
  for (const Row& row : rows) {
    const auto model = make_model<double>(row.model);
    model->initialize(3);
    const ParameterList<double> parameters = model->parameters();
    Matrix<double> x = random_ink<double>(example_dim(row.model), kBatch, 0.4, 5);
    const LossTerms whole = model->loss_and_gradient(x, row.objective, {7, 2});
    std::vector<WeightMatrix<double>> expected;
    for (const Parameter<double>* p : parameters) expected.push_back(p->gradient);
    for (const Index shards : {1, 2, 3, 4, 6, 12}) {
      CAPTURE(row.model.model, objective_name(row.objective.kind), shards);
      const Index size = kBatch / shards;
      LossTerms sum;
      std::vector<WeightMatrix<double>> sums;
      for (const WeightMatrix<double>& e : expected) sums.push_back(WeightMatrix<double>::Zero(e.rows(), e.cols()));
      for (Index first = 0; first < kBatch; first += size) {
        const BatchNoise noise{7, 2, static_cast<std::uint64_t>(first)};
        const LossTerms terms = model->loss_and_gradient(x.middleCols(first, size), row.objective, noise);
        sum.reconstruction += terms.reconstruction;
        sum.kl += terms.kl;
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += parameters[i]->gradient;
      }
      const auto count = static_cast<double>(shards);
      CHECK_THAT(sum.reconstruction / count, near(whole.reconstruction, 1e-12));
      CHECK_THAT(sum.kl / count, near(whole.kl, 1e-12));
      for (std::size_t i = 0; i < sums.size(); ++i) {
        CAPTURE(parameters[i]->name);
        CHECK((sums[i] / count - expected[i]).cwiseAbs().maxCoeff() < 1e-12);
      }
    }
  }
}

TEST_CASE("A step on shards shows the examples, and reports the loss, of the same step on the whole batch") {
  const auto whole = Session::create(kConfig, settings(24, 1), &digits());
  const auto cut = Session::create(kConfig, settings(24, 6), &digits());
  for (int step = 0; step < 5; ++step) {
    const TrainingStatistics one = whole->trainer().run(digits().train_images(), 1),
                             other = cut->trainer().run(digits().train_images(), 1);
    CHECK_THAT(other.terms.reconstruction, near(one.terms.reconstruction, 1e-3));
    CHECK_THAT(other.terms.kl, near(one.terms.kl, 1e-3));
  }
  CHECK(cut->trainer().position().presentations == 120);
}

TEST_CASE("The number of shards determines the weights, the same on every machine, in every engine and build") {
  with_every_engine([&] {
    CHECK(trained(kConfig, settings(24, 4), 20) == pinned("e1686b23c4f0ad6e", "9c7c67cff2baf30b"));
    CHECK(trained({"made", 784, {10}, 0}, settings(24, 3), 20) == pinned("870f91b24da00124", "1b78f58c8ef879f7"));
  });
  const std::string of_four = trained(kConfig, settings(24, 4), 20);
  CHECK(of_four == trained(kConfig, settings(24, 4), 20));
  CHECK(of_four != trained(kConfig, settings(24, 1), 20));
  CHECK(of_four != trained(kConfig, settings(24, 2), 20));
}

TEST_CASE("A run with shards that is saved and resumed is bit-identical to an uninterrupted run") {
  const TrainingConfig config = settings(12, 4);
  const auto first = Session::create(kConfig, config, &digits());
  first->trainer().run(digits().train_images(), 5);
  const auto second = Session::load(first->save(&digits(), std::nullopt, false, true), std::nullopt);
  CHECK(second->trainer().config() == config);
  second->trainer().run(digits().train_images(), 7);
  CHECK(checksum(second->model()) == trained(kConfig, config, 12));
}

TEST_CASE("Shards are written to files unless there is one, for compatibility with older versions") {
  CHECK(to_json(settings(12, 4))["shards"] == 4);
  CHECK(to_json(settings(12, 1)).count("shards") == 0);
  CHECK(training_config_from_json(to_json(settings(12, 4))) == settings(12, 4));
}

TEST_CASE("A batch that cannot be cut into equal shards is refused, naming both, and nothing changes") {
  CHECK_THAT(message_of<std::invalid_argument>([] { validate(settings(10, 4)); }),
             contains("shards: expected a number that divides the batch of 10 examples, got 4"));
  CHECK_THROWS_AS(validate(settings(10, 0)), std::invalid_argument);
  CHECK_THROWS_AS(validate(settings(10, 20)), std::invalid_argument);
  const auto session = Session::create(kConfig, settings(12, 4), &digits());
  session->trainer().run(digits().train_images(), 3);
  CHECK_THROWS_AS(session->trainer().set_config(settings(10, 4)), std::invalid_argument);
  CHECK_THAT(message_of<std::invalid_argument>([&] { session->trainer().run_batch(Matrix<float>::Zero(784, 6)); }),
             contains("divides the batch of 6 examples, got 4"));
  session->trainer().run(digits().train_images(), 4);
  CHECK(checksum(session->model()) == trained(kConfig, settings(12, 4), 7));
  session->trainer().run_batch(Matrix<float>::Zero(784, 8));
  CHECK(session->trainer().step() == 8);
}

TEST_CASE("A given batch is cut into the shards of its examples") {
  const Matrix<float> x = random_ink<float>(784, 12, 0.3, 9);
  const auto whole = Session::create(kConfig, settings(12, 1), &digits());
  const auto cut = Session::create(kConfig, settings(12, 3), &digits());
  const LossTerms expected = whole->trainer().run_batch(x).terms, got = cut->trainer().run_batch(x).terms;
  CHECK_THAT(got.reconstruction, near(expected.reconstruction, 1e-4));
  CHECK_THAT(got.kl, near(expected.kl, 1e-4));
}

}  // namespace latentpad::test::shards_test
