// Training of every kind of model; trainer_test.cpp tests the details with a VAE.
#include "io/checkpoint.h"
#include "support/every_engine.h"
#include "support/random_matrix.h"
#include "support/synthetic_digits.h"
#include "training/session.h"
#include "training/trainer.h"

namespace latentpad::test::trainer_models_test {

namespace {

using Images = std::vector<std::uint8_t>;

const ModelConfig kVae{"vae", 64, {16}, 2, Activation::relu}, kAe{"ae", 64, {16}, 2, Activation::relu},
    kConvolutional{"ae", 64, {conv2d(8, 4, 2, 1), 16}, 2, Activation::relu}, kFvbn{"fvbn", 64, {}, 0, Activation::relu},
    kMade{"made", 64, {40}, 0, Activation::relu}, kDeepMade{"made", 64, {30, 20}, 0, Activation::tanh};

TrainingConfig settings(std::uint64_t seed = 1) {
  TrainingConfig config;
  config.batch_size = 16;
  config.learning_rate = 3e-3;
  config.seed = seed;
  return config;
}

TrainingConfig importance_weighted(Index samples) {
  TrainingConfig config = settings(7);
  config.objective = ObjectiveKind::iwae;
  config.importance_samples = samples;
  return config;
}

/// The checksum of the weights after 100 steps.
std::string trained(const ModelConfig& model_config, const TrainingConfig& config) {
  const Images images = synthetic_images(50, 8, 1);
  const auto model = make_model<float>(model_config);
  Trainer trainer(*model, config);
  trainer.initialize(images);
  trainer.run(images, 100);
  return checksum(*model);
}

}  // namespace

TEST_CASE("Training decreases the loss of every model, without false reports of divergence") {
  const Images images = synthetic_images(200, 8, 2);
  for (const ModelConfig& config : {kAe, kConvolutional, kFvbn, kMade, kDeepMade}) {
    CAPTURE(config.model, config.hidden);
    const auto model = make_model<float>(config);
    Trainer trainer(*model, settings());
    trainer.initialize(images);
    const TrainingStatistics first = trainer.run(images, 10);
    trainer.run(images, 600);
    const TrainingStatistics last = trainer.run(images, 10);
    CHECK(last.terms.reconstruction < 0.6 * first.terms.reconstruction);
    CHECK(last.terms.kl == 0.0);
    CHECK_FALSE(last.diverged);
    CHECK_NOTHROW(model->expect_valid_parameters());
  }
}

TEST_CASE("Training a VAE on the importance-weighted bound improves both bounds") {
  const Images images = synthetic_images(200, 8, 3);
  const auto model = make_model<float>(kVae);
  Trainer trainer(*model, importance_weighted(5));
  trainer.initialize(images);
  const double first = trainer.run(images, 10).terms.negative_elbo();
  trainer.run(images, 600);
  const TrainingStatistics last = trainer.run(images, 10);
  CHECK(last.terms.negative_elbo() < 0.75 * first);
  CHECK_FALSE(last.diverged);
}

TEST_CASE("A run of every model gives the same weights on every machine, in every engine and build") {
  // Pinned values, as in trainer_test.cpp.
  with_every_engine([] {
    CHECK(trained(kAe, settings(7)) == pinned("45c9b5d245caf51f", "df3ec04700ff47a5"));
    CHECK(trained(kFvbn, settings(7)) == pinned("c07bbc69d5e63a88", "c07bbc69d5e63a88"));
    CHECK(trained(kMade, settings(7)) == pinned("0262f98da4ecf84c", "93b69fb0d60dc7a1"));
    CHECK(trained(kDeepMade, settings(7)) == pinned("b78dc9a4db3d7107", "caa9cfff335ba5c6"));
    CHECK(trained(kVae, importance_weighted(5)) == pinned("dfb4263bcd63abad", "e28a2468675f201c"));
  });
}

TEST_CASE("A seed determines the run of a model, and another seed gives another") {
  for (const ModelConfig& config : {kAe, kFvbn, kMade}) {
    CHECK(trained(config, settings(4)) == trained(config, settings(4)));
    CHECK(trained(config, settings(4)) != trained(config, settings(5)));
  }
  CHECK(trained(kVae, importance_weighted(5)) != trained(kVae, importance_weighted(6)));
  CHECK(trained(kVae, importance_weighted(5)) != trained(kVae, settings(7)));
}

TEST_CASE("Importance weights are rejected for every model except the VAE, initially and later") {
  for (const ModelConfig& config : {kAe, kFvbn, kMade}) {
    const auto model = make_model<float>(config);
    const std::string sentence = "objective iwae: expected a vae, which has importance weights; got a model of kind ";
    CHECK_THAT(message_of<std::invalid_argument>([&] { Trainer(*model, importance_weighted(5)); }),
               contains(sentence + config.model));
    Trainer trainer(*model, settings());
    CHECK_THAT(message_of<std::invalid_argument>([&] { trainer.set_config(importance_weighted(5)); }),
               contains(sentence + config.model));
    CHECK(trainer.config() == settings());
    CHECK_THAT(message_of<std::invalid_argument>([&] { Session::create(config, importance_weighted(5), nullptr); }),
               contains(sentence));
  }
  const auto vae = make_model<float>(kVae);
  CHECK_NOTHROW(Trainer(*vae, importance_weighted(5)));
  Trainer trainer(*vae, settings(7));
  CHECK_NOTHROW(trainer.set_config(importance_weighted(1000)));
}

TEST_CASE("The initial loss of every model with an output bias is close to that of the mean image") {
  const Images images = synthetic_images(200, 8, 4);
  const Vector<double> mean = mean_pixels(images, 64);
  double entropy = 0.0;
  for (Index i = 0; i < 64; ++i) {
    const double p = std::clamp(mean[i], 1e-3, 1.0 - 1e-3);
    entropy -= mean[i] * std::log(p) + (1.0 - mean[i]) * std::log(1.0 - p);
  }
  for (const ModelConfig& config : {kAe, kFvbn, kMade}) {
    CAPTURE(config.model);
    const auto model = make_model<float>(config);
    TrainingConfig whole = settings();
    whole.batch_size = 200;
    Trainer trainer(*model, whole);
    trainer.initialize(images);
    CHECK_THAT(trainer.run(images, 1).terms.reconstruction, near(entropy, 0.15));
  }
}

TEST_CASE("A run of every model that is saved and resumed is bit-identical to an uninterrupted run") {
  const Digits digits = synthetic_digits(40, 0, 5);
  for (const ModelConfig& small :
       {ModelConfig{"ae", 784, {6}, 2, Activation::relu}, ModelConfig{"fvbn", 784, {}, 0, Activation::relu},
        ModelConfig{"made", 784, {6}, 0, Activation::relu}}) {
    const auto unbroken = Session::create(small, settings(), &digits),
               broken = Session::create(small, settings(), &digits);
    unbroken->trainer().run(digits.train_images(), 6);
    broken->trainer().run(digits.train_images(), 4);
    const auto resumed = Session::load(broken->save(&digits, std::nullopt, false, true), std::nullopt);
    resumed->trainer().run(digits.train_images(), 2);
    CHECK(checksum(resumed->model()) == checksum(unbroken->model()));
  }
}

}  // namespace latentpad::test::trainer_models_test
