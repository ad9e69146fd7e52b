// Self-tests of weight files: an input and the model's results when the file was written.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "models/model.h"

namespace latentpad {

/// {"ink": [pixels that are 1], "mu": […], "log_var": […], "reconstruction": […]} for a fixed pattern of ink, where
/// reconstruction is the likelihood's mean E[x | z = mu], or p(x_i = 1 | x_<i) for an FVBN. Lists that a model does not
/// have are empty: log_var for an AE, mu and log_var for an FVBN.
nlohmann::json make_self_test(const Model<float>& model);

/// Throws FormatError naming the first number that differs by more than 1e-3 (absolute plus relative: arithmetic
/// classes and engines may round differently), or if the test is malformed.
void run_self_test(const Model<float>& model, const nlohmann::json& self_test);

/// For files without a self-test: throws FormatError unless encode and decode of a pattern give finite results.
void expect_finite_results(const Model<float>& model);

}  // namespace latentpad
