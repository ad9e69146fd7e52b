#include "models/autoencoder.h"

#include <cmath>

#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::autoencoder_test {

namespace {

constexpr Index kBatch = 5;

template <typename Scalar>
Autoencoder<Scalar> random_autoencoder(const std::vector<LayerSpec>& hidden, Activation activation,
                                       std::uint64_t seed) {
  Autoencoder<Scalar> model({"ae", 11, hidden, 3, activation});
  randomize(model.parameters(), 0.6, seed);
  return model;
}

}  // namespace

TEST_CASE("Every gradient of the autoencoder agrees with central differences") {
  for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {7}, {6, 5}}) {
    for (const Activation activation : {Activation::relu, Activation::tanh}) {
      CAPTURE(hidden, activation_name(activation));
      Autoencoder<double> model = random_autoencoder<double>(hidden, activation, 11);
      const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 12);
      AutoencoderWorkspace<double> scratch;
      const auto loss = [&] { return model.loss(x, scratch); };
      const LossTerms terms = model.loss_and_gradient(x, {}, {1, 0});
      CHECK(terms.reconstruction == loss());
      CHECK(terms.kl == 0.0);
      for (Parameter<double>* p : model.parameters()) {
        CAPTURE(p->name);
        CHECK(p->gradient.cwiseAbs().maxCoeff() > 1e-4);
        CHECK(gradient_error(p->value, p->gradient, loss) < 1e-6);
      }
    }
  }
}

TEST_CASE("The autoencoder's loss is the mean over the batch of the loss of decode(encode(x))") {
  const auto model = random_autoencoder<double>({7}, Activation::relu, 13);
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 14);
  Matrix<double> z, log_var, logits;
  model.encode(x, z, log_var);
  model.decode(z, logits);
  AutoencoderWorkspace<double> workspace;
  CHECK_THAT(model.loss(x, workspace), near(bernoulli_loss(logits, x).sum() / kBatch, 1e-14));
}

TEST_CASE("The code of an autoencoder is a point: log_var has no rows, whatever it had before") {
  for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {7}}) {
    const auto model = random_autoencoder<float>(hidden, Activation::relu, 15);
    const Matrix<float> x = random_ink<float>(11, kBatch, 0.4, 16);
    Matrix<float> mu, log_var = Matrix<float>::Ones(3, 2);
    model.encode(x, mu, log_var);
    CHECK(mu.rows() == 3);
    CHECK(mu.cols() == kBatch);
    CHECK(log_var.rows() == 0);
    CHECK(log_var.cols() == kBatch);
  }
}

TEST_CASE("An autoencoder's step is deterministic and independent of beta") {
  auto model = random_autoencoder<double>({7}, Activation::relu, 17);
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 18);
  const LossTerms terms = model.loss_and_gradient(x, {ObjectiveKind::elbo, 1.0, 1}, {1, 0});
  const WeightMatrix<double> gradient = model.parameters()[0]->gradient;
  CHECK(model.loss_and_gradient(x, {ObjectiveKind::elbo, 7.0, 1}, {2, 9}).reconstruction == terms.reconstruction);
  CHECK(model.parameters()[0]->gradient == gradient);
}

TEST_CASE("An autoencoder has no importance weights, posterior or likelihood") {
  auto model = random_autoencoder<double>({7}, Activation::relu, 19);
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 20);
  CHECK_THAT(
      message_of<std::invalid_argument>([&] { model.loss_and_gradient(x, {ObjectiveKind::iwae, 1.0, 5}, {1, 0}); }),
      contains("objective iwae: expected a vae"));
  CHECK(model.traits().code);
  CHECK_FALSE(model.traits().posterior);
  CHECK_FALSE(model.traits().exact_likelihood);
}

TEST_CASE("An autoencoder's parameters are in the order of the data flow") {
  Autoencoder<float> model({"ae", 11, {6, 5}, 3, Activation::relu});
  std::vector<std::string> names;
  for (const Parameter<float>* p : model.parameters()) {
    names.push_back(p->name + " " + std::to_string(p->value.rows()) + "x" + std::to_string(p->value.cols()));
  }
  CHECK(names == std::vector<std::string>{"encoder.0.weight 6x11", "encoder.0.bias 6x1", "encoder.1.weight 5x6",
                                          "encoder.1.bias 5x1", "code.weight 3x5", "code.bias 3x1",
                                          "decoder.0.weight 5x3", "decoder.0.bias 5x1", "decoder.1.weight 6x5",
                                          "decoder.1.bias 6x1", "decoder.2.weight 11x6", "decoder.2.bias 11x1"});
}

TEST_CASE("No two layers of an autoencoder have equal initial weights") {
  const ModelConfig config{"ae", 8, {8, 8}, 8, Activation::relu};
  Autoencoder<float> a(config), b(config);
  a.initialize(3);
  b.initialize(3);
  const ParameterList<float> first = a.parameters(), second = b.parameters();
  for (std::size_t i = 0; i < first.size(); ++i) CHECK(first[i]->value == second[i]->value);
  for (std::size_t i = 0; i < first.size(); i += 2) {
    for (std::size_t j = i + 2; j < first.size(); j += 2) CHECK(first[i]->value != first[j]->value);
  }
  b.initialize(4);
  CHECK(first[0]->value != second[0]->value);
}

TEST_CASE("The output bias of an autoencoder is the logit of the mean image") {
  Autoencoder<float> model({"ae", 3, {}, 1, Activation::relu});
  Vector<double> mean(3);
  mean << 0.25, 0.5, 1.0;
  model.set_output_bias(mean);
  Matrix<float> logits;
  model.decode(Matrix<float>::Zero(1, 1), logits);
  CHECK_THAT(static_cast<double>(logits(0)), near(std::log(0.25 / 0.75), 1e-6));
  CHECK_THAT(static_cast<double>(logits(1)), near(0.0, 0.0, 1e-6));
  CHECK_THAT(static_cast<double>(logits(2)), near(std::log(999.0), 1e-6));
}

}  // namespace latentpad::test::autoencoder_test
