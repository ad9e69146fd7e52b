#include "training/trainer.h"

#include <cmath>
#include <limits>

#include "io/checkpoint.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/random_matrix.h"
#include "support/synthetic_digits.h"

namespace latentpad::test::trainer_test {

namespace {

using Images = std::vector<std::uint8_t>;

const ModelConfig kConfig{"vae", 64, {16}, 2, Activation::relu};

TrainingConfig settings(Index batch_size, double learning_rate = 1e-3, std::uint64_t seed = 1) {
  TrainingConfig config;
  config.batch_size = batch_size;
  config.learning_rate = learning_rate;
  config.seed = seed;
  return config;
}

/// The checksum of the weights after `steps` steps, in calls of `at_a_time`.
std::string trained(const Images& images, const TrainingConfig& config, std::uint64_t steps, std::uint64_t at_a_time) {
  const auto model = make_model<float>(kConfig);
  Trainer trainer(*model, config);
  trainer.initialize(images);
  for (std::uint64_t done = 0; done < steps; done += at_a_time) trainer.run(images, at_a_time);
  return checksum(*model);
}

/// Counts how often each of `count` examples was in each batch of a run with these batch sizes. Example n has ink at
/// pixel n only. The model's weights stay zero, so every logit is the output bias, whose gradient counts the ink:
/// d_b = σ(b) − (times shown) / batch.
std::vector<std::vector<int>> shown(Index count, const std::vector<Index>& batch_sizes) {
  Images images(static_cast<std::size_t>(count * count), 0);
  for (std::size_t n = 0; n < static_cast<std::size_t>(count); ++n)
    images[n * static_cast<std::size_t>(count) + n] = 255;
  const auto model = make_model<float>({"vae", count, {}, 1, Activation::relu});
  Trainer trainer(*model, settings(1));
  trainer.restart({}, {}, {});
  std::vector<std::vector<int>> times;
  for (const Index batch_size : batch_sizes) {
    trainer.set_config(settings(batch_size, 1e-12));
    trainer.run(images, 1);
    times.emplace_back();
    for (Index n = 0; n < count; ++n) {
      const float gradient = model->parameters().back()->gradient(n, 0);
      times.back().push_back(static_cast<int>(std::lround((0.5f - gradient) * static_cast<float>(batch_size))));
    }
  }
  return times;
}

}  // namespace

TEST_CASE("Every example is shown once per epoch, also if batches span epochs or change their size") {
  // 77 presentations each: 7 epochs of 11.
  for (const std::vector<Index>& batch_sizes : {std::vector<Index>(11, 7), {3, 3, 11, 5, 5, 10, 10, 10, 1, 9, 10}}) {
    std::vector<int> total(11, 0);
    int presented = 0;
    const std::vector<std::vector<int>> batches = shown(11, batch_sizes);
    for (std::size_t step = 0; step < batches.size(); ++step) {
      for (std::size_t n = 0; n < 11; ++n) total[n] += batches[step][n];
      presented += static_cast<int>(batch_sizes[step]);
      // After p presentations every example has been shown floor(p / 11) times, and some once more.
      for (const int times : total) CHECK((times == presented / 11 || times == presented / 11 + 1));
    }
    CHECK(total == std::vector<int>(11, 7));
  }
}

TEST_CASE("Each epoch shows the examples in a different order") {
  const std::vector<std::vector<int>> batches = shown(12, std::vector<Index>(8, 6));
  CHECK(batches[0] != batches[2]);
  CHECK(batches[2] != batches[4]);
  CHECK(shown(12, std::vector<Index>(8, 6)) == batches);
}

TEST_CASE("The weights depend on the number of steps, not on their division into calls") {
  const Images images = synthetic_images(50, 8, 1);
  const std::string at_once = trained(images, settings(16), 24, 24);
  CHECK(trained(images, settings(16), 24, 1) == at_once);
  CHECK(trained(images, settings(16), 24, 5) != at_once);  // 25 steps
  CHECK(trained(images, settings(16), 24, 8) == at_once);
}

TEST_CASE("A run gives the same weights on every machine, in every engine and build") {
  // Pinned values. A failure on one machine only means that its arithmetic differs (a fused multiply-add, another exp);
  // a failure everywhere, that the arithmetic has changed, and saved runs no longer resume identically.
  const Images images = synthetic_images(50, 8, 1);
  with_every_engine([&] {
    CHECK(trained(images, settings(16, 3e-3, 7), 100, 100) == pinned("29e37532f74ef503", "d1fce54ea45fd782"));
    const auto model = make_model<float>({"vae", 64, {20, 10}, 3, Activation::tanh});
    Trainer trainer(*model, settings(13, 3e-3, 8));
    trainer.initialize(images);
    trainer.run(images, 100);
    CHECK(checksum(*model) == pinned("22aa84dfe9453849", "001760934af3d518"));
  });
}

TEST_CASE("A seed determines the run, and another seed gives another") {
  const Images images = synthetic_images(50, 8, 1);
  CHECK(trained(images, settings(16, 1e-3, 3), 10, 10) == trained(images, settings(16, 1e-3, 3), 10, 10));
  CHECK(trained(images, settings(16, 1e-3, 3), 10, 10) != trained(images, settings(16, 1e-3, 4), 10, 10));
}

TEST_CASE("Training decreases the loss to the expected extent") {
  const Images images = synthetic_images(200, 8, 2);
  const auto model = make_model<float>(kConfig);
  Trainer trainer(*model, settings(32, 3e-3));
  trainer.initialize(images);
  const double first = trainer.run(images, 10).terms.negative_elbo();
  trainer.run(images, 600);
  const TrainingStatistics last = trainer.run(images, 10);
  CHECK(last.terms.negative_elbo() < 0.65 * first);
  CHECK(last.terms.kl > 1.0);  // distinguishing ten classes takes more than a nat
}

TEST_CASE("The statistics are means over the steps of the call") {
  const Images images = synthetic_images(50, 8, 3);
  const auto one = make_model<float>(kConfig), other = make_model<float>(kConfig);
  Trainer by_step(*one, settings(16)), at_once(*other, settings(16));
  by_step.initialize(images);
  at_once.initialize(images);
  double reconstruction = 0.0, kl = 0.0;
  for (int i = 0; i < 4; ++i) {
    const TrainingStatistics step = by_step.run(images, 1);
    CHECK(step.steps == 1);
    reconstruction += step.terms.reconstruction / 4;
    kl += step.terms.kl / 4;
  }
  const TrainingStatistics all = at_once.run(images, 4);
  CHECK(all.steps == 4);
  CHECK_FALSE(all.diverged);
  CHECK_THAT(all.terms.reconstruction, near(reconstruction, 1e-14));
  CHECK_THAT(all.terms.kl, near(kl, 1e-14));
  CHECK(at_once.step() == 4);
  CHECK(at_once.run(images, 0).steps == 0);
}

TEST_CASE("The initial loss is that of the mean image") {
  const Images images = synthetic_images(200, 8, 4);
  const auto model = make_model<float>(kConfig);
  const Vector<double> mean = mean_pixels(images, 64);
  double entropy = 0.0;
  for (Index i = 0; i < 64; ++i) {
    const double p = std::clamp(mean[i], 1e-3, 1.0 - 1e-3);
    entropy -= mean[i] * std::log(p) + (1.0 - mean[i]) * std::log(1.0 - p);
  }
  Trainer trainer(*model, settings(200));
  trainer.initialize(images);
  // The initial weights add a little; without the bias it would be 64 ln 2 = 44.4.
  CHECK_THAT(trainer.run(images, 1).terms.reconstruction, near(entropy, 0.1));
  CHECK(entropy < 30.0);
}

TEST_CASE("A given batch is trained on unchanged") {
  const auto model = make_model<float>(kConfig), twin = make_model<float>(kConfig);
  Trainer trainer(*model, settings(16));
  trainer.initialize({});
  const Matrix<float> x = random_ink<float>(64, 5, 0.2, 5);
  twin->initialize(1);
  const LossTerms expected = twin->loss_and_gradient(x, {}, {1, 0});
  const TrainingStatistics statistics = trainer.run_batch(x);
  CHECK(statistics.steps == 1);
  CHECK(statistics.terms.reconstruction == expected.reconstruction);
  CHECK(statistics.terms.kl == expected.kl);
  CHECK(trainer.step() == 1);
}

TEST_CASE("Batches of the wrong shape or with invalid pixels are rejected, and change nothing") {
  const auto model = make_model<float>(kConfig);
  Trainer trainer(*model, settings(16));
  trainer.initialize({});
  const std::string before = checksum(*model);
  const auto refusal = [&](const Matrix<float>& x) {
    return message_of<std::invalid_argument>([&] { trainer.run_batch(x); });
  };
  CHECK_THAT(refusal(Matrix<float>::Zero(63, 5)), contains("expected a batch of images of 64 pixels, got 63x5"));
  CHECK_THAT(refusal(Matrix<float>(64, 0)), contains("got 64x0"));
  for (const float pixel :
       {-0.001f, 1.001f, 255.0f, std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    Matrix<float> x = Matrix<float>::Zero(64, 2);
    x(3, 1) = pixel;
    CHECK_THAT(refusal(x), contains("expected pixels in [0, 1], got"));
    CHECK_THAT(refusal(x), contains("at position 67"));
  }
  CHECK(trainer.step() == 0);
  CHECK(checksum(*model) == before);
}

TEST_CASE("Data smaller than a batch or not a whole number of images is rejected") {
  const auto model = make_model<float>(kConfig);
  Trainer trainer(*model, settings(16));
  trainer.initialize({});
  for (const std::size_t bytes : {std::size_t(0), std::size_t(15 * 64), std::size_t(16 * 64 + 1)}) {
    CHECK_THAT(message_of<std::invalid_argument>([&] { trainer.run(Images(bytes), 1); }),
               contains("expected at least 16 images of 64 bytes"));
  }
  CHECK_NOTHROW(trainer.run(Images(16 * 64), 1));
}

TEST_CASE("beta increases linearly over the warm-up and is reached at its end") {
  const auto model = make_model<float>(kConfig);
  TrainingConfig config = settings(16);
  config.beta = 4.0;
  config.beta_warmup_steps = 8;
  const Trainer trainer(*model, config);
  CHECK(trainer.beta_at(0) == 0.0);
  CHECK(trainer.beta_at(2) == 1.0);
  CHECK(trainer.beta_at(7) == 3.5);
  CHECK(trainer.beta_at(8) == 4.0);
  CHECK(trainer.beta_at(1'000'000) == 4.0);
  config.beta_warmup_steps = 0;
  CHECK(Trainer(*model, config).beta_at(0) == 4.0);
}

TEST_CASE("the learning rate increases linearly over its warm-up, and is never zero", "[trainer]") {
  const auto model = make_model<float>(kConfig);
  TrainingConfig config = settings(8, 0.5);
  CHECK(Trainer(*model, config).learning_rate() == 0.5);
  config.learning_rate_warmup_steps = 4;
  Trainer trainer(*model, config);
  const auto rate_at = [&trainer](std::uint64_t step) {
    trainer.restart({step, 8 * step}, {}, {});
    return trainer.learning_rate();
  };
  CHECK(rate_at(0) == 0.125);
  CHECK(rate_at(2) == 0.375);
  CHECK(rate_at(3) == 0.5);
  CHECK(rate_at(1'000'000) == 0.5);
}

TEST_CASE("a step in the warm-up equals a step with that learning rate", "[trainer]") {
  const Images images = synthetic_images(32, 8, 1);
  TrainingConfig warm = settings(8, 0.5), plain = settings(8, 0.125);
  warm.learning_rate_warmup_steps = 4;
  CHECK(trained(images, warm, 1, 1) == trained(images, plain, 1, 1));
  CHECK(trained(images, warm, 2, 1) != trained(images, plain, 2, 1));
}

TEST_CASE("Training uses the beta of the warm-up") {
  // In the first step of a warm-up beta is 0, as without a KL term; from the second step on the runs differ.
  const Images images = synthetic_images(50, 8, 6);
  TrainingConfig warm = settings(16), without = settings(16);
  warm.beta_warmup_steps = 10;
  without.beta = 0.0;
  CHECK(trained(images, warm, 1, 1) == trained(images, without, 1, 1));
  CHECK(trained(images, warm, 2, 1) != trained(images, without, 2, 1));
  CHECK(trained(images, warm, 1, 1) != trained(images, settings(16), 1, 1));
}

TEST_CASE("The means of the pixels are those of the images") {
  const Images images = {0, 255, 51, 255, 0, 0};
  const Vector<double> mean = mean_pixels(images, 3);
  CHECK_THAT(mean[0], near(0.5, 1e-15));
  CHECK_THAT(mean[1], near(0.5, 1e-15));
  CHECK_THAT(mean[2], near(0.1, 1e-15));
  CHECK_THROWS_AS(mean_pixels(images, 4), std::invalid_argument);
  CHECK_THROWS_AS(mean_pixels({}, 4), std::invalid_argument);
}

}  // namespace latentpad::test::trainer_test
