// Training divided among several processes, which are threads here; tests/cli/mpi.test.mjs starts real ones.
#include <exception>
#include <string>
#include <vector>

#include "io/checkpoint.h"
#include "support/catch.h"
#include "support/synthetic_digits.h"
#include "support/thread_processes.h"
#include "training/session.h"

namespace latentpad::test::divided_training_test {

namespace {

const Digits& digits() {
  static const Digits kDigits = synthetic_digits(50, 8, 1);
  return kDigits;
}

TrainingConfig settings(Index shards) {
  TrainingConfig config;
  config.batch_size = 24;
  config.shards = shards;
  config.learning_rate = 3e-3;
  return config;
}

struct Run {
  std::string weights;
  double loss = 0.0;
};

TrainingConfig averaged(Index shards) {
  TrainingConfig config = settings(shards);
  config.average_decay = 0.9;
  return config;
}

/// The weights of each process after 12 steps.
std::vector<Run> trained(const ModelConfig& model, const TrainingConfig& config, int processes) {
  std::vector<Run> runs(static_cast<std::size_t>(processes));
  in_processes(processes, [&](Processes& own) {
    const auto session = Session::create(model, config, &digits());
    session->trainer().set_processes(own);
    const TrainingStatistics statistics = session->trainer().run(digits().train_examples(model), 12);
    runs[static_cast<std::size_t>(own.rank())] = {checksum(session->model()), statistics.terms.negative_elbo()};
  });
  return runs;
}

}  // namespace

TEST_CASE("The weights of a number of shards do not depend on the number of processes that divides it") {
  const auto check = [](const ModelConfig& model, Index shards, const std::vector<int>& divided_among) {
    const Run expected = trained(model, settings(shards), 1).front();
    for (const int processes : divided_among) {
      for (const Run& run : trained(model, settings(shards), processes)) {
        CAPTURE(model.model, shards, processes);
        CHECK(run.weights == expected.weights);
        CHECK(run.loss == expected.loss);
      }
    }
  };
  check({"vae", 784, {12}, 3, Activation::relu}, 4, {2, 4});
  check({"vae", 784, {12}, 3, Activation::relu}, 6, {2, 3, 6});
  for (const ModelConfig& model :
       {ModelConfig{"cvae", 784, {6}, 2, Activation::tanh}, ModelConfig{"ae", 784, {6}, 2, Activation::relu},
        ModelConfig{"made", 784, {10}, 0}}) {
    check(model, 6, {3});
  }
}

TEST_CASE("The averaged weights do not depend on the number of processes, also after a failure between them") {
  const ModelConfig model{"vae", 784, {12}, 3, Activation::relu};
  const std::string expected = trained(model, averaged(4), 1).front().weights;
  CHECK(expected != trained(model, settings(4), 1).front().weights);
  for (const Run& run : trained(model, averaged(4), 2)) CHECK(run.weights == expected);
  std::vector<std::vector<std::uint8_t>> files(2);
  in_processes(
      2,
      [&](Processes& own) {
        const auto session = Session::create(model, averaged(4), &digits());
        session->trainer().set_processes(own);
        message_of<std::exception>([&] { session->trainer().run(digits().train_images(), 12); });
        files[static_cast<std::size_t>(own.rank())] = session->save(&digits(), std::nullopt, false, true);
      },
      9);
  CHECK(files[0] == files[1]);
  const auto resumed = Session::load(files[0], std::nullopt);
  CHECK(resumed->trainer().step() == 4);
  resumed->trainer().run(digits().train_images(), 8);
  CHECK(checksum(resumed->model()) == expected);
}

TEST_CASE("A number of processes that does not divide the shards is refused, naming both") {
  std::vector<std::string> refusals(3), later(3);
  in_processes(3, [&](Processes& own) {
    const auto rank = static_cast<std::size_t>(own.rank());
    const auto session = Session::create({"vae", 784, {12}, 3, Activation::relu}, settings(4), &digits());
    refusals[rank] = message_of<std::exception>([&] { session->trainer().set_processes(own); });
    session->trainer().set_config(settings(6));
    session->trainer().set_processes(own);
    later[rank] = message_of<std::exception>([&] { session->trainer().set_config(settings(4)); });
  });
  const std::string expected = "shards: expected a multiple of the 3 processes that share them, got 4";
  CHECK(refusals == std::vector<std::string>(3, expected));
  CHECK(later == refusals);
}

TEST_CASE("After a failure between processes the weights are those before the step, and go on to the same weights") {
  const ModelConfig model{"vae", 784, {12}, 3, Activation::relu};
  const std::string expected = trained(model, settings(4), 1).front().weights;
  // Each step sums gradients, then gathers losses: call 9 gathers those of the fifth step.
  for (const int call : {0, 9, 14}) {
    std::vector<std::vector<std::uint8_t>> files(2);
    std::vector<std::string> errors(2);
    in_processes(
        2,
        [&](Processes& own) {
          const auto rank = static_cast<std::size_t>(own.rank());
          const auto session = Session::create(model, settings(4), &digits());
          session->trainer().set_processes(own);
          errors[rank] = message_of<std::exception>([&] { session->trainer().run(digits().train_images(), 12); });
          files[rank] = session->save(&digits(), std::nullopt, false, true);
        },
        call);
    CAPTURE(call);
    CHECK(errors == std::vector<std::string>(2, "a process has ended"));
    CHECK(files[0] == files[1]);
    const auto resumed = Session::load(files[0], std::nullopt);
    CHECK(resumed->trainer().step() == static_cast<std::uint64_t>(call / 2));
    resumed->trainer().run(digits().train_images(), 12 - resumed->trainer().step());
    CHECK(checksum(resumed->model()) == expected);
  }
}

}  // namespace latentpad::test::divided_training_test
