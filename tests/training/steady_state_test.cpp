// A training step that is warm asks for no memory: in a page, the heap would grow and the collector would stop it.
#include <atomic>
#include <cstdlib>
#include <vector>

#include "models/model.h"
#include "support/every_engine.h"
#include "support/synthetic_digits.h"
#include "training/trainer.h"

namespace {

std::atomic<long> allocations{0};

}  // namespace

// The linker sends every call of malloc and its relatives in this program here (--wrap in CMakeLists.txt), Eigen's and
// operator new's among them.
extern "C" {
void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* old, std::size_t size);
void* __real_aligned_alloc(std::size_t alignment, std::size_t size);
void* __wrap_malloc(std::size_t size);
void* __wrap_calloc(std::size_t count, std::size_t size);
void* __wrap_realloc(void* old, std::size_t size);
void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size);

void* __wrap_malloc(std::size_t size) {
  ++allocations;
  return __real_malloc(size);
}
void* __wrap_calloc(std::size_t count, std::size_t size) {
  ++allocations;
  return __real_calloc(count, size);
}
void* __wrap_realloc(void* old, std::size_t size) {
  ++allocations;
  return __real_realloc(old, size);
}
void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size) {
  ++allocations;
  return __real_aligned_alloc(alignment, size);
}
}

// libstdc++ is a shared library, whose own call of malloc the linker cannot redirect.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = __real_malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto boundary = static_cast<std::size_t>(alignment);
  if (void* memory = __real_aligned_alloc(boundary, (size + boundary - 1) / boundary * boundary)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace latentpad::test::steady_state_test {

TEST_CASE("The count of allocations counts") {
  const long before = allocations;
  const Matrix<float> of_eigen = Matrix<float>::Zero(10, 10);
  const std::vector<int> of_library(10);
  CHECK(of_eigen.size() + static_cast<Index>(of_library.size()) == 110);
  CHECK(allocations - before >= 2);
}

TEST_CASE("A warm training step of any model allocates nothing") {
  const auto images = synthetic_images(200, 8, 1);
  TrainingConfig elbo, iwae;
  elbo.batch_size = iwae.batch_size = 32;
  iwae.objective = ObjectiveKind::iwae;
  iwae.importance_samples = 3;
  const ModelConfig vae{"vae", 64, {40, 30}, 5, Activation::relu}, ae{"ae", 64, {40}, 5, Activation::tanh};
  const ModelConfig bare{"vae", 64, {}, 3, Activation::relu};
  const ModelConfig fvbn{"fvbn", 64, {}, 0, Activation::relu}, made{"made", 64, {30, 20}, 0, Activation::relu};
  const std::pair<ModelConfig, TrainingConfig> kinds[] = {{vae, elbo}, {ae, elbo}, {bare, elbo}, {fvbn, elbo}, {made, elbo}, {vae, iwae}};
  with_every_engine([&] {
    for (const auto& [config, training] : kinds) {
      const auto model = make_model<float>(config);
      Trainer trainer(*model, training);
      trainer.initialize(images);
      // Past the first snapshot and the first change of epoch.
      trainer.run(images, 120);
      // A thread that the system gave no time until now still makes its own scratch memory, once.
      long during = 1;
      for (int patience = 0; during != 0 && patience < 30; ++patience) {
        const long before = allocations;
        trainer.run(images, 5);
        during = allocations - before;
      }
      CAPTURE(config.model, objective_name(training.objective));
      CHECK(during == 0);
    }
  });
}

}  // namespace latentpad::test::steady_state_test
