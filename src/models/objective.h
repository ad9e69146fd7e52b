// Training objectives.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "math/matrix.h"

namespace latentpad {

enum class ObjectiveKind {
  elbo,  ///< reconstruction + beta · KL (Kingma & Welling 2014; beta: Higgins et al. 2017)
  iwae,  ///< −log of the mean of k importance weights (Burda, Grosse & Salakhutdinov, ICLR 2016, equation 8)
};

/// The gradient of a VAE's encoder. With z = mu + e^(log_var / 2) · epsilon, s = ∂(−log p(x | z) − log p(z) + log q(z))
/// / ∂z for a fixed q, and the normalized importance weights w_j, the gradient reaches the encoder through z only:
///   stl   for elbo s · ∂z/∂φ, for iwae Σ_j w_j s_j · ∂z_j/∂φ
///   dreg  for iwae Σ_j w_j² s_j · ∂z_j/∂φ
/// Both have no variance if q(z | x) is the posterior p(z | x), for elbo at beta = 1; beta weights log p(z) and log
/// q(z). For iwae, stl is biased (Tucker et al. 2019); dreg is not. The gradient of the decoder and of a learned
/// prior's parameters is the same for all; that of a VampPrior also reaches the encoder, through q(z | u_k).
enum class EstimatorKind {
  reparameterized,  ///< of the loss: with the analytic KL (Kingma & Welling 2014), or the weights w_j (Burda et al.
                    ///< 2016)
  stl,              ///< "Sticking the landing": Roeder, Wu & Duvenaud, NeurIPS 2017
  dreg,             ///< doubly reparameterized: Tucker, Lawson, Gu & Maddison, ICLR 2019
};

struct Objective {
  ObjectiveKind kind = ObjectiveKind::elbo;
  double beta = 1.0;             ///< for elbo
  Index importance_samples = 1;  ///< k, for iwae
  EstimatorKind estimator = EstimatorKind::reparameterized;
};

/// "elbo" or "iwae".
std::string_view objective_name(ObjectiveKind kind);

/// The objective of that name; throws ArgumentError listing the valid names.
ObjectiveKind objective_from_name(std::string_view name);

/// "reparameterized", "stl", "dreg".
std::string_view estimator_name(EstimatorKind kind);
std::vector<std::string_view> estimator_names();

/// The estimator of that name; throws ArgumentError listing the valid names.
EstimatorKind estimator_from_name(std::string_view name);

/// Throws ArgumentError for dreg with the objective elbo, which has no importance weights.
void expect_estimator_of(ObjectiveKind objective, EstimatorKind estimator);

/// Throws ArgumentError for estimators other than reparameterized, which need a closed form of q(z | x).
void expect_reparameterized(const Objective& objective, const std::string& model);

/// Throws ArgumentError for iwae and for estimators other than reparameterized, which only a VAE supports.
void expect_elbo(const Objective& objective, const std::string& model);

}  // namespace latentpad
