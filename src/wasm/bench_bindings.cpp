// The module for scripts/bench: workloads of src/bench, timed by JavaScript. The page does not load it.
#include <emscripten/bind.h>

#include <memory>
#include <string>
#include <utility>

#include "bench/training_batch.h"
#include "bench/workload.h"
#include "wasm/conversions.h"

namespace latentpad::wasm {
namespace {

class WorkloadHandle {
 public:
  static std::unique_ptr<WorkloadHandle> madd_peak() {
    return guarded([] { return std::make_unique<WorkloadHandle>(madd_peak_workload()); });
  }

  static std::unique_ptr<WorkloadHandle> bandwidth() {
    return guarded([] { return std::make_unique<WorkloadHandle>(bandwidth_workload()); });
  }

  static std::unique_ptr<WorkloadHandle> gemm(int m, int n, int k) {
    return guarded([&] { return std::make_unique<WorkloadHandle>(gemm_workload(m, n, k)); });
  }

  /// A part of a training step, by its name in step_parts().
  static std::unique_ptr<WorkloadHandle> part(const std::string& name, int batch) {
    return guarded([&] {
      for (Workload& part : step_parts(batch)) {
        if (part.name == name) return std::make_unique<WorkloadHandle>(std::move(part));
      }
      throw_invalid_argument("part", "the name of a part of a step", quote(name));
    });
  }

  /// A product of a convolution, by its name in convolution_workloads().
  static std::unique_ptr<WorkloadHandle> convolution(const std::string& name, int batch) {
    return guarded([&] {
      for (Workload& convolution : convolution_workloads(batch)) {
        if (convolution.name == name) return std::make_unique<WorkloadHandle>(std::move(convolution));
      }
      throw_invalid_argument("convolution", "the name of a product of a convolution", quote(name));
    });
  }

  explicit WorkloadHandle(Workload workload) : workload_(std::move(workload)) {}

  std::string name() const { return workload_.name; }

  double operations() const { return workload_.operations; }
  double bytes() const { return workload_.bytes; }

  void run() {
    guarded([&] { workload_.run(); });
  }

 private:
  Workload workload_;
};

/// {x, epsilon} of training_batch(), as Float32Arrays in the order [example][feature].
val drawn_batch(const val& images, int pixels, double seed, double step, int batch, int latent_dim) {
  return guarded([&] {
    const TrainingBatch drawn = training_batch(bytes_in(images), pixels, static_cast<std::uint64_t>(seed),
                                               static_cast<std::uint64_t>(step), batch, latent_dim);
    val object = val::object();
    object.set("x", copy_out(drawn.x));
    object.set("epsilon", copy_out(drawn.epsilon));
    return object;
  });
}

}  // namespace

EMSCRIPTEN_BINDINGS(latentpad_bench) {
  emscripten::class_<WorkloadHandle>("Workload")
      .class_function("maddPeak", &WorkloadHandle::madd_peak)
      .class_function("bandwidth", &WorkloadHandle::bandwidth)
      .class_function("gemm", &WorkloadHandle::gemm)
      .class_function("convolution", &WorkloadHandle::convolution)
      .class_function("part", &WorkloadHandle::part)
      .function("name", &WorkloadHandle::name)
      .function("operations", &WorkloadHandle::operations)
      .function("bytes", &WorkloadHandle::bytes)
      .function("run", &WorkloadHandle::run);
  emscripten::function("trainingBatch", &drawn_batch);
}

}  // namespace latentpad::wasm
