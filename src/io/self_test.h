// Weight files prove themselves: each carries an input and what the model made of it when it was written.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "models/model.h"

namespace latentpad {

/// {"ink": [pixels that are 1], "mu": […], "log_var": […], "reconstruction": […]} for a fixed pattern of ink;
/// reconstruction = E[x | z = mu], the likelihood's mean of decode(mu). Lists that a model does not have are empty: log_var of an AE, mu of an FVBN, whose
/// reconstruction is p(x_i = 1 | x_<i).
nlohmann::json make_self_test(const Model<float>& model);

/// Throws FormatError naming the first number that is off by more than 1e-3 (absolute plus relative: arithmetic
/// classes and engines may round differently), or when the test itself is malformed.
void run_self_test(const Model<float>& model, const nlohmann::json& self_test);

/// For files without a self-test: throws FormatError unless encode and decode of a pattern are finite.
void expect_finite_results(const Model<float>& model);

}  // namespace latentpad
