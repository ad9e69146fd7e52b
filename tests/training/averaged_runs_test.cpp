// Training with an average of the weights.
#include <algorithm>
#include <limits>

#include "io/config_json.h"
#include "io/json.h"
#include "support/allocations.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/synthetic_digits.h"
#include "support/weight_files.h"
#include "training/session.h"
#include "training/step_trace.h"

namespace latentpad::test::averaged_runs_test {

namespace {

const ModelConfig kConfig{"vae", 784, {8}, 2, Activation::relu};

const Digits& digits() {
  static const Digits kDigits = synthetic_digits(24, 4, 1);
  return kDigits;
}

TrainingConfig averaged(double decay = 0.9) {
  TrainingConfig config;
  config.batch_size = 7;
  config.learning_rate = 1e-2;
  config.average_decay = decay;
  return config;
}

void train(Session& session, std::uint64_t steps) {
  session.trainer().run(digits().train_examples(session.model().config()), steps);
}

std::unique_ptr<Session> trained(const ModelConfig& model, const TrainingConfig& config, std::uint64_t steps) {
  auto session = Session::create(model, config, &digits());
  train(*session, steps);
  return session;
}

/// Of the weights that everything but training uses.
std::string checksum_of(Session& session) { return checksum(session.model()); }

std::string raw_checksum_of(Session& session) {
  const RawWeights<float> raw = session.trainer().raw_weights();
  return checksum(session.model());
}

Bytes saved(Session& session, bool resumable = true) { return session.save(&digits(), std::nullopt, false, resumable); }

}  // namespace

TEST_CASE("The raw weights of every model are those of training without an average, which the model has") {
  struct Row {
    ModelConfig model;
    Objective objective;
    Index shards = 1;
  };
  const Objective iwae{ObjectiveKind::iwae, 1.0, 3};
  const Row rows[] = {{kConfig, {}},
                      {kConfig, iwae, 7},
                      {{"vae", 784, {conv2d(2, 8, 4, 0)}, 2, Activation::relu}, {}},
                      {with_prior(kConfig, "mixture", 3), {}},
                      {with_prior(kConfig, "vamp", 3), iwae},
                      {{"cvae", 784, {6}, 2, Activation::tanh}, {}},
                      {hierarchical(784, {{6}, 3}, {4}, 2), {}},
                      {hierarchical(784, {{6}, 3}, {4}, 2, InferenceKind::top_down), iwae},
                      {{"ae", 784, {6}, 2, Activation::relu}, {}},
                      {{"fvbn", 784, {}, 0}, {}},
                      {{"made", 784, {6}, 0}, {}, 7},
                      {with_orderings({"made", 784, {6}, 0}, 3), {}}};
  for (const Row& row : rows) {
    CAPTURE(row.model.model, row.model.prior.name, row.shards);
    TrainingConfig config = averaged();
    config.objective = row.objective.kind;
    config.importance_samples = row.objective.importance_samples;
    config.shards = row.shards;
    TrainingConfig plain = config;
    plain.average_decay = 0.0;
    const auto session = Session::create(row.model, config, &digits()),
               without = Session::create(row.model, plain, &digits());
    std::vector<Matrix<double>> expected;
    for (const Parameter<float>* p : without->model().parameters()) expected.push_back(p->value.cast<double>());
    for (int t = 0; t < 5; ++t) {
      train(*session, 1);
      train(*without, 1);
      const double d = std::min(0.9, (1.0 + t) / (10.0 + t));
      std::size_t i = 0;
      for (const Parameter<float>* p : without->model().parameters()) {
        expected[i] = d * expected[i] + (1.0 - d) * p->value.cast<double>();
        ++i;
      }
    }
    CHECK(raw_checksum_of(*session) == checksum_of(*without));
    CHECK(session->trainer().optimizer().second_moments() == without->trainer().optimizer().second_moments());
    const ParameterList<float> parameters = session->model().parameters();
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CAPTURE(parameters[i]->name);
      const Matrix<double> difference = parameters[i]->value.cast<double>() - expected[i];
      CHECK(difference.cwiseAbs().maxCoeff() < 1e-5);
    }
    CHECK_NOTHROW(session->model().expect_valid_parameters());
  }
}

TEST_CASE("A run with averaged weights that is saved and resumed is bit-identical to an uninterrupted run") {
  for (const ModelConfig& model : {kConfig, ModelConfig{"made", 784, {6}, 0}}) {
    const auto whole = trained(model, averaged(), 17), first = trained(model, averaged(), 8);
    const Bytes file = saved(*first);
    const auto second = Session::load(file, std::nullopt);
    CHECK(second->trainer().config() == averaged());
    CHECK(checksum_of(*second) == checksum_of(*first));
    train(*second, 9);
    CHECK(checksum_of(*second) == checksum_of(*whole));
    CHECK(saved(*second) == saved(*whole));
    // The same by Session::resume, whether that session has an average or not.
    for (const TrainingConfig& other : {averaged(0.0), averaged(0.5)}) {
      const auto third = trained(model, other, 3);
      third->resume(file);
      train(*third, 9);
      CHECK(saved(*third) == saved(*whole));
    }
    // And of a run without one in a session that had one.
    const auto plain = trained(model, averaged(0.0), 8), fourth = trained(model, averaged(), 3);
    fourth->resume(saved(*plain));
    train(*plain, 3);
    train(*fourth, 3);
    CHECK(saved(*fourth) == saved(*plain));
  }
}

TEST_CASE("A file that cannot be resumed has only the averaged weights, under the model's names") {
  const auto session = trained(kConfig, averaged(), 6);
  const Bytes file = saved(*session, false);
  for (const auto& [name, tensor] : parse_safetensors(file).tensors) CHECK_FALSE(name.starts_with("optimizer."));
  CHECK(checksum(*load_model(file).model) == checksum_of(*session));
  // A resumable one has them under the same names, with the raw weights beside them.
  const Safetensors resumable = parse_safetensors(saved(*session));
  CHECK(resumable.tensors.at("mu.weight").bytes == parse_safetensors(file).tensors.at("mu.weight").bytes);
  CHECK(resumable.tensors.at("optimizer.raw.mu.weight").bytes != resumable.tensors.at("mu.weight").bytes);
  // Training from the averaged weights begins at them.
  const auto again = Session::load(file, std::nullopt);
  CHECK(again->trainer().config() == averaged());
  CHECK(raw_checksum_of(*again) == checksum_of(*session));
}

TEST_CASE("Averaging turned on during a run starts at the current weights; turned off, the raw weights remain") {
  const auto plain = trained(kConfig, averaged(0.0), 5);
  const Bytes file = saved(*plain);
  const auto session = Session::load(file, averaged());
  CHECK(checksum_of(*session) == checksum_of(*plain));
  REQUIRE(session->trainer().average() != nullptr);
  CHECK(session->trainer().average()->updates() == 0);
  std::vector<WeightMatrix<float>> expected;
  for (const Parameter<float>* p : plain->model().parameters()) expected.push_back(p->value);
  train(*plain, 1);
  train(*session, 1);
  CHECK(raw_checksum_of(*session) == checksum_of(*plain));
  // The decay of the first update is 1 / 10.
  std::size_t i = 0;
  for (const Parameter<float>* p : plain->model().parameters()) expected[i] += (p->value - expected[i]) * 0.9f, ++i;
  CHECK(session->model().parameters()[0]->value == expected[0]);

  train(*plain, 3);
  train(*session, 3);
  const std::uint64_t version = session->trainer().weights_version();
  session->trainer().set_config(averaged(0.0));
  CHECK(session->trainer().weights_version() != version);
  CHECK(session->trainer().average() == nullptr);
  CHECK(checksum_of(*session) == checksum_of(*plain));
  CHECK(saved(*session) == saved(*plain));
}

TEST_CASE("A file keeps the score of its averaged weights until they are replaced by the raw ones") {
  const auto session = trained(kConfig, averaged(), 4);
  const ValidationScore score{104.5, 0.5, 4, PixelMode::thresholded};
  const Bytes file = session->save(&digits(), score, false, true);
  const auto record_with = [&file](const TrainingConfig& config) {
    return *load_model(saved(*Session::load(file, config), false)).record;
  };
  CHECK(record_with(averaged(0.5)).validation.has_value());
  const TrainingRecord raw = record_with(averaged(0.0));
  CHECK_FALSE(raw.validation.has_value());
  CHECK(raw.config == averaged(0.0));
  CHECK(raw.step == 4);
  // Also if another average begins at them.
  const auto again = Session::load(file, averaged(0.0));
  again->trainer().set_config(averaged());
  CHECK_FALSE(load_model(saved(*again, false)).record->validation.has_value());
}

TEST_CASE("A new decay goes on from the present average") {
  const auto session = trained(kConfig, averaged(0.9), 5);
  const std::string before = checksum_of(*session);
  session->trainer().set_config(averaged(0.2));
  CHECK(checksum_of(*session) == before);
  CHECK(session->trainer().average()->updates() == 5);
  train(*session, 5);
  CHECK(checksum_of(*session) != checksum_of(*trained(kConfig, averaged(0.9), 10)));
  CHECK(raw_checksum_of(*session) == checksum_of(*trained(kConfig, averaged(0.0), 10)));
}

TEST_CASE("Reset returns the average to its state at the start") {
  const auto session = trained(kConfig, averaged(), 4);
  session->reset();
  CHECK(checksum_of(*session) == checksum_of(*trained(kConfig, averaged(), 0)));
  train(*session, 9);
  CHECK(checksum_of(*session) == checksum_of(*trained(kConfig, averaged(), 9)));
  // Of a resumed run, to the file's; and without averaging, to its raw weights.
  const auto first = trained(kConfig, averaged(), 4), resumed = Session::load(saved(*first), std::nullopt);
  train(*resumed, 3);
  resumed->reset();
  CHECK(saved(*resumed) == saved(*first));
  resumed->trainer().set_config(averaged(0.0));
  train(*resumed, 2);
  resumed->reset();
  CHECK(checksum_of(*resumed) == raw_checksum_of(*first));
  CHECK(checksum_of(*resumed) == checksum_of(*trained(kConfig, averaged(0.0), 4)));
}

TEST_CASE("A run that diverges restores the average too") {
  const auto session = trained(kConfig, averaged(), Trainer::kSnapshotInterval + 7),
             reference = trained(kConfig, averaged(), Trainer::kSnapshotInterval);
  const std::string good = checksum_of(*reference);
  {
    const RawWeights<float> raw = session->trainer().raw_weights();
    session->model().parameters()[0]->value.setConstant(std::numeric_limits<float>::quiet_NaN());
  }
  CHECK(session->trainer().run(digits().train_images(), 10).diverged);
  CHECK(session->trainer().step() == Trainer::kSnapshotInterval);
  CHECK(checksum_of(*session) == good);
  train(*session, 20);
  train(*reference, 20);
  CHECK(saved(*session) == saved(*reference));
}

namespace {

/// A run that turned averaging on at step 100, then takes a step; its failed allocation number n, and a divergence.
/// Returns whether an allocation failed.
bool diverge_after_failure(long n, const std::string& expected) {
  const auto session = trained(kConfig, averaged(0.0), Trainer::kSnapshotInterval);
  session->trainer().set_config(averaged());
  bool threw = false;
  {
    const FailingAllocation failing(n);
    try {
      train(*session, 1);
    } catch (const std::bad_alloc&) {
      threw = true;
    }
  }
  {
    const RawWeights<float> raw = session->trainer().raw_weights();
    session->model().parameters()[0]->value.setConstant(std::numeric_limits<float>::quiet_NaN());
  }
  session->trainer().run(digits().train_images(), 1);
  // The snapshot of step 0, before averaging, or that of step 100.
  CHECK(session->trainer().step() == (threw ? 0 : Trainer::kSnapshotInterval));
  train(*session, Trainer::kSnapshotInterval + 3 - session->trainer().step());
  CHECK(raw_checksum_of(*session) == expected);
  return threw;
}

}  // namespace

TEST_CASE("A run that diverges before its first snapshot with an average starts the average anew") {
  const ComputeRestorer restorer;
  set_thread_count(1);
  const std::string expected = checksum_of(*trained(kConfig, averaged(0.0), Trainer::kSnapshotInterval + 3));
  long n = 1;
  while (diverge_after_failure(n, expected)) ++n;
  CHECK(n > 3);
}

TEST_CASE("A trace of a step is that of the raw weights") {
  const auto session = trained(kConfig, averaged(), 4), plain = trained(kConfig, averaged(0.0), 4);
  const Matrix<float> x = Matrix<float>::Ones(784, 1), epsilon = Matrix<float>::Ones(2, 1);
  const std::string before = checksum_of(*session);
  const RawWeights<float> raw = session->trainer().raw_weights();
  const auto of = [&](Session& one) {
    return trace_step(one.model(), one.trainer().optimizer(), x, epsilon, 1.0, 1e-2).after.reconstruction;
  };
  CHECK(of(*session) == of(*plain));
  session->trainer().run(digits().train_images(), 1);
  plain->trainer().run(digits().train_images(), 1);
  CHECK(checksum_of(*session) == checksum_of(*plain));
}

TEST_CASE("A run with averaged weights gives the same weights on every machine, in every engine and build") {
  with_every_engine([&] {
    CHECK(checksum_of(*trained(kConfig, averaged(0.7), 20)) == pinned("5bb460f21b28c3a1", "5b6946ec0be28602"));
  });
}

TEST_CASE("The decay of the average is in files unless it is 0, which older versions read") {
  CHECK(to_json(averaged(0.999))["average_decay"] == 0.999);
  CHECK(to_json(averaged(0.0)).count("average_decay") == 0);
  CHECK(training_config_from_json(to_json(averaged(0.999))) == averaged(0.999));
  for (const double decay : {-0.1, 1.0, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK_THAT(message_of<std::invalid_argument>([decay] { validate(averaged(decay)); }),
               contains("average_decay: expected a number from 0 to 0.99999, got"));
  }
}

}  // namespace latentpad::test::averaged_runs_test
