#include "base/heartbeat.h"

#include <thread>

#include "models/model.h"
#include "support/every_engine.h"
#include "support/synthetic_digits.h"
#include "training/trainer.h"

namespace latentpad::test::heartbeat_test {

namespace {

int beats = 0;

/// Counts the heartbeats of this thread during its lifetime.
struct Counted {
  Counted() {
    beats = 0;
    set_heartbeat([] { ++beats; });
  }
  ~Counted() { set_heartbeat(nullptr); }
};

std::vector<float> weights_after(std::span<const std::uint8_t> images, const TrainingConfig& training) {
  const auto model = make_model<float>({"vae", 64, {80, 50}, 5, Activation::relu});
  Trainer trainer(*model, training);
  trainer.initialize(images);
  trainer.run(images, 3);
  std::vector<float> weights;
  for (const Parameter<float>* p : model->parameters()) {
    weights.insert(weights.end(), p->value.data(), p->value.data() + p->value.size());
  }
  return weights;
}

}  // namespace

TEST_CASE("A training step calls the heartbeat function, and gives the same bits without one") {
  const auto images = synthetic_images(200, 8, 1);
  TrainingConfig elbo, iwae;
  elbo.batch_size = iwae.batch_size = 32;
  iwae.objective = ObjectiveKind::iwae;
  iwae.importance_samples = 3;
  with_every_engine([&] {
    for (const TrainingConfig& training : {elbo, iwae}) {
      const std::vector<float> unheard = weights_after(images, training);
      const Counted counted;
      CHECK(weights_after(images, training) == unheard);
      // Three steps of more than twenty products: the function is called in each.
      CHECK(beats > 20);
    }
  });
}

TEST_CASE("A loop of many parts calls the heartbeat function in between, and none without one") {
  const ComputeRestorer restorer;
  for (int threads = 1; threads <= std::min(2, most_threads()); ++threads) {
    set_thread_count(threads);
    const auto work = [] {
      for (int i = 0; i < 100; ++i) parallel_for(64, 1, [](std::ptrdiff_t, std::ptrdiff_t) noexcept {});
    };
    {
      const Counted counted;
      work();
      CHECK(beats > 0);
      beats = 0;
    }
    work();
    CHECK(beats == 0);
  }
}

#if !defined(__EMSCRIPTEN__)
TEST_CASE("Only the thread that set a heartbeat function calls it") {
  const Counted counted;
  std::thread other([] {
    CHECK_FALSE(has_heartbeat());
    heartbeat();
    for (int i = 0; i < 8; ++i) frequent_heartbeat();
  });
  other.join();
  CHECK(beats == 0);
  heartbeat();
  CHECK(beats == 1);
}
#endif

}  // namespace latentpad::test::heartbeat_test
