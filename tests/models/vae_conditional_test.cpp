#include "models/vae.h"

#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::vae_conditional_test {

namespace {

constexpr Index kBatch = 6, kPixels = 11, kLatent = 3;

/// [x; y]: random ink with the labels 0, 1, 2, … in turn.
Matrix<double> labelled_ink(std::uint64_t seed, Index labels, Index first_label = 0) {
  Matrix<double> x = Matrix<double>::Zero(kPixels + labels, kBatch);
  x.topRows(kPixels) = random_ink<double>(kPixels, kBatch, 0.4, seed);
  for (Index b = 0; b < kBatch; ++b) x(kPixels + (first_label + b) % labels, b) = 1.0;
  return x;
}

Vae<double> random_cvae(const std::vector<LayerSpec>& hidden, Index labels, Activation activation = Activation::tanh) {
  ModelConfig config{"cvae", kPixels, hidden, kLatent, activation};
  config.labels = labels;
  Vae<double> cvae(config);
  randomize(cvae.parameters(), 0.6, 71);
  return cvae;
}

}  // namespace

TEST_CASE("Every gradient of the conditional VAE agrees with central differences") {
  for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {7}, {6, 5}}) {
    for (const Activation activation : {Activation::relu, Activation::tanh}) {
      const Index labels = hidden.size() == 1 ? 10 : 3;
      CAPTURE(hidden, activation_name(activation), labels);
      Vae<double> cvae = random_cvae(hidden, labels, activation);
      const Matrix<double> x = labelled_ink(72, labels), epsilon = random_normal<Matrix<double>>(kLatent, kBatch, 73);
      VaeWorkspace<double> workspace, scratch;
      const auto loss = [&] {
        const LossTerms terms = cvae.negative_elbo(x, epsilon, scratch);
        return terms.reconstruction + 2.0 * terms.kl;
      };
      cvae.negative_elbo(x, epsilon, workspace);
      cvae.backward(x, epsilon, 2.0, workspace);
      for (Parameter<double>* p : cvae.parameters()) {
        CAPTURE(p->name);
        CHECK(gradient_error(p->value, p->gradient, loss) < 1e-6);
      }
    }
  }
}

TEST_CASE("The conditional VAE reads the label twice: with the image and with the code") {
  for (const Index labels : {3, 10, 62}) {
    CAPTURE(labels);
    const Vae<double> cvae = random_cvae({7}, labels);
    Matrix<double> mu, log_var, other_mu, logits, other_logits;
    cvae.encode(labelled_ink(72, labels), mu, log_var);
    cvae.encode(labelled_ink(72, labels, 1), other_mu, log_var);
    CHECK(mu.rows() == kLatent);
    CHECK((mu - other_mu).cwiseAbs().minCoeff() > 0.0);

    Matrix<double> z = Matrix<double>::Zero(kLatent + labels, 2);
    z(kLatent, 0) = z(kLatent + labels - 1, 1) = 1.0;
    cvae.decode(z, logits);
    CHECK(logits.rows() == kPixels);
    CHECK((logits.col(0) - logits.col(1)).cwiseAbs().minCoeff() > 0.0);
  }
}

TEST_CASE("The loss of the conditional VAE includes the pixels but not the label") {
  // With all weights zero each pixel has a loss of ln 2, and the divergence is 0.
  Vae<double> cvae({"cvae", kPixels, {7}, kLatent, Activation::relu});
  VaeWorkspace<double> workspace;
  const LossTerms terms = cvae.negative_elbo(labelled_ink(72, 10), Matrix<double>::Zero(kLatent, kBatch), workspace);
  CHECK_THAT(terms.reconstruction, near(kPixels * 0.6931471805599453, 1e-6, 0.0));
  CHECK_THAT(terms.kl, near(0.0, 0.0, 1e-12));
}

TEST_CASE("A conditional VAE rejects examples without labels and unsupported operations") {
  Matrix<double> mu, log_var, logits;
  const auto refused = [&](Index labels, const char* encode, const char* decode) {
    const Vae<double> cvae = random_cvae({7}, labels);
    CHECK_THROWS_WITH(cvae.encode(random_ink<double>(kPixels, 2, 0.4, 74), mu, log_var), encode);
    CHECK_THROWS_WITH(cvae.decode(Matrix<double>::Zero(kLatent, 1), logits), decode);
  };
  refused(10, "encode: expected 21 numbers for each example, got 11",
          "decode: expected 13 numbers for each example, got 3");
  refused(3, "encode: expected 14 numbers for each example, got 11",
          "decode: expected 6 numbers for each example, got 3");
}

TEST_CASE("The gradients of the conditional VAE's importance-weighted objective agree with central differences") {
  for (const Index labels : {3, 10}) {
    CAPTURE(labels);
    Vae<double> cvae = random_cvae({7}, labels);
    const Matrix<double> x = labelled_ink(75, labels), epsilon = random_normal<Matrix<double>>(kLatent, 3 * kBatch, 76);
    VaeWorkspace<double> workspace, scratch;
    LossTerms terms;
    const auto loss = [&] { return cvae.importance_weighted_loss(x, epsilon, scratch, terms); };
    cvae.importance_weighted_loss(x, epsilon, workspace, terms);
    cvae.importance_weighted_backward(x, epsilon, workspace);
    for (Parameter<double>* p : cvae.parameters()) {
      CAPTURE(p->name);
      CHECK(gradient_error(p->value, p->gradient, loss) < 1e-6);
    }
  }
}

}  // namespace latentpad::test::vae_conditional_test
