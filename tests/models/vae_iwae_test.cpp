#include <cmath>
#include <numbers>

#include "models/posterior.h"
#include "models/vae.h"
#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::vae_iwae_test {

namespace {

constexpr Index kBatch = 4, kLatent = 3;

Vae<double> random_vae(const std::vector<LayerSpec>& hidden, Activation activation, std::uint64_t seed) {
  Vae<double> vae({"vae", 11, hidden, kLatent, activation});
  randomize(vae.parameters(), 0.5, seed);
  return vae;
}

double log_normal(double value, double mean, double log_var) {
  const double distance = value - mean;
  return -0.5 * (std::log(2.0 * std::numbers::pi) + log_var + distance * distance / std::exp(log_var));
}

/// log w of each column of epsilon, from the definitions of the densities.
Vector<double> log_weights(const Vae<double>& vae, const Matrix<double>& x, const Matrix<double>& epsilon) {
  const Index k = epsilon.cols() / x.cols();
  Matrix<double> mu, log_var, logits;
  vae.encode(x, mu, log_var);
  Vector<double> result(epsilon.cols());
  for (Index column = 0; column < epsilon.cols(); ++column) {
    const Index b = column / k;
    Matrix<double> z(kLatent, 1);
    for (Index d = 0; d < kLatent; ++d) z(d) = mu(d, b) + std::exp(log_var(d, b) / 2) * epsilon(d, column);
    vae.decode(z, logits);
    double sum = -bernoulli_loss(logits, Matrix<double>(x.col(b)))[0];
    for (Index d = 0; d < kLatent; ++d) sum += log_normal(z(d), 0, 0) - log_normal(z(d), mu(d, b), log_var(d, b));
    result[column] = sum;
  }
  return result;
}

double loss_of(const Vae<double>& vae, const Matrix<double>& x, const Matrix<double>& epsilon) {
  VaeWorkspace<double> workspace;
  LossTerms terms;
  return vae.importance_weighted_loss(x, epsilon, workspace, terms);
}

}  // namespace

TEST_CASE("Every gradient of the importance-weighted bound agrees with central differences") {
  for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {7}, {6, 5}}) {
    for (const Activation activation : {Activation::relu, Activation::tanh}) {
      for (const Index k : {1, 2, 5}) {
        CAPTURE(hidden, activation_name(activation), k);
        Vae<double> vae = random_vae(hidden, activation, 61);
        const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 62);
        const Matrix<double> epsilon = random_normal<Matrix<double>>(kLatent, kBatch * k, 63);
        VaeWorkspace<double> workspace;
        LossTerms terms;
        vae.importance_weighted_loss(x, epsilon, workspace, terms);
        vae.importance_weighted_backward(x, epsilon, workspace);
        for (Parameter<double>* p : vae.parameters()) {
          CAPTURE(p->name);
          CHECK(gradient_error(p->value, p->gradient, [&] { return loss_of(vae, x, epsilon); }) < 1e-6);
        }
      }
    }
  }
}

TEST_CASE("The importance-weighted gradient is zero where log_var is clamped") {
  Vae<double> vae = random_vae({7}, Activation::relu, 64);
  const ParameterList<double> parameters = vae.parameters();
  REQUIRE(parameters[5]->name == "log_var.bias");
  parameters[5]->value(0) = -60.0;
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 65);
  const Matrix<double> epsilon = random_normal<Matrix<double>>(kLatent, kBatch * 3, 66);
  VaeWorkspace<double> workspace;
  LossTerms terms;
  vae.importance_weighted_loss(x, epsilon, workspace, terms);
  vae.importance_weighted_backward(x, epsilon, workspace);
  for (Parameter<double>* p : parameters) {
    CAPTURE(p->name);
    CHECK(gradient_error(p->value, p->gradient, [&] { return loss_of(vae, x, epsilon); }) < 1e-5);
  }
  CHECK(parameters[5]->gradient(0) == 0.0);
  CHECK(parameters[5]->gradient(1) != 0.0);
}

TEST_CASE("The loss is the negative log of the mean weight, averaged over the batch") {
  const Vae<double> vae = random_vae({7}, Activation::relu, 67);
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 68);
  for (const Index k : {1, 2, 5, 50}) {
    const Matrix<double> epsilon = random_normal<Matrix<double>>(kLatent, kBatch * k, 69);
    const Vector<double> weights = log_weights(vae, x, epsilon);
    double expected = 0.0, single = 0.0;
    for (Index b = 0; b < kBatch; ++b) {
      expected -= std::log(weights.segment(b * k, k).array().exp().mean()) / kBatch;
      single -= weights.segment(b * k, k).mean() / kBatch;
    }
    const double loss = loss_of(vae, x, epsilon);
    CHECK_THAT(loss, near(expected, 1e-12));
    if (k == 1) CHECK_THAT(loss, near(single, 1e-12));
    // By Jensen's inequality, for any samples.
    if (k > 1) CHECK(loss < single);
  }
}

TEST_CASE("The returned terms are those of the ELBO, over all samples") {
  const Vae<double> vae = random_vae({7}, Activation::relu, 70);
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 71);
  const Matrix<double> epsilon = random_normal<Matrix<double>>(kLatent, kBatch * 3, 72);
  VaeWorkspace<double> workspace, one;
  LossTerms terms;
  vae.importance_weighted_loss(x, epsilon, workspace, terms);
  double reconstruction = 0.0, kl = 0.0;
  for (Index j = 0; j < 3; ++j) {
    Matrix<double> draw(kLatent, kBatch);
    for (Index b = 0; b < kBatch; ++b) draw.col(b) = epsilon.col(b * 3 + j);
    const LossTerms of_draw = vae.negative_elbo(x, draw, one);
    reconstruction += of_draw.reconstruction / 3;
    kl += of_draw.kl / 3;
  }
  CHECK_THAT(terms.reconstruction, near(reconstruction, 1e-13));
  CHECK_THAT(terms.kl, near(kl, 1e-13));
}

TEST_CASE("More samples tighten the bound on average") {
  const Vae<double> vae = random_vae({7}, Activation::relu, 73);
  const Matrix<double> x = random_ink<double>(11, 1, 0.4, 74);
  double before = 1e300;
  for (const Index k : {1, 4, 16, 64}) {
    constexpr Index kRepeats = 3000;
    const Matrix<double> epsilon = random_normal<Matrix<double>>(kLatent, kRepeats * k, 75);
    const double mean = loss_of(vae, x.replicate(1, kRepeats), epsilon);
    CHECK(mean < before);
    before = mean;
  }
}

TEST_CASE("The weights of improbable samples do not overflow") {
  Vae<float> vae({"vae", 400, {}, 2, Activation::relu});
  // Every logit is 200 z: weights of e^−80000 and less.
  vae.parameters()[4]->value.setConstant(200.0f);
  VaeWorkspace<float> workspace;
  LossTerms terms;
  Matrix<float> epsilon(2, 4);
  epsilon << 1.0f, 2.0f, 3.0f, -1.0f, 1.0f, 2.0f, 3.0f, -1.0f;
  const Matrix<float> x = Matrix<float>::Zero(400, 1);
  const double loss = vae.importance_weighted_loss(x, epsilon, workspace, terms);
  // Only the last sample, which correctly predicts no ink, contributes: log w = 0, times 1/4.
  CHECK_THAT(loss, near(std::log(4.0), 1e-6));
  vae.importance_weighted_backward(x, epsilon, workspace);
  for (const Parameter<float>* p : vae.parameters()) CHECK(p->gradient.allFinite());
}

TEST_CASE("A training step's samples depend on seed and step") {
  Vae<double> vae = random_vae({7}, Activation::relu, 76);
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 77);
  const Objective objective{ObjectiveKind::iwae, 1.0, 5};
  const LossTerms terms = vae.loss_and_gradient(x, objective, {5, 17});
  const WeightMatrix<double> gradient = vae.parameters()[0]->gradient;
  Matrix<double> epsilon(kLatent, kBatch * 5);
  NoiseStream(5, NoisePurpose::epsilon, 17).standard_normal(0, kLatent * kBatch * 5, epsilon.data());
  VaeWorkspace<double> workspace;
  LossTerms expected;
  vae.importance_weighted_loss(x, epsilon, workspace, expected);
  vae.importance_weighted_backward(x, epsilon, workspace);
  CHECK(terms.reconstruction == expected.reconstruction);
  CHECK(terms.kl == expected.kl);
  CHECK(vae.parameters()[0]->gradient == gradient);
  CHECK(vae.loss_and_gradient(x, objective, {5, 18}).reconstruction != terms.reconstruction);
}

TEST_CASE("Noise without a whole number of samples per example is rejected") {
  const Vae<double> vae = random_vae({}, Activation::relu, 78);
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 79);
  for (const Index columns : {0, 3, 6}) {
    CHECK_THAT(message_of<std::invalid_argument>([&] { loss_of(vae, x, Matrix<double>::Zero(kLatent, columns)); }),
               contains("expected a multiple of 4 columns of epsilon, got " + std::to_string(columns)));
  }
}

}  // namespace latentpad::test::vae_iwae_test
