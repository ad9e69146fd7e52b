// Comparison of the VAE with several stochastic layers with make_hvae_golden.py, which wrote the file.
#include "io/json.h"
#include "io/strict_json.h"
#include "models/hvae.h"
#include "support/bytes.h"
#include "support/catch.h"
#include "support/json_matrix.h"

namespace latentpad::test::golden_hvae_test {

namespace {

using Json = nlohmann::json;

ModelConfig config_of(const Json& golden) {
  ModelConfig config;
  config.model = "hvae";
  config.input_dim = golden["pixels"].get<Index>();
  config.activation = Activation::tanh;
  config.inference = inference_from_name(golden["inference"].get<std::string>());
  for (const Json& layer : golden["layers"]) {
    const auto hidden = layer["hidden"].get<std::vector<Index>>();
    config.lower_layers.push_back({{hidden.begin(), hidden.end()}, layer["latent_dim"].get<Index>()});
  }
  config.hidden = config.lower_layers.back().hidden;
  config.latent_dim = config.lower_layers.back().latent_dim;
  config.lower_layers.pop_back();
  return config;
}

/// A parameter of the file: a matrix or a vector.
WeightMatrix<double> parameter(const Json& value) {
  if (value[0].is_number()) return columns_of(Json::array({value}));
  return columns_of(value).transpose();
}

void expect_results(const Json& expected, Hvae<double>& hvae, double loss, const HvaeWorkspace<double>* terms,
                    Index batch) {
  CHECK_THAT(loss, near(expected["loss"].get<double>(), 1e-11));
  for (const Parameter<double>* p : hvae.parameters()) {
    CAPTURE(p->name);
    CHECK((p->gradient - parameter(expected["gradients"][p->name])).cwiseAbs().maxCoeff() < 1e-10);
  }
  if (terms == nullptr) return;
  Index row = 0;
  std::size_t layer = 0;
  for (const StochasticLayer& stochastic : stochastic_layers(hvae.config())) {
    const double kl = terms->kl.middleRows(row, stochastic.latent_dim).sum() / static_cast<double>(batch);
    CHECK_THAT(kl, near(expected["kl"][layer++].get<double>(), 1e-11));
    row += stochastic.latent_dim;
  }
}

}  // namespace

TEST_CASE("Losses, KL terms of each layer and gradients agree with the definitions of the densities") {
  const Bytes file = read_test_file(std::string(LATENTPAD_TEST_DATA) + "/golden/hvae.json");
  const Json cases = parse_strict_json(std::string(file.begin(), file.end()));
  REQUIRE(cases.size() == 4);
  for (const Json& golden : cases) {
    const ModelConfig config = config_of(golden);
    CAPTURE(inference_name(config.inference), config.lower_layers.size());
    Hvae<double> hvae(config);
    REQUIRE(hvae.parameters().size() == golden["parameters"].size());
    for (Parameter<double>* p : hvae.parameters()) {
      const WeightMatrix<double> value = parameter(golden["parameters"].at(p->name));
      REQUIRE(value.rows() == p->value.rows());
      REQUIRE(value.cols() == p->value.cols());
      p->value = value;
    }
    const Matrix<double> x = columns_of(golden["x"]), epsilon = columns_of(golden["epsilon"]);
    const auto samples = golden["samples"].get<Index>();
    Matrix<double> first(epsilon.rows(), x.cols());
    for (Index b = 0; b < x.cols(); ++b) first.col(b) = epsilon.col(b * samples);

    HvaeWorkspace<double> workspace;
    const LossTerms terms = hvae.negative_elbo(x, first, workspace);
    CHECK_THAT(terms.reconstruction, near(golden["elbo"]["reconstruction"].get<double>(), 1e-11));
    hvae.backward(x, first, 1.0, workspace);
    expect_results(golden["elbo"], hvae, terms.negative_elbo(), &workspace, x.cols());

    LossTerms of_draws;
    const double loss = hvae.importance_weighted_loss(x, epsilon, workspace, of_draws);
    hvae.importance_weighted_backward(x, epsilon, workspace);
    expect_results(golden["iwae"], hvae, loss, nullptr, x.cols());
  }
}

}  // namespace latentpad::test::golden_hvae_test
