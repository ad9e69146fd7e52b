// The plane of the greatest variance of codes, for plots of latent spaces of more than two dimensions.
#pragma once

#include <array>
#include <optional>

#include "math/matrix.h"

namespace latentpad {

/// Two orthonormal directions (latent_dim each).
struct Plane {
  Vector<double> first, second;
};

struct PrincipalComponents {
  Plane plane;
  std::array<double, 2> shares = {};  ///< fraction of the codes' variance along each direction, 0 … 1
};

/// The two leading principal components of codes (Jolliffe, "Principal component analysis", 2002): eigenvectors of
/// their covariance, by block power iteration with a Rayleigh-Ritz step. codes: latent_dim x codes, latent_dim at least
/// 2. Of a large number of codes, every n-th is used. Returns nothing if one of those is not finite.
///
/// Signs match `last`, the plane displayed before; without it, the greatest entry of each direction is positive. With
/// `turned`, the result is the basis of the plane that is closest to `last` instead of the components themselves:
/// nearly equal components rotate in their plane while codes change.
/// Throws ArgumentError if latent_dim is below 2, if there are no codes, or if `last` has another dimension.
std::optional<PrincipalComponents> principal_components(const Eigen::Ref<const Matrix<float>>& codes, const Plane* last,
                                                        bool turned);

}  // namespace latentpad
