#include "eval/encode_decode.h"

#include "eval/digit_likelihood.h"
#include "eval/importance_weighted.h"
#include "eval/likelihood.h"
#include "eval/model_report.h"
#include "eval/sample_quality.h"
#include "eval/true_posterior.h"
#include "models/fvbn_sampler.h"
#include "support/bytes.h"
#include "support/catch.h"
#include "support/models.h"
#include "support/weight_files.h"

namespace latentpad::test::encode_decode_test {

namespace {

constexpr Index kPixels = 12;

/// Finite weights whose sums over the last two pixels overflow; digits without ink there are encoded normally.
std::unique_ptr<Model<float>> overflowing(const std::string& kind) {
  const bool coded = has_code(kind);
  auto model = random_model(
      {kind, kPixels, coded ? std::vector<LayerSpec>{5} : std::vector<LayerSpec>{}, coded ? 2 : 0, Activation::relu});
  Parameter<float>& first = *model->parameters().front();
  for (const Index pixel : {kPixels - 2, kPixels - 1}) {
    for (Index unit = 0; unit < first.value.rows(); ++unit) {
      // Masked weights of an FVBN stay zero.
      if (coded || unit > pixel) first.value(unit, pixel) = 3e38f;
    }
  }
  if (!coded) first.value(kPixels - 1, kPixels - 3) = 3e38f;
  return model;
}

Bytes images_with(std::uint8_t last) {
  Bytes images(3 * kPixels, 0);
  for (std::size_t i = 0; i < images.size(); i += 3) images[i] = 255;
  images[images.size() - 1] = images[images.size() - 2] = images[images.size() - 3] = last;
  return images;
}

Matrix<float> last_image(const Bytes& images) {
  Matrix<float> x(kPixels, 1);
  for (Index i = 0; i < kPixels; ++i)
    x(i, 0) = static_cast<float>(images[images.size() - kPixels + static_cast<std::size_t>(i)]) / 255.0f;
  return x;
}

template <typename Function>
ErrorCode code_of(Function&& f) {
  try {
    f();
  } catch (const ArgumentError& error) {
    return error.code();
  }
  FAIL("nothing was refused");
  return ErrorCode::invalid_argument;
}

}  // namespace

TEST_CASE("Finite weights with non-finite codes are reported, and unaffected digits are evaluated") {
  for (const char* kind : {"vae", "ae"}) {
    CAPTURE(kind);
    const auto model = overflowing(kind);
    const Bytes good = images_with(0), bad = images_with(255);
    Matrix<float> mu, log_var;
    CHECK_NOTHROW(encode_images(*model, good, mu, log_var));
    CHECK(mu.allFinite());
    CHECK(code_of([&] { encode_images(*model, bad, mu, log_var); }) == ErrorCode::weights_give_non_finite);
    CHECK(code_of([&] { encode_finite("encode", *model, last_image(bad), mu, log_var); }) ==
          ErrorCode::weights_give_non_finite);
    CHECK(code_of([&] { evaluate_bound(*model, bad, {}); }) == ErrorCode::weights_give_non_finite);
    CHECK(evaluate_bound(*model, good, {}).examples == 3);
  }
}

TEST_CASE("The measurements of one digit report such weights too") {
  const auto model = overflowing("vae");
  const Bytes bad = images_with(255);
  CHECK(code_of([&] { digit_likelihood(*model, last_image(bad), 10, 1); }) == ErrorCode::weights_give_non_finite);
  CHECK(code_of([&] {
          ImportanceWeightedEvaluation evaluation(*model, bad, {PixelMode::binarized, 1, {1, 5}});
          while (evaluation.advance(10)) {
          }
        }) == ErrorCode::weights_give_non_finite);
}

TEST_CASE("The bound and samples report an FVBN with non-finite conditionals") {
  const auto model = overflowing("fvbn");
  const Bytes bad = images_with(255);
  CHECK(code_of([&] { evaluate_bound(*model, bad, {}); }) == ErrorCode::weights_give_non_finite);
  auto& first = *model->parameters().front();
  for (Index i = 1; i < kPixels; ++i) first.value(i, i - 1) = 3e38f;
  for (Index i = 2; i < kPixels; ++i) first.value(i, i - 2) = 3e38f;
  CHECK(code_of([&] { sample_images(*model, 50, 1); }) == ErrorCode::weights_give_non_finite);
}

TEST_CASE("An extreme z is rejected, and the model can still decode others") {
  const auto model = random_model({"vae", kPixels, {}, 2, Activation::relu});
  Matrix<float> z(2, 1), probabilities;
  z << 0.5f, -1.0f;
  decode_finite("decode", *model, z, probabilities);
  const Matrix<float> before = probabilities;
  for (Parameter<float>* p : model->parameters()) {
    if (p->name == "decoder.0.weight") p->value *= 100.0f;
  }
  Matrix<float> far = Matrix<float>::Constant(2, 1, 3e38f);
  CHECK(code_of([&] { decode_finite("decode", *model, far, probabilities); }) == ErrorCode::code_gives_non_finite);
  CHECK_THAT(message_of<ArgumentError>([&] { decode_finite("decode", *model, far, probabilities); }),
             contains("z lies too far out"));
  CHECK(probabilities == before);
  decode_finite("decode", *model, z, probabilities);
  CHECK(probabilities.allFinite());
}

}  // namespace latentpad::test::encode_decode_test
