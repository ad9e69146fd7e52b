// Training on several threads gives the same weights as on one, in every build. The models are large enough for all
// work to be divided; the thread sanitizer detects data races here.
#include "io/checkpoint.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/synthetic_digits.h"
#include "training/trainer.h"

namespace latentpad::test::threads_test {

namespace {

/// The checksum of the weights after some steps.
std::string trained(const ModelConfig& model_config, Index importance_samples) {
  const std::vector<std::uint8_t> images = synthetic_images(150, kDigitSide, 11);
  TrainingConfig config;
  config.batch_size = 64;
  config.seed = 5;
  if (importance_samples > 1) {
    config.objective = ObjectiveKind::iwae;
    config.importance_samples = importance_samples;
  }
  const auto model = make_model<float>(model_config);
  Trainer trainer(*model, config);
  trainer.initialize(images);
  trainer.run(images, 4);
  return checksum(*model);
}

/// On every number of threads, in both classes of arithmetic.
void check_every_thread_count(const ModelConfig& config, Index importance_samples, const char* exact,
                              const char* fused) {
  const ComputeRestorer restorer;
  for (const KernelSet* const* set = kCompiledKernels; *set != nullptr; ++set) {
    if (!(*set)->runs_here()) continue;
    use_kernel_set(**set);
    for (const int threads : thread_counts(4)) {
      set_thread_count(threads);
      const std::string kernels_name = (*set)->name;
      CAPTURE(kernels_name, threads);
      CHECK(trained(config, importance_samples) == pinned(exact, fused));
    }
  }
}

}  // namespace

TEST_CASE("A VAE has the same weights after training on one thread and on several") {
  check_every_thread_count({"vae", 784, {96, 40}, 8, Activation::relu}, 1, "72026a286d3da730", "c13fa76d9782ce73");
}

TEST_CASE("A VAE with the objective iwae has the same weights after training on one thread and on several") {
  check_every_thread_count({"vae", 784, {64}, 4, Activation::tanh}, 5, "db6198a22e3433e9", "d063fa05a6632d44");
}

TEST_CASE("A convolutional VAE has the same weights after training on one thread and on several") {
  const std::vector<LayerSpec> hidden = {conv2d(8, 4, 2, 1), conv2d(12, 3, 2), 40};
  check_every_thread_count({"vae", 784, hidden, 8, Activation::relu}, 1, "e76380f164f46df1", "4646e73202ac5ea3");
}

TEST_CASE("A MADE has the same weights after training on one thread and on several") {
  check_every_thread_count({"made", 784, {120}, 0, Activation::relu}, 1, "b4d298043c6803f0", "d3536242e5881129");
}

TEST_CASE("A VAE of several stochastic layers has the same weights after training on one thread and on several") {
  check_every_thread_count(hierarchical(784, {{96}, 30}, {40}, 8), 1, "686e3566b82fed00", "2391989a4ba736d6");
  check_every_thread_count(hierarchical(784, {{96}, 30}, {40}, 8), 5, "2b42e7cab74409b8", "d3dec1aa8b37771e");
  check_every_thread_count(hierarchical(784, {{96}, 30}, {40}, 8, InferenceKind::top_down), 1, "83f57bb324eb3cb6",
                           "90933c924d36296a");
  check_every_thread_count(hierarchical(784, {{96}, 30}, {40}, 8, InferenceKind::top_down), 5, "3884fac57a1a6b29",
                           "0cb0f85512304a88");
}

}  // namespace latentpad::test::threads_test
