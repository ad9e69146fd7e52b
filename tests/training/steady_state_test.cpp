// Training steps after the first do not allocate: in a page, the heap would grow and garbage collection would pause it.
// Nor do importance samples, of which an evaluation draws millions.
#include <vector>

#include "eval/importance_weighted.h"
#include "models/model.h"
#include "support/allocations.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/random_matrix.h"
#include "support/synthetic_digits.h"
#include "training/trainer.h"

namespace latentpad::test::steady_state_test {

TEST_CASE("Allocations are counted") {
  const long before = allocation_count();
  const Matrix<float> of_eigen = Matrix<float>::Zero(10, 10);
  const std::vector<int> of_library(10);
  CHECK(of_eigen.size() + static_cast<Index>(of_library.size()) == 110);
  CHECK(allocation_count() - before >= 2);
}

TEST_CASE("A training step of any model after the first allocates nothing") {
  const auto images = synthetic_images(200, 8, 1);
  TrainingConfig elbo, iwae;
  elbo.batch_size = iwae.batch_size = 32;
  iwae.objective = ObjectiveKind::iwae;
  iwae.importance_samples = 3;
  const ModelConfig vae{"vae", 64, {40, 30}, 5, Activation::relu}, ae{"ae", 64, {40}, 5, Activation::tanh};
  const ModelConfig bare{"vae", 64, {}, 3, Activation::relu};
  const ModelConfig fvbn{"fvbn", 64, {}, 0, Activation::relu}, made{"made", 64, {30, 20}, 0, Activation::relu};
  TrainingConfig cut = elbo, averaged = elbo;
  cut.shards = 4;
  averaged.average_decay = 0.99;
  ModelConfig orderings = made;
  orderings.orderings = 3;
  ModelConfig mixture = vae, vamp = vae, bare_vamp = bare;
  mixture.prior = {"mixture", 7};
  vamp.prior = bare_vamp.prior = {"vamp", 7};
  const ModelConfig up = hierarchical(64, {{40}, 6}, {20}, 5),
                    down = hierarchical(64, {{40}, 6}, {20}, 5, InferenceKind::top_down);
  const std::pair<ModelConfig, TrainingConfig> kinds[] = {
      {vae, elbo},     {ae, elbo},        {bare, elbo}, {fvbn, elbo},      {made, elbo},    {vae, iwae},
      {vae, averaged}, {vae, cut},        {made, cut},  {orderings, elbo}, {mixture, elbo}, {vamp, elbo},
      {vamp, iwae},    {bare_vamp, elbo}, {up, elbo},   {up, iwae},        {down, elbo},    {down, iwae}};
  with_every_engine([&] {
    for (const auto& [config, training] : kinds) {
      const auto model = make_model<float>(config);
      Trainer trainer(*model, training);
      trainer.initialize(images);
      // After the first snapshot and the first change of epoch.
      trainer.run(images, 120);
      // A thread that was not scheduled before still allocates its scratch memory, once.
      long during = 1;
      for (int patience = 0; during != 0 && patience < 30; ++patience) {
        const long before = allocation_count();
        trainer.run(images, 5);
        during = allocation_count() - before;
      }
      CAPTURE(config.model, objective_name(training.objective));
      CHECK(during == 0);
    }
  });
}

TEST_CASE("Importance samples after the first allocate nothing") {
  for (const ModelConfig& config :
       {ModelConfig{"vae", 64, {40, 30}, 5, Activation::relu}, ModelConfig{"cvae", 64, {40, 30}, 5, Activation::relu},
        hierarchical(64, {{40}, 6}, {20}, 5), hierarchical(64, {{40}, 6}, {20}, 5, InferenceKind::top_down)}) {
    const auto model = make_model<float>(config);
    randomize(model->parameters(), 0.3, 1);
    const Matrix<float> x = Matrix<float>::Ones(example_dim(model->config()), 2);
    with_every_engine([&] {
      ImportanceDraws draws(*model, 1, "test");
      draws.encode(x, 0);
      long during = 1;
      for (Index first = 0; during != 0 && first < 3000; first += 100) {
        const long before = allocation_count();
        draws.log_weights(first, 100);
        during = allocation_count() - before;
      }
      CHECK(during == 0);
    });
  }
}

}  // namespace latentpad::test::steady_state_test
