#include "models/vae.h"

#include <cmath>

#include "models/posterior.h"
#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::vae_test {

namespace {

constexpr Index kBatch = 5;

struct Case {
  std::vector<LayerSpec> hidden;
  Activation activation;
  double beta;
};

void check_every_gradient(const Case& c) {
  CAPTURE(c.hidden, activation_name(c.activation), c.beta);
  ModelConfig config{"vae", 20, c.hidden, 3, c.activation};
  config.image_width = 5;
  config.image_height = 4;
  Vae<double> vae(config);
  const ParameterList<double> parameters = vae.parameters();
  randomize(parameters, 0.6, 81);
  const Matrix<double> x = random_ink<double>(20, kBatch, 0.4, 82);
  const Matrix<double> epsilon = random_normal<Matrix<double>>(3, kBatch, 83);
  const auto loss = [&] {
    VaeWorkspace<double> scratch;
    const LossTerms terms = vae.negative_elbo(x, epsilon, scratch);
    return terms.reconstruction + c.beta * terms.kl;
  };
  VaeWorkspace<double> workspace;
  vae.negative_elbo(x, epsilon, workspace);
  vae.backward(x, epsilon, c.beta, workspace);
  for (Parameter<double>* p : parameters) {
    CAPTURE(p->name);
    CHECK(gradient_error(p->value, p->gradient, loss) < 1e-6);
  }
}

Vae<double> random_vae(const std::vector<LayerSpec>& hidden, std::uint64_t seed) {
  Vae<double> vae({"vae", 11, hidden, 3, Activation::relu});
  randomize(vae.parameters(), 0.6, seed);
  return vae;
}

}  // namespace

TEST_CASE("Every gradient of the VAE agrees with central differences") {
  for (const std::vector<LayerSpec>& hidden :
       {std::vector<LayerSpec>{}, {7}, {6, 5}, {conv2d(3, 3, 2, 1)}, {conv2d(2, 2), conv2d(3, 3, 2, 2), 6}}) {
    for (const Activation activation : {Activation::relu, Activation::tanh}) {
      for (const double beta : {0.0, 1.0, 4.0}) check_every_gradient({hidden, activation, beta});
    }
  }
}

TEST_CASE("The VAE's gradient agrees with central differences where log_var is clamped") {
  Vae<double> vae = random_vae({7}, 84);
  const ParameterList<double> parameters = vae.parameters();
  // Parameter 5 is the bias of log_var: one dimension far below the range, one far above it.
  REQUIRE(parameters[5]->name == "log_var.bias");
  parameters[5]->value(0) = -60.0;
  parameters[5]->value(1) = 50.0;
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 85);
  Matrix<double> epsilon = random_normal<Matrix<double>>(3, kBatch, 86);
  epsilon.row(1) *= 1e-4;  // otherwise e^10 would dominate all other terms
  VaeWorkspace<double> workspace, scratch;
  vae.negative_elbo(x, epsilon, workspace);
  vae.backward(x, epsilon, 1e-6, workspace);
  const auto loss = [&] {
    const LossTerms terms = vae.negative_elbo(x, epsilon, scratch);
    return terms.reconstruction + 1e-6 * terms.kl;
  };
  for (Parameter<double>* p : parameters) {
    CAPTURE(p->name);
    // The clamped KL of 10^8 nats makes the differences less accurate.
    CHECK(gradient_error(p->value, p->gradient, loss) < 1e-5);
  }
  CHECK(parameters[5]->gradient(0) == 0.0);
  CHECK(parameters[5]->gradient(1) == 0.0);
  CHECK(parameters[5]->gradient(2) != 0.0);
}

TEST_CASE("The loss is the mean over the batch of the loss of encode, sampling and decode") {
  const Vae<double> vae = random_vae({7}, 87);
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 88);
  const Matrix<double> epsilon = random_normal<Matrix<double>>(3, kBatch, 89);
  VaeWorkspace<double> workspace;
  const LossTerms terms = vae.negative_elbo(x, epsilon, workspace);
  Matrix<double> mu, log_var, z, logits;
  vae.encode(x, mu, log_var);
  reparameterize(mu, log_var, epsilon, z);
  vae.decode(z, logits);
  CHECK_THAT(terms.reconstruction, near(bernoulli_loss(logits, x).sum() / kBatch, 1e-14));
  CHECK_THAT(terms.kl, near(kl_divergence(mu, log_var).sum() / kBatch, 1e-14));
  CHECK(terms.negative_elbo() == terms.reconstruction + terms.kl);
}

TEST_CASE("An example's code does not depend on its batch") {
  Vae<float> vae({"vae", 784, {30}, 4, Activation::relu});
  vae.initialize(1);
  const Matrix<float> x = random_ink<float>(784, 20, 0.13, 90);
  Matrix<float> mu, log_var, logits, one_mu, one_log_var, one_logits;
  vae.encode(x, mu, log_var);
  vae.decode(mu, logits);
  for (const Index example : {0, 7, 19}) {
    vae.encode(x.col(example), one_mu, one_log_var);
    vae.decode(one_mu, one_logits);
    CHECK(one_mu == mu.col(example));
    CHECK(one_log_var == log_var.col(example));
    CHECK(one_logits == logits.col(example));
  }
}

TEST_CASE("The noise of a step is addressed by seed and step") {
  Vae<double> vae = random_vae({7}, 91);
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 92);
  const LossTerms terms = vae.loss_and_gradient(x, {}, {5, 17});
  const WeightMatrix<double> gradient = vae.parameters()[0]->gradient;
  Matrix<double> epsilon(3, kBatch);
  NoiseStream(5, NoisePurpose::epsilon, 17).standard_normal(0, 3 * kBatch, epsilon.data());
  VaeWorkspace<double> workspace;
  CHECK(terms.negative_elbo() == vae.negative_elbo(x, epsilon, workspace).negative_elbo());
  vae.backward(x, epsilon, 1.0, workspace);
  CHECK(vae.parameters()[0]->gradient == gradient);
  CHECK(vae.loss_and_gradient(x, {}, {5, 18}).reconstruction != terms.reconstruction);
  CHECK(vae.loss_and_gradient(x, {}, {6, 17}).reconstruction != terms.reconstruction);
}

TEST_CASE("A VAE with zero weights has the loss of a uniform guess") {
  Vae<double> vae({"vae", 11, {7}, 3, Activation::relu});
  const LossTerms terms = vae.loss_and_gradient(random_ink<double>(11, kBatch, 0.4, 93), {}, {1, 0});
  CHECK_THAT(terms.reconstruction, near(11 * std::log(2.0), 1e-14));
  CHECK(terms.kl == 0.0);
}

TEST_CASE("With the output bias the initial prediction is the mean image") {
  Vae<float> vae({"vae", 4, {3}, 2, Activation::relu});
  Vector<double> mean(4);
  mean << 0.0, 0.25, 0.5, 1.0;
  vae.set_output_bias(mean);
  Matrix<float> logits, p;
  vae.decode(Matrix<float>::Zero(2, 1), logits);
  bernoulli_mean(logits, p);
  // Pixels without ink or always with ink in training do not have probability 0 or 1.
  CHECK_THAT(static_cast<double>(p(0)), near(1e-3, 1e-5));
  CHECK_THAT(static_cast<double>(p(1)), near(0.25, 1e-6));
  CHECK_THAT(static_cast<double>(p(2)), near(0.5, 1e-6));
  CHECK_THAT(static_cast<double>(p(3)), near(0.999, 1e-6));
  CHECK_THAT(message_of<std::invalid_argument>([&vae] { vae.set_output_bias(Vector<double>::Zero(5)); }),
             contains("expected 4 mean pixels, got 5"));
}

TEST_CASE("Parameters are in the order of the data flow, with PyTorch's names and shapes") {
  Vae<float> vae({"vae", 11, {6, 5}, 3, Activation::relu});
  std::vector<std::string> names;
  for (const Parameter<float>* p : vae.parameters()) {
    names.push_back(p->name + " " + std::to_string(p->value.rows()) + "x" + std::to_string(p->value.cols()));
  }
  CHECK(names == std::vector<std::string>{"encoder.0.weight 6x11", "encoder.0.bias 6x1", "encoder.1.weight 5x6",
                                          "encoder.1.bias 5x1", "mu.weight 3x5", "mu.bias 3x1", "log_var.weight 3x5",
                                          "log_var.bias 3x1", "decoder.0.weight 5x3", "decoder.0.bias 5x1",
                                          "decoder.1.weight 6x5", "decoder.1.bias 6x1", "decoder.2.weight 11x6",
                                          "decoder.2.bias 11x1"});
}

TEST_CASE("A seed determines the initial weights, and no two layers have equal ones") {
  const ModelConfig config{"vae", 8, {8, 8}, 8, Activation::relu};
  Vae<float> a(config), b(config);
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

}  // namespace latentpad::test::vae_test
