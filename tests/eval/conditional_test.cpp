#include "eval/conditional.h"

#include "eval/digit_likelihood.h"
#include "eval/true_posterior.h"
#include "support/catch.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::conditional_test {

namespace {

constexpr Index kPixels = 12;

std::unique_ptr<Model<float>> random_model(const char* kind, Index labels = 0) {
  ModelConfig config{kind, kPixels, {6}, 2, Activation::tanh};
  config.labels = labels;
  auto model = make_model<float>(config);
  randomize(model->parameters(), 0.7, 31);
  return model;
}

/// One image, with its label for a conditional model.
Matrix<float> example(const Model<float>& model, Index label) {
  Matrix<float> x = Matrix<float>::Zero(example_dim(model.config()), 1);
  x.topRows(kPixels) = random_ink<float>(kPixels, 1, 0.5, 32);
  if (label_dim(model.config()) > 0) x(kPixels + label, 0) = 1.0f;
  return x;
}

}  // namespace

TEST_CASE("Codes are decoded with the labels of their examples, one for all or one for each") {
  for (const Index labels : {3, 10, 26}) {
    const Index first = labels - 3;
    CAPTURE(labels);
    const auto cvae = random_model("cvae", labels);
    const Matrix<float> z = random_normal<Matrix<float>>(2, 3, 33);
    Matrix<float> x(kPixels + labels, 3), logits, one, by_hand = Matrix<float>::Zero(2 + labels, 3);
    for (Index n = 0; n < 3; ++n) {
      x.col(n) = example(*cvae, first + n);
      by_hand.col(n).head(2) = z.col(n);
      by_hand(2 + first + n, n) = 1.0f;
    }
    decode_for(latent(*cvae), z, x, logits);
    Matrix<float> wanted;
    latent(*cvae).decode(by_hand, wanted);
    CHECK(logits == wanted);
    decode_for(latent(*cvae), z, x.col(0), one);
    CHECK(one.col(0) == logits.col(0));
    CHECK(one.col(1) != logits.col(1));
    CHECK(pixels_of(*cvae, x) == x.topRows(kPixels));

    const auto vae = random_model("vae");
    decode_for(latent(*vae), z, x.topRows(kPixels), logits);
    latent(*vae).decode(z, wanted);
    CHECK(logits == wanted);
  }
}

TEST_CASE("The bound of a digit given its label is below log p(x | y), which agrees with the integral over the plane") {
  const auto cvae = random_model("cvae", 26);
  double last = 0.0;
  for (const Index label : {2, 9}) {
    const Matrix<float> x = example(*cvae, label);
    const DigitLikelihood digit = digit_likelihood(*cvae, x, 20000, 1);
    const PosteriorGrid grid = posterior_grid(*cvae, x, {-7.0, 7.0, -7.0, 7.0}, 301);
    CHECK_THAT(digit.log_likelihood.mean, near(grid.log_integral, 0.0, 0.03));
    CHECK(digit.elbo.mean < digit.log_likelihood.mean);
    CHECK(digit.log_likelihood.mean != last);
    last = digit.log_likelihood.mean;
  }
}

}  // namespace latentpad::test::conditional_test
