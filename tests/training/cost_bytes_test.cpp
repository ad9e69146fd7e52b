// Compares the estimated bytes of a model with those of the allocator.
#include <malloc.h>

#include <thread>

#include "support/catch.h"
#include "support/models.h"
#include "training/cost.h"
#include "training/session.h"

namespace latentpad::test::cost_bytes_test {

namespace {

double bytes_in_use() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd);
}

struct Measured {
  double model = 0.0, training = 0.0;
};

/// In a new thread, whose scratch memory is unused.
Measured measure(const ModelConfig& config, const TrainingConfig& training) {
  Measured measured;
  std::thread([&] {
    Digits digits;
    digits.name = "synthetic";
    digits.images.assign(static_cast<std::size_t>(training.batch_size) * kDigitPixels, 0);
    for (std::size_t i = 0; i < digits.images.size(); i += 7) digits.images[i] = 255;
    digits.labels.assign(static_cast<std::size_t>(training.batch_size), 3);
    digits.train_count = static_cast<std::size_t>(training.batch_size);
    const double before = bytes_in_use();
    const auto session = Session::create(config, training, nullptr);
    measured.model = bytes_in_use() - before;
    const auto examples = digits.train_examples(config);
    const double ready = bytes_in_use();
    session->trainer().run(examples, 1);
    measured.training = bytes_in_use() - ready;
  }).join();
  return measured;
}

/// The labels are then a large part of the inputs.
ModelConfig many_labels(ModelConfig config) {
  config.labels = kMaxLabels;
  return config;
}

}  // namespace

TEST_CASE("The memory of a model before and in training is as estimated") {
  // One arena for all threads, as reported by mallinfo2.
  mallopt(M_ARENA_MAX, 1);
  TrainingConfig elbo, large, one, iwae, cut, averaged;
  averaged.average_decay = 0.999;
  cut.batch_size = 2000;
  cut.shards = 4;
  large.batch_size = 3000;
  one.batch_size = 1;
  iwae.batch_size = 50;
  iwae.objective = ObjectiveKind::iwae;
  iwae.importance_samples = 40;
  const Activation relu = Activation::relu;
  const std::pair<ModelConfig, TrainingConfig> cases[] = {
      {{"vae", 784, {400}, 20, relu}, elbo},
      {{"vae", 784, {900, 500}, 2, relu}, elbo},
      {{"vae", 784, {128, 64, 32}, 2, relu}, large},
      {{"vae", 784, {1000, 1000}, 10, relu}, one},
      {{"vae", 784, {200, 100}, 30, relu}, iwae},
      {{"cvae", 784, {300, 200}, 12, relu}, elbo},
      {{"cvae", 784, {100}, 12, relu}, iwae},
      {many_labels({"cvae", 784, {30}, 12, relu}), elbo},
      {with_prior({"vae", 784, {300}, 40, relu}, "mixture", 500), elbo},
      {with_prior({"vae", 784, {300}, 40, relu}, "vamp", 50), elbo},
      {with_prior({"vae", 784, {300}, 40, relu}, "vamp", 500), iwae},
      {with_prior({"vae", 784, {}, 40, relu}, "vamp", 200), elbo},
      {{"vae", 784, {}, 300, relu}, elbo},
      {{"ae", 784, {500, 300}, 8, relu}, elbo},
      {{"ae", 784, {100}, 8, relu}, large},
      {hierarchical(784, {{200, 200}, 100}, {100, 100}, 50), elbo},
      {hierarchical(784, {{200}, 100}, {100}, 20, InferenceKind::top_down), large},
      {hierarchical(784, {{200}, 100}, {300}, 20), iwae},
      {hierarchical(784, {{100}, 50}, {60}, 20, InferenceKind::top_down), iwae},
      {{"fvbn", 784, {}, 0, relu}, elbo},
      {{"fvbn", 784, {}, 0, relu}, large},
      {{"made", 784, {500}, 0, relu}, elbo},
      {{"made", 784, {400, 600}, 0, relu}, large},
      {{"vae", 784, {conv2d(32, 4, 2, 1), conv2d(64, 4, 2, 1), 256}, 32, relu}, elbo},
      {{"vae", 784, {conv2d(32, 4, 2, 1), conv2d(64, 4, 2, 1), 256}, 32, relu}, one},
      {{"vae", 784, {conv2d(16, 5, 1, 2), conv2d(128, 3, 3)}, 8, relu}, iwae},
      {{"ae", 784, {conv2d(64, 3, 2, 1), conv2d(128, 3, 2, 1), conv2d(256, 3, 2, 1)}, 8, relu}, large},
      {{"vae", 784, {400}, 20, relu}, cut},
      {{"vae", 784, {400}, 20, relu}, averaged},
      {{"made", 784, {500}, 0, relu}, averaged},
      {{"made", 784, {500}, 0, relu}, cut},
      {with_orderings({"made", 784, {500}, 0, relu}, 50), elbo}};
  for (const auto& [config, training] : cases) {
    const Cost cost = cost_of(config, training);
    const Measured measured = measure(config, training);
    CAPTURE(config.model, config.hidden, training.batch_size, training.importance_samples, measured.model,
            cost.model_bytes, measured.training, cost.training_bytes);
    CHECK(measured.model > 0.95 * cost.model_bytes);
    CHECK(measured.model < 1.05 * cost.model_bytes);
    CHECK(measured.training > 0.8 * cost.training_bytes);
    CHECK(measured.training < 1.2 * cost.training_bytes);
  }
}

}  // namespace latentpad::test::cost_bytes_test
