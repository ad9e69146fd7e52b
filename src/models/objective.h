// Training objectives.
#pragma once

#include <string>
#include <string_view>

#include "math/matrix.h"

namespace latentpad {

enum class ObjectiveKind {
  elbo,  ///< reconstruction + beta · KL (Kingma & Welling 2014; beta: Higgins et al. 2017)
  iwae,  ///< −log of the mean of k importance weights (Burda, Grosse & Salakhutdinov, ICLR 2016, equation 8)
};

struct Objective {
  ObjectiveKind kind = ObjectiveKind::elbo;
  double beta = 1.0;             ///< for elbo
  Index importance_samples = 1;  ///< k, for iwae
};

/// "elbo" or "iwae".
std::string_view objective_name(ObjectiveKind kind);

/// The objective of that name; throws ArgumentError listing the valid names.
ObjectiveKind objective_from_name(std::string_view name);

/// Throws ArgumentError for iwae, which only a VAE supports.
void expect_elbo(const Objective& objective, const std::string& model);

}  // namespace latentpad
