// The plane in which a cloud of codes spreads most, for pictures of latent spaces of more than two dimensions.
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
  std::array<double, 2> shares = {};  ///< of the codes' variance along each direction, 0 … 1
};

/// The two leading principal components of codes (Jolliffe, "Principal component analysis", 2002): eigenvectors of their
/// covariance, by block power iteration with a Rayleigh-Ritz step. codes: latent_dim x codes, latent_dim at least 2; of
/// more codes than the work allows, every n-th is taken. None when a code is not finite.
///
/// The signs are those of `last`, the plane shown until now, and without it such that the greatest entry of each is
/// positive. With `turned`, the directions are not the components themselves but those in their plane that are nearest
/// to `last`: while codes change, nearly equal components turn about each other from one moment to the next.
/// Throws ArgumentError when latent_dim is below 2 or `last` is of another dimension.
std::optional<PrincipalComponents> principal_components(const Matrix<float>& codes, const Plane* last, bool turned);

}  // namespace latentpad
