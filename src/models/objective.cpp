#include "models/objective.h"

#include "base/error.h"

namespace latentpad {

std::string_view objective_name(ObjectiveKind kind) { return kind == ObjectiveKind::elbo ? "elbo" : "iwae"; }

ObjectiveKind objective_from_name(std::string_view name) {
  if (name == "elbo") return ObjectiveKind::elbo;
  if (name == "iwae") return ObjectiveKind::iwae;
  throw_unknown_name("objective", {"elbo", "iwae"}, name);
}

void expect_elbo(const Objective& objective, const std::string& model) {
  if (objective.kind == ObjectiveKind::iwae) {
    throw ArgumentError(ErrorCode::iwae_needs_posterior, {{"got", model}});
  }
}

}  // namespace latentpad
