#include "models/objective.h"

#include <array>

#include "base/error.h"

namespace latentpad {
namespace {

/// In the order of EstimatorKind.
constexpr std::array<std::string_view, 3> kEstimatorNames = {"reparameterized", "stl", "dreg"};

}  // namespace

std::string_view objective_name(ObjectiveKind kind) { return kind == ObjectiveKind::elbo ? "elbo" : "iwae"; }

ObjectiveKind objective_from_name(std::string_view name) {
  if (name == "elbo") return ObjectiveKind::elbo;
  if (name == "iwae") return ObjectiveKind::iwae;
  throw_unknown_name("objective", {"elbo", "iwae"}, name);
}

std::string_view estimator_name(EstimatorKind kind) { return kEstimatorNames[static_cast<std::size_t>(kind)]; }

std::vector<std::string_view> estimator_names() { return {kEstimatorNames.begin(), kEstimatorNames.end()}; }

EstimatorKind estimator_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kEstimatorNames.size(); ++i) {
    if (kEstimatorNames[i] == name) return static_cast<EstimatorKind>(i);
  }
  throw_unknown_name("estimator", estimator_names(), name);
}

void expect_estimator_of(ObjectiveKind objective, EstimatorKind estimator) {
  if (estimator == EstimatorKind::dreg && objective != ObjectiveKind::iwae) {
    throw ArgumentError(ErrorCode::dreg_needs_iwae, {{"got", objective_name(objective)}});
  }
}

void expect_reparameterized(const Objective& objective, const std::string& model) {
  if (objective.estimator == EstimatorKind::reparameterized) return;
  throw ArgumentError(ErrorCode::estimator_needs_one_layer,
                      {{"estimator", estimator_name(objective.estimator)}, {"got", model}});
}

void expect_elbo(const Objective& objective, const std::string& model) {
  if (objective.kind == ObjectiveKind::iwae) {
    throw ArgumentError(ErrorCode::iwae_needs_posterior, {{"got", model}});
  }
  if (objective.estimator != EstimatorKind::reparameterized) {
    throw ArgumentError(ErrorCode::estimator_needs_posterior,
                        {{"estimator", estimator_name(objective.estimator)}, {"got", model}});
  }
}

}  // namespace latentpad
