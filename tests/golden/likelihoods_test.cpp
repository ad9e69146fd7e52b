// Comparison of the likelihoods of grey pixels with PyTorch; make_likelihood_golden.py wrote the file.
#include "io/json.h"
#include "io/strict_json.h"
#include "models/likelihood.h"
#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::likelihoods_test {

TEST_CASE("Losses, gradients and means of single pixels agree with torch.distributions") {
  const Bytes file = read_test_file(std::string(LATENTPAD_TEST_DATA) + "/golden/likelihoods.json");
  const nlohmann::json golden = parse_strict_json(std::string(file.begin(), file.end()));
  for (const auto& [name, spec] : {std::pair{"continuous_bernoulli", LikelihoodSpec{"continuous_bernoulli", 0.0}},
                                   {"gaussian 0.2", {"gaussian", 0.2}},
                                   {"gaussian learned", {"gaussian", 0.0}}}) {
    const auto likelihood = make_likelihood<double>(spec);
    REQUIRE(golden.at(name).size() >= 50);
    for (const nlohmann::json& row : golden.at(name)) {
      CAPTURE(name, row.dump());
      const auto of_pixel = row[0].get<std::vector<double>>(), gradient = row[3].get<std::vector<double>>();
      const Matrix<double> outputs = Eigen::Map<const Matrix<double>>(of_pixel.data(),
                                                                      static_cast<Index>(of_pixel.size()), 1),
                           x = Matrix<double>::Constant(1, 1, row[1].get<double>());
      Vector<double> losses;
      Matrix<double> d_outputs, mean;
      likelihood->loss_and_gradient(outputs, x, 1.0, losses, d_outputs);
      likelihood->mean(outputs, mean);
      CHECK_THAT(losses[0], near(row[2].get<double>(), 1e-7, 1e-7));
      CHECK_THAT(mean(0, 0), near(row[4].get<double>(), 1e-6, 1e-7));
      for (std::size_t k = 0; k < gradient.size(); ++k) {
        CHECK_THAT(d_outputs(static_cast<Index>(k), 0), near(gradient[k], 1e-6, 1e-6));
      }
    }
  }
}

}  // namespace latentpad::test::likelihoods_test
