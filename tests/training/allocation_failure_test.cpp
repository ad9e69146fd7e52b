// Makes the n-th allocation of an operation fail, for n = 1, 2, 3 … until the operation succeeds. After each failure
// the model, its optimizer and its settings are unchanged, and continuing gives the checksum of an undisturbed run;
// likewise for a second model.
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#if !defined(__EMSCRIPTEN__)
#include <thread>
#endif

#include "eval/digit_likelihood.h"
#include "eval/importance_weighted.h"
#include "eval/likelihood.h"
#include "eval/model_report.h"
#include "eval/sample_quality.h"
#include "eval/true_posterior.h"
#include "io/config_json.h"
#include "io/json.h"
#include "math/aligned_buffer.h"
#include "math/gemm.h"
#include "support/allocations.h"
#include "support/catch.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/synthetic_digits.h"
#include "support/weight_files.h"
#include "training/session.h"
#include "training/step_trace.h"

namespace latentpad::test::allocation_failure_test {

namespace {

/// Small, since every operation is repeated about a thousand times.
constexpr Index kSide = 8;

struct Kind {
  std::string name;
  ModelConfig config;
  TrainingConfig training;
};

TrainingConfig settings(ObjectiveKind objective = ObjectiveKind::elbo, Index samples = 1) {
  TrainingConfig training;
  training.batch_size = 6;
  training.objective = objective;
  training.importance_samples = samples;
  return training;
}

TrainingConfig cut(Index shards) {
  TrainingConfig training = settings();
  training.shards = shards;
  return training;
}

TrainingConfig averaged() {
  TrainingConfig training = settings();
  training.average_decay = 0.9;
  return training;
}

/// A config from the fields that differ between kinds.
ModelConfig config_of(const std::string& model, std::vector<LayerSpec> hidden, Index latent_dim) {
  ModelConfig config;
  config.model = model;
  config.image_width = config.image_height = kSide;
  config.input_dim = kSide * kSide;
  config.hidden = std::move(hidden);
  config.latent_dim = latent_dim;
  return config;
}

ModelConfig layered(InferenceKind inference) {
  ModelConfig config = config_of("hvae", {4}, 2);
  config.lower_layers = {{{5}, 3}};
  config.inference = inference;
  return config;
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> kKinds = {
      {"vae", config_of("vae", {5, 4}, 2), settings()},
      {"iwae", config_of("vae", {5}, 2), settings(ObjectiveKind::iwae, 3)},
      {"shards", config_of("vae", {5}, 2), cut(3)},
      {"averaged", config_of("vae", {5}, 2), averaged()},
      {"convolutional", config_of("vae", {conv2d(2, 3, 2, 1), conv2d(3, 2, 2, 0), 5}, 2), settings()},
      {"mixture", with_prior(config_of("vae", {5}, 2), "mixture", 3), settings()},
      {"vamp", with_prior(config_of("vae", {5}, 2), "vamp", 3), settings()},
      {"cvae", config_of("cvae", {5}, 2), settings()},
      {"hvae", layered(InferenceKind::bottom_up), settings()},
      {"ladder", layered(InferenceKind::top_down), settings(ObjectiveKind::iwae, 3)},
      {"ae", config_of("ae", {5}, 2), settings()},
      {"fvbn", config_of("fvbn", {}, 0), settings()},
      {"made", config_of("made", {5, 4}, 0), settings()},
      {"orderings", with_orderings(config_of("made", {5, 4}, 0), 3), settings()}};
  return kKinds;
}

const Digits& digits() {
  static const Digits kDigits = [] {
    Digits made{"bars", synthetic_images(40, kSide, 1), std::vector<std::uint8_t>(40, 0), 28};
    made.width = made.height = kSide;
    for (std::size_t n = 0; n < made.labels.size(); ++n) made.labels[n] = static_cast<std::uint8_t>(n % 3);
    return made;
  }();
  return kDigits;
}

std::span<const std::uint8_t> examples_for(Session& session) {
  return digits().train_examples(session.model().config());
}

std::span<const std::uint8_t> held_out_for(Session& session) {
  return digits().held_out_examples(session.model().config());
}

/// Two models after two steps each; the second is not changed.
struct World {
  std::unique_ptr<Session> session, bystander;

  explicit World(const Kind& kind)
      : session(Session::create(kind.config, kind.training, &digits())),
        bystander(Session::create(config_of("vae", {7}, 3), settings(), &digits())) {
    train(*session, 2);
    train(*bystander, 2);
  }

  static void train(Session& session, std::uint64_t steps) { session.trainer().run(examples_for(session), steps); }

  /// The complete state that determines the rest of the run.
  std::string state() {
    const std::string shown = checksum(session->model());
    const RawWeights<float> raw = session->trainer().raw_weights();
    return shown + " " + checksum(session->model()) + " " + std::to_string(session->trainer().step()) + " " +
           std::to_string(session->trainer().position().presentations) + " " +
           to_json(session->trainer().config()).dump() + " " + checksum(bystander->model());
  }

  /// The result of three more steps of both models.
  std::string going_on() {
    train(*session, 3);
    train(*bystander, 3);
    return state();
  }
};

/// Returns the result of an operation as text; empty if it only changes the model.
using Operation = std::function<std::string(World&)>;

template <typename Numbers>
std::string text_of(const Numbers& numbers) {
  double sum = 0.0, weighted = 0.0;
  for (Index i = 0; i < static_cast<Index>(numbers.size()); ++i) {
    const auto number = static_cast<double>(numbers.data()[i]);
    sum += number;
    weighted += number * static_cast<double>(i % 97);
  }
  return std::to_string(numbers.size()) + " " + std::to_string(sum) + " " + std::to_string(weighted);
}

Matrix<float> example(World& world) {
  Matrix<float> x = Matrix<float>::Zero(example_dim(world.session->model().config()), 1);
  for (Index i = 20; i < 30; ++i) x(i, 0) = 1.0f;
  if (world.session->model().traits().conditional) x(x.rows() - 1, 0) = 1.0f;
  return x;
}

std::string encode(World& world) {
  Matrix<float> mu, log_var;
  latent(world.session->model()).encode(example(world), mu, log_var);
  return text_of(mu) + " " + text_of(log_var);
}

std::string decode(World& world) {
  const Model<float>& model = world.session->model();
  Matrix<float> logits;
  latent(model).decode(Matrix<float>::Constant(model.config().latent_dim + label_dim(model.config()), 3, 0.5f), logits);
  return text_of(logits);
}

std::string conditional_logits(World& world) {
  Matrix<float> logits;
  autoregressive_model(world.session->model(), "test").conditional_logits(example(world), logits);
  return text_of(logits);
}

std::string sample(World& world) { return text_of(sample_images(world.session->model(), 3, 1)); }

std::string evaluate(World& world) {
  BoundEvaluation evaluation(world.session->model(), held_out_for(*world.session), {});
  while (evaluation.advance(5)) {
  }
  return std::to_string(evaluation.report().negative_elbo.mean);
}

std::string importance_weighted(World& world) {
  ImportanceWeightedConfig config;
  config.samples = {1, 5};
  ImportanceWeightedEvaluation evaluation(world.session->model(), held_out_for(*world.session), config);
  while (evaluation.advance(5)) {
  }
  return std::to_string(evaluation.report().negative_log_likelihood[1].mean);
}

std::string likelihood_of_digit(World& world) {
  return std::to_string(digit_likelihood(world.session->model(), example(world), 10, 1).log_likelihood.mean);
}

std::string posterior(World& world) {
  return text_of(posterior_grid(world.session->model(), example(world), {-3.0, 3.0, -3.0, 3.0}, 8).log_joint);
}

std::string latent(World& world) {
  const LatentReport report = latent_report(world.session->model(), held_out_for(*world.session),
                                            std::span(digits().labels).subspan(digits().train_count), 1);
  std::string text;
  for (const LatentMetric& metric : {report.centredness, report.spread, report.moment_matched_kl, report.mmd,
                                     report.knn_accuracy, report.silhouette}) {
    text += metric.value ? std::to_string(*metric.value) + " " : "none ";
  }
  return text;
}

std::string trace(World& world) {
  Model<float>& model = world.session->model();
  const Index noise = model.traits().posterior ? model.config().latent_dim : 0;
  const StepTrace<float> result = trace_step(model, world.session->trainer().optimizer(), example(world),
                                             Matrix<float>(Matrix<float>::Constant(noise, 1, 0.5f)), 1.0, 1e-3);
  return text_of(result.d_z) + " " + text_of(result.after.probabilities);
}

std::string create(World& world) {
  const auto made = Session::create(world.session->model().config(), world.session->trainer().config(), &digits());
  return checksum(made->model());
}

std::string save(World& world) {
  const auto file = world.session->save(&digits(), std::nullopt, false, true);
  return text_of(file);
}

std::string train_step(World& world) {
  World::train(*world.session, 1);
  return "";
}

/// Uses more digits than there are, so that the order of the next epoch is drawn within the run.
std::string train_into_next_epoch(World& world) {
  World::train(*world.session, 2 * digits().train_count / 6);
  return "";
}

std::string reset(World& world) {
  world.session->reset();
  return "";
}

std::string set_config(World& world) {
  TrainingConfig config = world.session->trainer().config();
  config.learning_rate = 0.5e-3;
  config.batch_size = 9;
  world.session->trainer().set_config(config);
  return "";
}

/// Turns averaging of the weights on or off.
std::string change_averaging(World& world) {
  TrainingConfig config = world.session->trainer().config();
  config.average_decay = config.average_decay > 0.0 ? 0.0 : 0.9;
  world.session->trainer().set_config(config);
  return "";
}

/// The kind with as few tensors as it allows, for reading and writing files, which repeat forty allocations per tensor.
/// The kind "vae" keeps its hidden layers.
Kind with_fewest_tensors(Kind kind) {
  if (kind.name == "vae") return kind;
  const auto least = static_cast<std::size_t>(kind_of(kind.config).min_hidden);
  if (kind.config.hidden.size() > least) kind.config.hidden.resize(least);
  for (StochasticLayer& layer : kind.config.lower_layers) layer.hidden.clear();
  return kind;
}

/// A resumable file of the kind, three steps later.
const Bytes& file_of(const Kind& kind) {
  static std::map<std::string, Bytes> files;
  Bytes& file = files[kind.name];
  if (file.empty()) {
    World world(kind);
    World::train(*world.session, 3);
    file = world.session->save(&digits(), std::nullopt, false, true);
  }
  return file;
}

Operation load(const Kind& kind) {
  return [&kind](World&) { return checksum(Session::load(file_of(kind), std::nullopt)->model()); };
}

Operation resume(const Kind& kind) {
  return [&kind](World& world) {
    world.session->resume(file_of(kind));
    return "";
  };
}

/// Runs the operation in a new thread, if available, so that its scratch memory is allocated each time.
std::string in_new_thread(const Operation& operation, World& world, long n, bool& threw) {
  std::string outcome;
  threw = false;
  const auto attempt = [&] {
    const FailingAllocation failing(n);
    try {
      outcome = operation(world);
    } catch (const std::bad_alloc&) {
      threw = true;
    }
  };
#if defined(__EMSCRIPTEN__)
  attempt();
#else
  std::thread(attempt).join();
#endif
  return outcome;
}

long failures_in_all = 0;

/// An operation that `changes` the models is completed, and the models go on, after every so many failures: what a
/// failure changed and state() does not show remains until then. Between them, and for other operations, only state()
/// is compared.
constexpr long kFailuresAtOnce = 12;

void check(const Kind& kind, const std::string& name, const Operation& operation, bool changes = false) {
  CAPTURE(kind.name, name);
  World undisturbed(kind);
  const std::string before = undisturbed.state(), expected = operation(undisturbed), after = undisturbed.state(),
                    later = undisturbed.going_on();
  auto world = std::make_unique<World>(kind);
  long n = 1;
  for (bool reached = true; reached; ++n) {
    REQUIRE(n < 100'000);
    bool threw = false;
    std::string outcome = in_new_thread(operation, *world, n, threw);
    reached = FailingAllocation::has_failed();
    if (reached) ++failures_in_all;
    if (threw) {
      if (world->state() != before) FAIL("changed by the failure of allocation " << n);
      if (!changes || n % kFailuresAtOnce != 0) continue;
      outcome = operation(*world);
    }
    // Some failures are handled: JSON values have a reserve, and sorting works without its buffer.
    if (outcome != expected || world->state() != after)
      FAIL("another result after the failures up to allocation " << n);
    if (reached && !changes) continue;
    if (world->going_on() != later) FAIL("another run after the failures up to allocation " << n);
    if (changes) world = std::make_unique<World>(kind);
  }
  // An operation without allocations would not be a test. Without threads, a training step allocates only at the start
  // of a run, which is tested below.
#if defined(__EMSCRIPTEN__)
  const bool is_warm = name.starts_with("train");
#else
  const bool is_warm = false;
#endif
  if (name != "reset" && !is_warm) CHECK(n > 2);
}

void check_all(const Kind& kind) {
  const bool code = has_code(kind.config.model), posterior_too = code && kind.config.model != "ae";
  check(kind, "create", create);
  check(kind, "train step", train_step, true);
  check(kind, "train into the next epoch", train_into_next_epoch, true);
  check(kind, "set config", set_config, true);
  if (kind.name == "vae" || kind.name == "averaged") check(kind, "change averaging", change_averaging, true);
  check(kind, "reset", reset, true);
  check(kind, "evaluate", evaluate);
  check(kind, "sample", sample);
  check(kind, "latent metrics", latent);
  // Files of other kinds differ from these in a few words and tensors, which the same code reads and writes; "create"
  // makes the model that loading makes.
  static const std::set<std::string> kOfOwnFiles = {"vae", "convolutional", "mixture", "hvae", "orderings"};
  if (kOfOwnFiles.contains(kind.name)) {
    const Kind small = with_fewest_tensors(kind);
    check(small, "save", save);
    check(small, "load", load(small));
    check(small, "resume", resume(small), true);
  }
  if (!code) {
    check(kind, "conditional logits", conditional_logits);
    return;
  }
  check(kind, "encode", encode);
  check(kind, "decode", decode);
  const bool one_layer = !kind_of(kind.config.model).traits.hierarchical;
  if (one_layer) check(kind, "step trace", trace);
  if (!posterior_too) return;
  check(kind, "importance-weighted bound", importance_weighted);
  check(kind, "likelihood of a digit", likelihood_of_digit);
  if (one_layer) check(kind, "posterior grid", posterior);
}

}  // namespace

TEST_CASE("After a failed allocation, every model is unchanged") {
  const ComputeRestorer restorer;
  set_thread_count(1);
  for (const Kind& kind : kinds()) {
    const long before = failures_in_all;
    check_all(kind);
    std::printf("%s: %ld allocations failed, one at a time\n", kind.name.c_str(), failures_in_all - before);
  }
}

#if !defined(__EMSCRIPTEN__)
TEST_CASE("After a failed allocation on several threads, every model is unchanged") {
  const ComputeRestorer restorer;
  set_thread_count(3);
  for (const Kind& kind : kinds()) {
    check(kind, "train step", train_step, true);
    check(kind, "evaluate", evaluate);
  }
}
#endif

namespace {

/// Makes each allocation of advance() fail in turn, and continues the same evaluation.
template <typename Evaluation>
void advance_through_failures(Evaluation& evaluation) {
  for (long n = 1;; ++n) {
    bool threw = false, any_left = false;
    {
      const FailingAllocation failing(n);
      try {
        any_left = evaluation.advance(2);
      } catch (const std::bad_alloc&) {
        threw = true;
      }
    }
    if (threw) continue;
    CHECK(n > 1);
    while (any_left) any_left = evaluation.advance(2);
    return;
  }
}

}  // namespace

TEST_CASE("The first step, which allocates workspaces and snapshot, is taken completely or not at all") {
  const ComputeRestorer restorer;
  set_thread_count(1);
  for (const Kind& kind : kinds()) {
    CAPTURE(kind.name);
    const auto undisturbed = Session::create(kind.config, kind.training, &digits());
    const std::string first = checksum(undisturbed->model());
    World::train(*undisturbed, 4);
    const std::string expected = checksum(undisturbed->model());
    long n = 1;
    for (bool threw = true; threw; ++n) {
      const auto session = Session::create(kind.config, kind.training, &digits());
      {
        const FailingAllocation failing(n);
        threw = false;
        try {
          World::train(*session, 1);
        } catch (const std::bad_alloc&) {
          threw = true;
        }
      }
      if (threw && (session->trainer().step() != 0 || checksum(session->model()) != first)) {
        FAIL("changed by the failure of allocation " << n);
      }
      World::train(*session, threw ? 4 : 3);
      if (checksum(session->model()) != expected) FAIL("another run after the failure of allocation " << n);
    }
    CHECK(n > 3);
  }
}

TEST_CASE("An evaluation continues after a failed allocation, and counts no digit twice") {
  World world(kinds()[0]);
  const Model<float>& model = world.session->model();
  BoundEvaluation bound(model, held_out_for(*world.session), {});
  advance_through_failures(bound);
  const BoundReport expected = evaluate_bound(model, held_out_for(*world.session), {});
  CHECK(bound.report().examples == expected.examples);
  CHECK(bound.report().negative_elbo.mean == expected.negative_elbo.mean);
  CHECK(bound.report().kl_per_dimension == expected.kl_per_dimension);

  ImportanceWeightedConfig config;
  config.samples = {1, 5, 9};
  ImportanceWeightedEvaluation weighted(model, held_out_for(*world.session), config),
      undisturbed(model, held_out_for(*world.session), config);
  advance_through_failures(weighted);
  while (undisturbed.advance(5)) {
  }
  for (std::size_t i = 0; i < config.samples.size(); ++i) {
    CHECK(weighted.report().negative_log_likelihood[i].mean == undisturbed.report().negative_log_likelihood[i].mean);
    CHECK(weighted.report().negative_log_likelihood[i].standard_error ==
          undisturbed.report().negative_log_likelihood[i].standard_error);
  }
}

TEST_CASE("A matrix is empty after a failed allocation, and can be reused") {
  Matrix<float> matrix = Matrix<float>::Constant(3, 4, 1.0f);
  Vector<double> vector = Vector<double>::Constant(5, 1.0);
  {
    const FailingAllocation failing(1);
    CHECK_THROWS_AS(matrix.resize(30, 40), std::bad_alloc);
  }
  {
    const FailingAllocation failing(1);
    CHECK_THROWS_AS(vector.resize(50), std::bad_alloc);
  }
  CHECK(matrix.size() == 0);
  CHECK(vector.size() == 0);
  matrix = Matrix<float>::Constant(3, 4, 2.0f);
  vector = Vector<double>::Constant(5, 2.0);
  CHECK(matrix.sum() == 24.0f);
  CHECK(vector.sum() == 10.0);
}

TEST_CASE("A matrix that cannot grow keeps its elements") {
  Matrix<float> matrix = Matrix<float>::Constant(3, 4, 1.0f);
  {
    const FailingAllocation failing(1);
    CHECK_THROWS_AS(matrix.conservativeResize(3, 400), std::bad_alloc);
  }
  CHECK(matrix.cols() == 4);
  CHECK(matrix.sum() == 12.0f);
}

TEST_CASE("A buffer that cannot grow is empty, and returns no invalid memory") {
  AlignedBuffer<float> buffer;
  buffer.at_least(10);
  {
    const FailingAllocation failing(1);
    CHECK_THROWS_AS(buffer.at_least(100), std::bad_alloc);
  }
  float* memory = buffer.at_least(5);
  REQUIRE(memory != nullptr);
  memory[4] = 1.0f;
  CHECK(buffer.at_least(5) == memory);
}

TEST_CASE("Products are correct after a failed allocation of scratch memory") {
  for (Index size = 40; size < 400; size += 24) {
    const Matrix<float> a = Matrix<float>::Constant(size, size, 0.5f), b = Matrix<float>::Identity(size, size);
    Matrix<float> c = Matrix<float>::Zero(size, size);
    for (long n = 1;; ++n) {
      bool failed = false;
      {
        const FailingAllocation failing(n);
        try {
          gemm<float>(view(a), view(b), mutable_view(c));
        } catch (const std::bad_alloc&) {
          failed = true;
        }
      }
      if (!failed) break;
      Matrix<float> small = Matrix<float>::Zero(30, 30);
      gemm<float>(view(Matrix<float>(a.topLeftCorner(30, 30))), view(Matrix<float>(b.topLeftCorner(30, 30))),
                  mutable_view(small));
      CHECK(small == a.topLeftCorner(30, 30));
    }
    CHECK(c == a);
  }
}

}  // namespace latentpad::test::allocation_failure_test
