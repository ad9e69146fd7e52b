// Comparison of VAEs with learned priors with an independent program; make_prior_golden.py wrote the file.
#include "io/json.h"
#include "io/strict_json.h"
#include "models/vae.h"
#include "support/bytes.h"
#include "support/catch.h"
#include "support/json_matrix.h"

namespace latentpad::test::priors_test {

namespace {

using Json = nlohmann::json;

void check_gradients(Vae<double>& vae, const Json& expected) {
  for (const Parameter<double>* p : vae.parameters()) {
    CAPTURE(p->name);
    const auto numbers = expected.at(p->name).get<std::vector<double>>();
    REQUIRE(static_cast<Index>(numbers.size()) == p->gradient.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      CHECK_THAT(p->gradient.data()[i], near(numbers[i], 1e-11, 1e-13));
    }
  }
}

}  // namespace

TEST_CASE("Losses and gradients of VAEs with learned priors agree with an independent program") {
  const Bytes file = read_test_file(std::string(LATENTPAD_TEST_DATA) + "/golden/priors.json");
  const Json golden = parse_strict_json(std::string(file.begin(), file.end()));
  REQUIRE(golden.size() == 2);
  for (const Json& one : golden) {
    CAPTURE(one["prior"].get<std::string>());
    ModelConfig config{"vae", 6, {3}, 2, Activation::tanh};
    config.prior = {one["prior"].get<std::string>(), 3};
    Vae<double> vae(config);
    for (Parameter<double>* p : vae.parameters()) {
      const auto numbers = one["parameters"].at(p->name).get<std::vector<double>>();
      REQUIRE(static_cast<Index>(numbers.size()) == p->value.size());
      std::copy(numbers.begin(), numbers.end(), p->value.data());
    }
    CHECK(one["parameters"].size() == vae.parameters().size());
    const Matrix<double> x = columns_of(one["x"]), epsilon = columns_of(one["epsilon"]);
    VaeWorkspace<double> workspace;
    LossTerms terms = vae.negative_elbo(x, epsilon.leftCols(x.cols()), workspace);
    CHECK_THAT(terms.reconstruction, near(one["elbo"]["reconstruction"].get<double>(), 1e-12));
    CHECK_THAT(terms.kl, near(one["elbo"]["kl"].get<double>(), 1e-12));
    vae.backward(x, epsilon.leftCols(x.cols()), 0.7, workspace);
    check_gradients(vae, one["elbo"]["gradients"]);
    const double loss = vae.importance_weighted_loss(x, epsilon, workspace, terms);
    CHECK_THAT(loss, near(one["iwae"]["loss"].get<double>(), 1e-12));
    vae.importance_weighted_backward(x, epsilon, workspace);
    check_gradients(vae, one["iwae"]["gradients"]);
  }
}

}  // namespace latentpad::test::priors_test
