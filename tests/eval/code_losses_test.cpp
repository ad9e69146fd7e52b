#include "eval/code_losses.h"

#include "eval/encode_decode.h"
#include "support/catch.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::code_losses_test {

namespace {

constexpr Index kPixels = 12, kLatent = 3, kImages = 2, kCodes = 8;

/// Two images, of a conditional model with their labels.
Matrix<float> examples(const ModelConfig& config) {
  Matrix<float> x = Matrix<float>::Zero(example_dim(config), kImages);
  x.topRows(kPixels) = random_ink<float>(kPixels, kImages, 0.5, 2);
  for (Index n = 0; n < kImages && label_dim(config) > 0; ++n) x(kPixels + 3 * n, n) = 1.0f;
  return x;
}

}  // namespace

TEST_CASE("Each code is scored with the image of its part of the batch") {
  for (const ModelConfig& config :
       {ModelConfig{"vae", kPixels, {6}, kLatent, Activation::tanh},
        ModelConfig{"cvae", kPixels, {6}, kLatent, Activation::relu},
        ModelConfig{"ae", kPixels, {}, kLatent, Activation::relu},
        ModelConfig{"vae", kPixels, {6, 5}, kLatent, Activation::relu, 0, 0, {"gaussian", 0.0}}}) {
    CAPTURE(config.model, config.likelihood.name);
    const auto model = make_model<float>(config);
    randomize(model->parameters(), 0.7, 1);
    const Matrix<float> x = examples(config), z = random_normal<Matrix<float>>(kLatent, kCodes, 3);
    CodeLosses losses(latent(*model));
    const auto check = [&](const Matrix<float>& images) {
      const Vector<double> all = losses.of(z, images);
      REQUIRE(all.size() == kCodes);
      for (Index n = 0; n < kCodes; ++n) {
        const Matrix<float> image = images.col(n / (kCodes / images.cols())), code = z.col(n);
        CHECK(all[n] == reconstruction_loss(*model, image, code)[0]);
      }
    };
    check(x);
    check(x.col(1));
    check(x);
  }
}

TEST_CASE("Codes that are not a multiple of the images are rejected") {
  const auto model = make_model<float>({"vae", kPixels, {}, kLatent, Activation::relu});
  CodeLosses losses(latent(*model));
  CHECK_THAT(message_of<std::invalid_argument>(
                 [&] { losses.of(Matrix<float>::Zero(kLatent, 3), Matrix<float>::Zero(kPixels, 2)); }),
             contains("likelihood repeated_loss: expected"));
}

}  // namespace latentpad::test::code_losses_test
