#include "models/vae.h"

#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::vae_conditional_test {

namespace {

constexpr Index kBatch = 6, kPixels = 11, kLatent = 3;

/// [x; y]: random ink with the labels 0, 1, 2, … in turn.
Matrix<double> labelled_ink(std::uint64_t seed, Index first_label = 0) {
  Matrix<double> x = Matrix<double>::Zero(kPixels + kLabels, kBatch);
  x.topRows(kPixels) = random_ink<double>(kPixels, kBatch, 0.4, seed);
  for (Index b = 0; b < kBatch; ++b) x(kPixels + (first_label + b) % kLabels, b) = 1.0;
  return x;
}

Vae<double> random_cvae(const std::vector<LayerSpec>& hidden, Activation activation = Activation::tanh) {
  Vae<double> cvae({"cvae", kPixels, hidden, kLatent, activation});
  randomize(cvae.parameters(), 0.6, 71);
  return cvae;
}

}  // namespace

TEST_CASE("Every gradient of the conditional VAE agrees with central differences") {
  for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {7}, {6, 5}}) {
    for (const Activation activation : {Activation::relu, Activation::tanh}) {
      CAPTURE(hidden, activation_name(activation));
      Vae<double> cvae = random_cvae(hidden, activation);
      const Matrix<double> x = labelled_ink(72), epsilon = random_normal<Matrix<double>>(kLatent, kBatch, 73);
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
  const Vae<double> cvae = random_cvae({7});
  Matrix<double> mu, log_var, other_mu, logits, other_logits;
  cvae.encode(labelled_ink(72), mu, log_var);
  cvae.encode(labelled_ink(72, 4), other_mu, log_var);
  CHECK(mu.rows() == kLatent);
  CHECK((mu - other_mu).cwiseAbs().minCoeff() > 0.0);

  Matrix<double> z = Matrix<double>::Zero(kLatent + kLabels, 2);
  z(kLatent + 3, 0) = z(kLatent + 8, 1) = 1.0;
  cvae.decode(z, logits);
  CHECK(logits.rows() == kPixels);
  CHECK((logits.col(0) - logits.col(1)).cwiseAbs().minCoeff() > 0.0);
}

TEST_CASE("The loss of the conditional VAE includes the pixels but not the label") {
  // With all weights zero each pixel has a loss of ln 2, and the divergence is 0.
  Vae<double> cvae({"cvae", kPixels, {7}, kLatent, Activation::relu});
  VaeWorkspace<double> workspace;
  const LossTerms terms = cvae.negative_elbo(labelled_ink(72), Matrix<double>::Zero(kLatent, kBatch), workspace);
  CHECK_THAT(terms.reconstruction, near(kPixels * 0.6931471805599453, 1e-6, 0.0));
  CHECK_THAT(terms.kl, near(0.0, 0.0, 1e-12));
}

TEST_CASE("A conditional VAE rejects examples without labels and unsupported operations") {
  const Vae<double> cvae = random_cvae({7});
  Matrix<double> mu, log_var, logits;
  CHECK_THROWS_WITH(cvae.encode(random_ink<double>(kPixels, 2, 0.4, 74), mu, log_var),
                    "encode: expected 21 numbers for each example, got 11");
  CHECK_THROWS_WITH(cvae.decode(Matrix<double>::Zero(kLatent, 1), logits),
                    "decode: expected 13 numbers for each example, got 3");
}

TEST_CASE("The gradients of the conditional VAE's importance-weighted objective agree with central differences") {
  Vae<double> cvae = random_cvae({7});
  const Matrix<double> x = labelled_ink(75), epsilon = random_normal<Matrix<double>>(kLatent, 3 * kBatch, 76);
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

}  // namespace latentpad::test::vae_conditional_test
