#include "models/fvbn.h"

#include <cmath>

#include "nn/adam.h"
#include "support/autoregressive.h"
#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/models.h"

namespace latentpad::test::fvbn_test {

TEST_CASE("Degrees ascend evenly from 1 to at most input_dim - 1") {
  CHECK(made_degrees(9, 10) == std::vector<Index>{1, 2, 3, 4, 5, 6, 7, 8, 9});
  CHECK(made_degrees(3, 10) == std::vector<Index>{1, 4, 7});
  CHECK(made_degrees(6, 4) == std::vector<Index>{1, 1, 2, 2, 3, 3});
  CHECK(made_degrees(2, 1) == std::vector<Index>{1, 1});
  for (const auto& [units, pixels] :
       {std::pair<Index, Index>{500, 784}, {783, 784}, {4096, 4096}, {1000, 784}, {1, 2}}) {
    const std::vector<Index> degrees = made_degrees(units, pixels);
    REQUIRE(degrees.size() == static_cast<std::size_t>(units));
    CHECK(std::is_sorted(degrees.begin(), degrees.end()));
    CHECK(degrees.front() == 1);
    CHECK(degrees.back() <= pixels - 1);
    // Frequencies of degrees differ by at most one.
    Index most = 0, times = 0;
    for (std::size_t k = 0; k < degrees.size(); ++k) {
      times = k > 0 && degrees[k] == degrees[k - 1] ? times + 1 : 1;
      most = std::max(most, times);
    }
    CHECK(most <= units / (pixels - 1) + 1);
  }
}

TEST_CASE("Every gradient agrees with central differences, and is zero for masked weights") {
  for (const ModelConfig& config : autoregressive_configs(9)) {
    CAPTURE(config.model, config.hidden, activation_name(config.activation));
    Fvbn<double> model = random_fvbn<double>(config, 31);
    const Matrix<double> x = random_ink<double>(9, 6, 0.4, 32);
    FvbnWorkspace<double> scratch;
    const auto loss = [&] { return model.negative_log_likelihood(x, scratch); };
    const LossTerms terms = model.loss_and_gradient(x, {}, {1, 0});
    CHECK(terms.reconstruction == loss());
    CHECK(terms.kl == 0.0);
    for (Parameter<double>* p : model.parameters()) {
      CAPTURE(p->name);
      const WeightMatrix<double> mask = mask_of(model, p->name);
      CHECK((p->gradient.array() * (1.0 - mask.array()) == 0.0).all());
      // Biases and direct weights all have gradients; those of others may be zero for inactive units.
      CHECK(p->gradient.cwiseAbs().maxCoeff() > 1e-4);
      for (Index o = 0; o < p->value.rows(); ++o) {
        const auto seen = static_cast<Index>(mask.row(o).sum());
        if (seen == 0) continue;
        // Relative to the gradient of the whole parameter, since that of a single row may be zero.
        const WeightMatrix<double> gradient = p->gradient.row(o).head(seen);
        CHECK(gradient_error(&p->value(o, 0), seen, gradient.data(), loss) *
                  std::max(gradient.cwiseAbs().maxCoeff(), 1e-3) <
              1e-6 * p->gradient.cwiseAbs().maxCoeff());
      }
    }
  }
}

TEST_CASE("Masked weights stay exactly zero in training") {
  for (const ModelConfig& config : autoregressive_configs(9)) {
    Fvbn<float> model(config);
    model.initialize(5);
    CHECK_NOTHROW(model.expect_valid_parameters());
    const ParameterList<float> parameters = model.parameters();
    Adam<float> adam(parameters);
    const Matrix<float> x = random_ink<float>(9, 20, 0.4, 33);
    const double first = model.loss_and_gradient(x, {}, {1, 0}).reconstruction;
    for (int step = 0; step < 50; ++step) {
      model.loss_and_gradient(x, {}, {1, 0});
      adam.step(parameters, 1e-2);
    }
    CHECK(model.loss_and_gradient(x, {}, {1, 0}).reconstruction < 0.9 * first);
    for (const Parameter<float>* p : parameters) {
      CHECK((p->value.array() * (1.0f - mask_of(model, p->name).array()) == 0.0f).all());
    }
    CHECK_NOTHROW(model.expect_valid_parameters());
  }
}

TEST_CASE("Changing a pixel leaves the logits up to and including its own bit-identical") {
  for (const ModelConfig& config : autoregressive_configs(40)) {
    CAPTURE(config.model, config.hidden, activation_name(config.activation));
    const Fvbn<float> model = random_fvbn<float>(config, 34);
    const Matrix<float> x = random_ink<float>(40, 3, 0.4, 35);
    Matrix<float> logits, changed;
    model.conditional_logits(x, logits);
    for (Index j = 0; j < 40; ++j) {
      Matrix<float> other = x;
      other.row(j) = 1.0f - other.row(j).array();
      model.conditional_logits(other, changed);
      CHECK(changed.topRows(j + 1) == logits.topRows(j + 1));
      if (j + 1 < 40) CHECK(changed.bottomRows(39 - j) != logits.bottomRows(39 - j));
    }
  }
}

TEST_CASE("Every pixel of a MADE depends on all pixels before it through the hidden layers too") {
  // Without direct weights, the Jacobian has the pattern of the hidden paths only; with as many units as pixels it has
  // no gaps.
  for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{12}, {12, 12}}) {
    Fvbn<double> model = random_fvbn<double>({"made", 7, hidden, 0, Activation::tanh}, 36);
    model.parameters()[0]->value.setZero();
    const Matrix<double> x = random_ink<double>(7, 1, 0.5, 37);
    Matrix<double> logits, changed;
    model.conditional_logits(x, logits);
    for (Index j = 0; j < 7; ++j) {
      Matrix<double> other = x;
      other(j) = 1.0 - other(j);
      model.conditional_logits(other, changed);
      for (Index i = 0; i < 7; ++i) {
        CAPTURE(i, j);
        CHECK((changed(i) != logits(i)) == (j < i));
      }
    }
  }
}

TEST_CASE("The probabilities of all images sum to one") {
  const Matrix<double> x = all_images<double>(10);
  for (const ModelConfig& config : autoregressive_configs(10)) {
    CAPTURE(config.model, config.hidden, activation_name(config.activation));
    const Fvbn<double> model = random_fvbn<double>(config, 38);
    const Vector<double> p = probabilities_of(model, x);
    CHECK_THAT(p.sum(), near(1.0, 1e-12));
    CHECK(p.maxCoeff() > 4.0 / 1024);  // far from the uniform distribution, for which the sum would be 1 too
    const Fvbn<float> narrow = random_fvbn<float>(config, 38);
    CHECK_THAT(probabilities_of(narrow, all_images<float>(10)).sum(), near(1.0, 1e-6));
  }
}

TEST_CASE("The loss is the mean of -log p(x), and each pixel of an FVBN is a logistic regression") {
  const Fvbn<double> model = random_fvbn<double>({"fvbn", 5, {}, 0, Activation::relu}, 39);
  const Matrix<double> x = random_ink<double>(5, 4, 0.5, 40);
  FvbnWorkspace<double> workspace;
  const double loss = model.negative_log_likelihood(x, workspace);
  CHECK_THAT(loss, near(-probabilities_of(model, x).array().log().mean(), 1e-13));
  double expected = 0.0;
  for (Index b = 0; b < 4; ++b) {
    for (Index i = 0; i < 5; ++i) {
      double logit = model.direct().linear().bias.value(i, 0);
      for (Index j = 0; j < i; ++j) logit += model.direct().linear().weight.value(i, j) * x(j, b);
      const double ink = 1.0 / (1.0 + std::exp(-logit));
      expected -= std::log(x(i, b) == 1.0 ? ink : 1.0 - ink) / 4;
    }
  }
  CHECK_THAT(loss, near(expected, 1e-13));
}

TEST_CASE("A nonzero weight by which a pixel would depend on itself or on later pixels is reported") {
  Fvbn<float> fvbn = random_fvbn<float>({"fvbn", 9, {}, 0, Activation::relu}, 41);
  CHECK_NOTHROW(fvbn.expect_valid_parameters());
  fvbn.parameters()[0]->value(3, 3) = 0.5f;
  CHECK_THAT(message_of<std::invalid_argument>([&] { fvbn.expect_valid_parameters(); }),
             contains("direct.weight[3, 3]: expected 0, since a pixel may only see those before it, got 0.5"));
  const ModelConfig config{"made", 9, {8, 8}, 0, Activation::relu};
  for (const auto& [parameter, row, column, name] :
       {std::tuple(0, 0, 8, "direct.weight[0, 8]"), std::tuple(2, 0, 1, "hidden.0.weight[0, 1]"),
        std::tuple(4, 3, 4, "hidden.1.weight[3, 4]"), std::tuple(6, 0, 0, "output.weight[0, 0]"),
        std::tuple(6, 5, 5, "output.weight[5, 5]")}) {
    Fvbn<float> made = random_fvbn<float>(config, 42);
    CHECK_NOTHROW(made.expect_valid_parameters());
    made.parameters()[static_cast<std::size_t>(parameter)]->value(row, column) = -1.0f;
    CHECK_THAT(message_of<std::invalid_argument>([&] { made.expect_valid_parameters(); }), contains(name));
  }
}

TEST_CASE("The parameters of an FVBN and a MADE are in order, with one bias per pixel") {
  const auto names = [](const ModelConfig& config) {
    Fvbn<float> model(config);
    std::vector<std::string> list;
    for (const Parameter<float>* p : model.parameters()) {
      list.push_back(p->name + " " + std::to_string(p->value.rows()) + "x" + std::to_string(p->value.cols()));
    }
    return list;
  };
  CHECK(names({"fvbn", 9, {}, 0, Activation::relu}) ==
        std::vector<std::string>{"direct.weight 9x9", "direct.bias 9x1"});
  CHECK(names({"made", 9, {6, 5}, 0, Activation::relu}) ==
        std::vector<std::string>{"direct.weight 9x9", "direct.bias 9x1", "hidden.0.weight 6x9", "hidden.0.bias 6x1",
                                 "hidden.1.weight 5x6", "hidden.1.bias 5x1", "output.weight 9x5"});
}

TEST_CASE("With the output bias set, an FVBN with zero weights predicts the mean image") {
  Fvbn<double> model({"fvbn", 3, {}, 0, Activation::relu});
  Vector<double> mean(3);
  mean << 0.25, 0.5, 0.75;
  model.set_output_bias(mean);
  Matrix<double> logits;
  model.conditional_logits(Matrix<double>::Ones(3, 1), logits);
  CHECK_THAT(logits(0), near(std::log(1.0 / 3.0), 1e-6));
  CHECK_THAT(logits(1), near(0.0, 0.0, 1e-6));
  CHECK_THAT(logits(2), near(std::log(3.0), 1e-6));
}

TEST_CASE("An FVBN has no importance weights") {
  Fvbn<double> model({"fvbn", 9, {}, 0, Activation::relu});
  CHECK_THAT(message_of<std::invalid_argument>(
                 [&] { model.loss_and_gradient(Matrix<double>::Zero(9, 1), {ObjectiveKind::iwae, 1.0, 5}, {1, 0}); }),
             contains("objective iwae: expected a vae") && contains("fvbn"));
}

}  // namespace latentpad::test::fvbn_test
