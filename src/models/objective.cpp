#include "models/objective.h"

#include <stdexcept>

namespace latentpad {

std::string_view objective_name(ObjectiveKind kind) { return kind == ObjectiveKind::elbo ? "elbo" : "iwae"; }

ObjectiveKind objective_from_name(std::string_view name) {
  if (name == "elbo") return ObjectiveKind::elbo;
  if (name == "iwae") return ObjectiveKind::iwae;
  throw std::invalid_argument("objective: expected \"elbo\" or \"iwae\", got \"" + std::string(name.substr(0, 40)) +
                              "\"");
}

void expect_elbo(const Objective& objective, const std::string& model) {
  if (objective.kind == ObjectiveKind::iwae) {
    throw std::invalid_argument("objective iwae: expected a vae, which has importance weights; got a model of kind " +
                                model);
  }
}

}  // namespace latentpad
