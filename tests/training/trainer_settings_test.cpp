// Changes of settings during a run, and divergence.
#include <cmath>
#include <limits>

#include "io/checkpoint.h"
#include "support/catch.h"
#include "support/synthetic_digits.h"
#include "training/trainer.h"

namespace latentpad::test::trainer_settings_test {

namespace {

using Images = std::vector<std::uint8_t>;

const ModelConfig kConfig{"vae", 64, {32}, 4, Activation::relu};

TrainingConfig settings(double learning_rate) {
  TrainingConfig config;
  config.batch_size = 16;
  config.learning_rate = learning_rate;
  return config;
}

}  // namespace

TEST_CASE("The seed cannot be changed after the first step") {
  const Images images = synthetic_images(50, 8, 1);
  const auto model = make_model<float>(kConfig);
  Trainer trainer(*model, settings(1e-3));
  trainer.initialize(images);
  TrainingConfig seed = settings(1e-3);
  seed.seed = 2;
  CHECK_NOTHROW(trainer.set_config(seed));
  trainer.set_config(settings(1e-3));
  trainer.run(images, 1);
  CHECK_THAT(message_of<std::invalid_argument>([&] { trainer.set_config(seed); }),
             contains("belongs to a run that has begun"));
  CHECK(trainer.config() == settings(1e-3));
}

TEST_CASE("The choice of digits cannot be changed after the first step") {
  const Images images = synthetic_images(50, 8, 1);
  const auto model = make_model<float>(kConfig);
  Trainer trainer(*model, settings(1e-3));
  trainer.initialize(images);
  TrainingConfig fewer = settings(1e-3);
  fewer.digits = {0, 1};
  CHECK_NOTHROW(trainer.set_config(fewer));
  trainer.run(images, 1);
  CHECK_THAT(message_of<std::invalid_argument>([&] { trainer.set_config(settings(1e-3)); }),
             contains("the choice of digits belongs to a run that has begun"));
  CHECK(trainer.config() == fewer);
}

TEST_CASE("Batch size and pixels can be changed during a run, and digits are still shown in order") {
  const Images images = synthetic_images(50, 8, 1);
  const auto model = make_model<float>(kConfig);
  Trainer trainer(*model, settings(1e-3));
  trainer.initialize(images);
  trainer.run(images, 3);
  TrainingConfig other = settings(1e-3);
  other.batch_size = 5;
  other.pixels = PixelMode::grey;
  trainer.set_config(other);
  trainer.run(images, 2);
  CHECK(trainer.position().step == 5);
  CHECK(trainer.position().presentations == 3 * 16 + 2 * 5);
}

TEST_CASE("Learning rate, beta and warm-up can be changed during a run, from the next step on") {
  const Images images = synthetic_images(50, 8, 2);
  const auto changing = make_model<float>(kConfig), constant = make_model<float>(kConfig);
  Trainer trainer(*changing, settings(1e-3)), other(*constant, settings(1e-3));
  trainer.initialize(images);
  other.initialize(images);
  TrainingConfig config = settings(1e-2);
  config.beta = 2.0;
  config.beta_warmup_steps = 100;
  trainer.run(images, 3);
  other.run(images, 3);
  trainer.set_config(config);
  CHECK(checksum(*changing) == checksum(*constant));
  trainer.run(images, 1);
  other.run(images, 1);
  CHECK(checksum(*changing) != checksum(*constant));
}

TEST_CASE("Invalid settings are rejected, initially and later") {
  const auto model = make_model<float>(kConfig);
  CHECK_THROWS_AS(Trainer(*model, settings(0.0)), std::invalid_argument);
  Trainer trainer(*model, settings(1e-3));
  CHECK_THROWS_AS(trainer.set_config(settings(std::numeric_limits<double>::quiet_NaN())), std::invalid_argument);
  CHECK(trainer.config() == settings(1e-3));
}

TEST_CASE("An extreme learning rate is reported as divergence, and the last good, finite weights are restored") {
  const Images images = synthetic_images(100, 8, 3);
  const auto model = make_model<float>(kConfig);
  Trainer trainer(*model, settings(1e-3));
  trainer.initialize(images);
  trainer.run(images, 2 * Trainer::kSnapshotInterval);
  const std::string good = checksum(*model);
  const auto moments = trainer.optimizer().first_moments();
  trainer.set_config(settings(1.0));
  const TrainingStatistics statistics = trainer.run(images, 5000);
  REQUIRE(statistics.diverged);
  CHECK_FALSE(statistics.diverged_loss < 10.0 * 64 * std::log(2.0));
  // The snapshot was taken at the step before the new rate was used.
  CHECK(trainer.step() == 2 * Trainer::kSnapshotInterval);
  CHECK(checksum(*model) == good);
  CHECK(trainer.optimizer().first_moments() == moments);
  // With a reasonable rate training continues.
  trainer.set_config(settings(1e-3));
  const TrainingStatistics after = trainer.run(images, 50);
  CHECK_FALSE(after.diverged);
  CHECK(after.steps == 50);
  CHECK(after.terms.negative_elbo() < 64 * std::log(2.0));
}

TEST_CASE("A run that diverges loses at most the steps since the last snapshot") {
  const Images images = synthetic_images(100, 8, 4);
  const auto model = make_model<float>(kConfig), twin = make_model<float>(kConfig);
  Trainer trainer(*model, settings(1e-3)), reference(*twin, settings(1e-3));
  trainer.initialize(images);
  reference.initialize(images);
  trainer.run(images, Trainer::kSnapshotInterval + 37);
  reference.run(images, Trainer::kSnapshotInterval);
  // Weights corrupted from outside, as by a bug.
  model->parameters()[0]->value(0, 0) = std::numeric_limits<float>::quiet_NaN();
  model->parameters()[1]->value.setConstant(std::numeric_limits<float>::quiet_NaN());
  const TrainingStatistics statistics = trainer.run(images, 10);
  CHECK(statistics.diverged);
  CHECK(std::isnan(statistics.diverged_loss));
  CHECK(statistics.steps == 0);
  CHECK(trainer.step() == Trainer::kSnapshotInterval);
  CHECK(checksum(*model) == checksum(*twin));
  // The repeated steps equal those of an uninterrupted run.
  trainer.run(images, 20);
  reference.run(images, 20);
  CHECK(checksum(*model) == checksum(*twin));
}

TEST_CASE("A gradient that overflows the optimizer is a divergence, and the run can then be saved") {
  const Images images = synthetic_images(100, 8, 7);
  const auto model = make_model<float>({"ae", 64, {5}, 2, Activation::relu});
  Trainer trainer(*model, settings(1e-3));
  trainer.initialize(images);
  // The last hidden units are huge but unused: the logits are the output bias, and the loss is small.
  const ParameterList<float> parameters = model->parameters();
  const std::size_t last = parameters.size() - 2;
  REQUIRE(parameters[last]->name == "decoder.1.weight");
  parameters[last - 1]->value.setConstant(1e25f);
  parameters[last]->value.setZero();
  const std::string before = checksum(*model);
  for (const std::uint64_t steps : {1u, 7u, 250u}) {
    CAPTURE(steps);
    const TrainingStatistics statistics = trainer.run(images, steps);
    CHECK(statistics.diverged);
    CHECK(std::isinf(statistics.diverged_loss));
    CHECK(statistics.diverged_step == 0);
    CHECK(trainer.step() == 0);
    CHECK(checksum(*model) == before);
    const auto file = save_model(*model, {}, {false, &trainer.optimizer(), 0});
    CHECK(checksum(*load_model(file).model) == before);
  }
  // With trainable weights it continues like a new run.
  const auto twin = make_model<float>(model->config());
  Trainer reference(*twin, settings(1e-3));
  for (Trainer* one : {&trainer, &reference}) {
    one->initialize(images);
    CHECK_FALSE(one->run(images, 30).diverged);
  }
  CHECK(checksum(*model) == checksum(*twin));
}

TEST_CASE("A high initial loss of loaded weights is not a divergence as long as training decreases it") {
  const Images images = synthetic_images(100, 8, 5);
  const auto model = make_model<float>(kConfig);
  Trainer trainer(*model, settings(1e-2));
  trainer.initialize(images);
  // Ink is predicted everywhere: more than ten times worse than a uniform guess.
  model->parameters().back()->value.setConstant(20.0f);
  const TrainingStatistics first = trainer.run(images, 1);
  REQUIRE(first.terms.negative_elbo() > 10.0 * 64 * std::log(2.0));
  CHECK_FALSE(first.diverged);
  const TrainingStatistics more = trainer.run(images, 400);
  CHECK_FALSE(more.diverged);
  CHECK(more.terms.negative_elbo() < first.terms.negative_elbo());
}

TEST_CASE("A run with initial weights that are not finite does not start") {
  const Images images = synthetic_images(100, 8, 6);
  const auto model = make_model<float>(kConfig);
  Trainer trainer(*model, settings(1e-3));
  trainer.initialize(images);
  // Weights of an earlier run must not be restored: they do not belong to this run.
  trainer.run(images, 150);
  trainer.initialize(images);
  for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    model->parameters().back()->value.setConstant(value);
    const TrainingStatistics statistics = trainer.run(images, 5);
    CHECK(statistics.diverged);
    CHECK(statistics.steps == 0);
    CHECK(trainer.step() == 0);
    CHECK_FALSE(std::isfinite(model->parameters().back()->value(0)));
  }
}

TEST_CASE("A restarted trainer equals a new one") {
  const Images images = synthetic_images(100, 8, 6);
  const auto model = make_model<float>(kConfig);
  Trainer trainer(*model, settings(1e-3));
  trainer.initialize(images);
  trainer.run(images, 150);
  trainer.initialize(images);
  CHECK(trainer.step() == 0);
  const std::string fresh = checksum(*model);
  const auto twin = make_model<float>(kConfig);
  Trainer(*twin, settings(1e-3)).initialize(images);
  CHECK(checksum(*twin) == fresh);
  CHECK((trainer.optimizer().first_moments()[0].array() == 0.0f).all());
}

}  // namespace latentpad::test::trainer_settings_test
