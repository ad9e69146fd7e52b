#include "io/self_test.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/format_error.h"
#include "io/json.h"
#include "math/noise.h"

namespace latentpad {
namespace {

[[noreturn]] void refuse(std::string expected, std::string got) {
  throw FormatError(ErrorCode::weights_self_test_malformed,
                    {{"expected", std::move(expected)}, {"got", std::move(got)}});
}

struct Results {
  Matrix<float> mu, log_var, reconstruction;
};

Results run(const Model<float>& model, const std::vector<Index>& ink) {
  const Index labels = label_dim(model.config());
  Matrix<float> x = Matrix<float>::Zero(example_dim(model.config()), 1);
  for (const Index pixel : ink) x(pixel, 0) = 1.0f;
  // A conditional model gets the label 0.
  if (labels > 0) x(model.config().input_dim, 0) = 1.0f;
  Results results;
  Matrix<float> outputs;
  if (model.traits().code) {
    const LatentModel<float>& latent = latent_model(model, "self-test");
    latent.encode(x, results.mu, results.log_var);
    Matrix<float> code = results.mu;
    if (labels > 0) {
      code.conservativeResize(code.rows() + labels, 1);
      code.bottomRows(labels) = x.bottomRows(labels);
    }
    latent.decode(code, outputs);
  } else {
    autoregressive_model(model, "self-test").conditional_logits(x, outputs);
  }
  model.likelihood().mean(outputs, results.reconstruction);
  return results;
}

/// About 13 % ink, as in digits, spread over the image so that all parts of the first layer are tested.
std::vector<Index> ink_pattern(Index input_dim) {
  const NoiseStream noise(0, NoisePurpose::evaluation_binarize, 0);
  std::vector<Index> ink;
  for (Index i = 0; i < input_dim; ++i) {
    if (noise.word(static_cast<std::uint64_t>(i)) % 100 < 13) ink.push_back(i);
  }
  return ink;
}

nlohmann::json rounded(const Matrix<float>& values) {
  nlohmann::json list = nlohmann::json::array();
  for (Index i = 0; i < values.size(); ++i) list.push_back(std::round(static_cast<double>(values(i)) * 1e6) / 1e6);
  return list;
}

void compare(const char* key, const nlohmann::json& self_test, const Matrix<float>& got) {
  const auto list = self_test.find(key);
  if (list == self_test.end() || !list->is_array() || static_cast<Index>(list->size()) != got.size()) {
    refuse(std::to_string(got.size()) + " numbers under \"" + key + "\"",
           list == self_test.end() ? "none" : quote(list->dump()));
  }
  for (Index i = 0; i < got.size(); ++i) {
    const nlohmann::json& number = (*list)[static_cast<std::size_t>(i)];
    const double expected = number.is_number() ? number.get<double>() : std::nan("");
    const auto value = static_cast<double>(got(i));
    // The comparison fails for NaN.
    if (!(std::abs(value - expected) <= 1e-3 + 1e-3 * std::abs(expected))) {
      throw FormatError(ErrorCode::weights_self_test,
                        {{"list", key}, {"position", i}, {"expected", quote(number.dump())}, {"got", value}});
    }
  }
}

}  // namespace

nlohmann::json make_self_test(const Model<float>& model) {
  const std::vector<Index> ink = ink_pattern(model.config().input_dim);
  const Results results = run(model, ink);
  return {{"ink", ink},
          {"mu", rounded(results.mu)},
          {"log_var", rounded(results.log_var)},
          {"reconstruction", rounded(results.reconstruction)}};
}

void run_self_test(const Model<float>& model, const nlohmann::json& self_test) {
  if (!self_test.is_object() || !self_test.contains("ink") || !self_test["ink"].is_array()) {
    refuse("an object with a list \"ink\"", quote(self_test.dump()));
  }
  std::vector<Index> ink;
  for (const nlohmann::json& pixel : self_test["ink"]) {
    const std::int64_t index = pixel.is_number_integer() ? pixel.get<std::int64_t>() : -1;
    if (index < 0 || index >= model.config().input_dim) {
      refuse("\"ink\" to list pixels of the image", quote(pixel.dump()));
    }
    ink.push_back(static_cast<Index>(index));
  }
  const Results results = run(model, ink);
  compare("mu", self_test, results.mu);
  compare("log_var", self_test, results.log_var);
  compare("reconstruction", self_test, results.reconstruction);
}

void expect_finite_results(const Model<float>& model) {
  const Results results = run(model, ink_pattern(model.config().input_dim));
  if (!results.mu.allFinite() || !results.log_var.allFinite() || !results.reconstruction.allFinite()) {
    throw FormatError(ErrorCode::weights_results_not_finite, {});
  }
}

}  // namespace latentpad
