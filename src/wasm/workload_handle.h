// A piece of work to be timed, held for JavaScript, which has the clock.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "bench/workload.h"
#include "io/json.h"
#include "io/strict_json.h"
#include "wasm/border.h"

namespace latentpad::wasm {

class WorkloadHandle {
 public:
  static std::unique_ptr<WorkloadHandle> create(const std::string& request) {
    return guarded([&] { return std::make_unique<WorkloadHandle>(make(parse_strict_json(request))); });
  }

  explicit WorkloadHandle(Workload workload) : workload_(std::move(workload)) {}

  std::string name() const { return workload_.name; }

  double run() {
    return guarded([&] { return workload_.run(); });
  }

 private:
  static Workload make(const nlohmann::json& request) {
    const std::string work = request.value("work", "");
    if (work == "madd peak") return madd_peak_workload();
    if (work == "gemm") return gemm_workload(request.value("m", 0), request.value("n", 0), request.value("k", 0));
    if (work == "part") {
      const std::string name = request.value("name", "");
      for (Workload& part : step_parts(request.value("batch", 128))) {
        if (part.name == name) return std::move(part);
      }
    }
    throw_invalid_argument("Workload", "\"madd peak\", \"gemm\" or a \"part\" with its name", quote(request.dump()));
  }

  Workload workload_;
};

}  // namespace latentpad::wasm
