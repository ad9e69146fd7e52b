// Evaluations divided among several processes, which are threads here; tests/cli/mpi.test.mjs starts real ones.
#include <vector>

#include "eval/importance_weighted.h"
#include "eval/likelihood.h"
#include "support/catch.h"
#include "support/synthetic_digits.h"
#include "support/thread_processes.h"

namespace latentpad::test::divided_evaluation_test {

namespace {

std::vector<double> numbers(const BoundReport& report) {
  std::vector<double> all = {static_cast<double>(report.examples),
                             report.negative_elbo.mean,
                             report.negative_elbo.standard_error,
                             report.reconstruction,
                             report.kl,
                             static_cast<double>(report.active_units)};
  all.insert(all.end(), report.kl_per_dimension.begin(), report.kl_per_dimension.end());
  return all;
}

std::vector<double> numbers(const ImportanceWeightedReport& report) {
  std::vector<double> all = {static_cast<double>(report.examples)};
  for (const Estimate& estimate : report.negative_log_likelihood) {
    all.insert(all.end(), {estimate.mean, estimate.standard_error});
  }
  return all;
}

}  // namespace

TEST_CASE("The bound does not depend on the number of processes that share the examples") {
  for (const ModelConfig& config : {ModelConfig{"vae", 64, {6}, 3, Activation::relu},
                                    ModelConfig{"ae", 64, {6}, 2, Activation::relu}, ModelConfig{"made", 64, {9}, 0}}) {
    const auto model = make_model<float>(config);
    model->initialize(3);
    // 7 examples: more processes than examples, and unequal parts. 601: more than one batch of each.
    for (const std::size_t count : {7u, 601u}) {
      const std::vector<std::uint8_t> images = synthetic_images(count, 8, 2);
      const std::vector<double> expected = numbers(evaluate_bound(*model, images, {}));
      for (const int processes : {2, 3, 9}) {
        std::vector<std::vector<double>> got(static_cast<std::size_t>(processes));
        in_processes(processes, [&](Processes& own) {
          got[static_cast<std::size_t>(own.rank())] = numbers(evaluate_bound(*model, images, {}, own));
        });
        CAPTURE(config.model, count, processes);
        CHECK(got == std::vector<std::vector<double>>(got.size(), expected));
      }
    }
  }
}

TEST_CASE(
    "Importance-weighted bounds depend neither on the processes that share the examples nor on a change of them") {
  const auto model = make_model<float>({"vae", 64, {6}, 3, Activation::relu});
  model->initialize(3);
  const std::vector<std::uint8_t> images = synthetic_images(13, 8, 2);
  const ImportanceWeightedConfig config{PixelMode::binarized, 5, {1, 3, 700}};
  ImportanceWeightedEvaluation whole(*model, images, config);
  whole.advance(13);
  const std::vector<double> expected = numbers(whole.report());
  ImportanceWeightedEvaluation begun(*model, images, config);
  begun.advance(4);
  for (const int processes : {2, 3}) {
    std::vector<std::vector<double>> got(static_cast<std::size_t>(processes)), resumed(got.size());
    in_processes(processes, [&](Processes& own) {
      const auto rank = static_cast<std::size_t>(own.rank());
      ImportanceWeightedEvaluation evaluation(*model, images, config, own);
      while (evaluation.advance(evaluation.batch())) {
      }
      got[rank] = numbers(evaluation.report());
      ImportanceWeightedEvaluation later(*model, images, config, own);
      later.resume(begun.state());
      later.advance(9);
      resumed[rank] = numbers(later.report());
    });
    CAPTURE(processes);
    CHECK(got == std::vector<std::vector<double>>(got.size(), expected));
    CHECK(resumed == got);
  }
}

}  // namespace latentpad::test::divided_evaluation_test
