#include "bench/training_batch.h"

#include "models/vae.h"
#include "support/every_engine.h"
#include "support/synthetic_digits.h"
#include "training/trainer.h"

namespace latentpad::test::training_batch_test {

TEST_CASE("the batch and noise of a step are those that the trainer draws", "[training_batch]") {
  const ModelConfig config{"vae", 784, {16}, 3, Activation::relu};
  TrainingConfig training;
  training.batch_size = 20;
  training.seed = 5;
  const std::vector<std::uint8_t> images = synthetic_images(64, 28, 1);
  Vae<float> model(config);
  Trainer trainer(model, training);
  trainer.initialize(images);
  for (std::uint64_t step = 0; step < 3; ++step) {
    const TrainingBatch batch = training_batch(images, 784, 5, step, 20, 3);
    VaeWorkspace<float> workspace;
    const LossTerms expected = model.negative_elbo(batch.x, batch.epsilon, workspace);
    const LossTerms terms = trainer.run(images, 1).terms;
    CHECK(terms.reconstruction == expected.reconstruction);
    CHECK(terms.kl == expected.kl);
  }
}

TEST_CASE("a batch outside the first epoch, or of parts of images, is refused", "[training_batch]") {
  const std::vector<std::uint8_t> images = synthetic_images(64, 28, 1);
  CHECK_NOTHROW(training_batch(images, 784, 1, 2, 20, 3));
  CHECK_THROWS_AS(training_batch(images, 784, 1, 3, 20, 3), ArgumentError);
  CHECK_THROWS_AS(training_batch(images, 783, 1, 0, 20, 3), ArgumentError);
  CHECK_THROWS_AS(training_batch(images, 784, 1, 0, 0, 3), ArgumentError);
}

}  // namespace latentpad::test::training_batch_test
