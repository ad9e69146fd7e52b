// Sessions with a conditional VAE, from initial weights to file.
#include <algorithm>

#include "eval/likelihood.h"
#include "eval/sample_quality.h"
#include "support/catch.h"
#include "support/models.h"
#include "support/synthetic_digits.h"
#include "training/session.h"

namespace latentpad::test::session_conditional_test {

namespace {

const ModelConfig kCvae{"cvae", 784, {32}, 2, Activation::relu};

/// Digits whose label determines which of ten bars is present.
Digits labelled_bars() {
  Digits digits = synthetic_digits(240, 40, 3);
  for (std::size_t n = 0; n < digits.count(); ++n) {
    std::size_t row = 0;
    // Two columns, since one may contain the upright bar.
    const auto ink = [&](std::size_t column) { return digits.images[n * kDigitPixels + row * kDigitSide + column]; };
    while (std::min(ink(6), ink(7)) < 200) ++row;
    digits.labels[n] = static_cast<std::uint8_t>((row * 10 + kDigitSide - 1) / kDigitSide);
  }
  return digits;
}

std::unique_ptr<Session> trained(const char* model, const Digits& digits, std::uint64_t steps, Index labels = 0,
                                 double learning_rate = 3e-3) {
  TrainingConfig training;
  training.batch_size = 20;
  training.learning_rate = learning_rate;
  ModelConfig config{model, 784, {32}, 2, Activation::relu};
  config.labels = labels;
  auto session = Session::create(config, training, &digits);
  session->trainer().run(digits.train_examples(session->model().config()), steps);
  return session;
}

double held_out_bound(Session& session, const Digits& digits) {
  return evaluate_bound(session.model(), digits.held_out_examples(session.model().config()), EvaluationConfig{})
      .negative_elbo.mean;
}

}  // namespace

TEST_CASE("Examples are the images, each followed by its label") {
  const Digits digits = labelled_bars();
  CHECK(digits.train_examples(ModelConfig{}).size() == 200 * kDigitPixels);
  const std::span<const std::uint8_t> held_out = digits.held_out_examples(kCvae);
  REQUIRE(held_out.size() == 40 * (kDigitPixels + 10));
  const std::size_t third = 3 * (kDigitPixels + 10);
  CHECK(std::equal(held_out.begin() + static_cast<std::ptrdiff_t>(third),
                   held_out.begin() + static_cast<std::ptrdiff_t>(third + kDigitPixels),
                   digits.images.begin() + static_cast<std::ptrdiff_t>(203 * kDigitPixels)));
  for (std::size_t label = 0; label < 10; ++label) {
    CHECK(held_out[third + kDigitPixels + label] == (digits.labels[203] == label ? 255 : 0));
  }
}

TEST_CASE("Models with the same seed are trained on the same binarized pixels, with and without labels") {
  // With all weights 0 except the output bias, the loss depends on the pixels only.
  const Digits digits = synthetic_digits(40, 8, 3);
  TrainingConfig training;
  training.batch_size = 8;
  const auto first_loss = [&](const char* kind, std::uint64_t seed) {
    const auto model = make_model<float>({kind, 784, {4}, 2, Activation::relu});
    Matrix<float> bias(784, 1);
    for (Index i = 0; i < 784; ++i) bias(i, 0) = static_cast<float>(i % 7) - 3.0f;
    for (Parameter<float>* p : model->parameters()) {
      if (p->name == "decoder.1.bias") p->value = bias;
    }
    TrainingConfig config = training;
    config.seed = seed;
    return Trainer(*model, config).run(digits.train_examples(model->config()), 1).terms.reconstruction;
  };
  for (const std::uint64_t seed : {1u, 2u, 3u}) CHECK(first_loss("cvae", seed) == first_loss("vae", seed));
  CHECK(first_loss("vae", 1) != first_loss("vae", 2));
}

TEST_CASE("A conditional VAE has a higher held-out bound than a VAE") {
  const Digits digits = labelled_bars();
  const auto vae = trained("vae", digits, 200), cvae = trained("cvae", digits, 200);
  CHECK(held_out_bound(*cvae, digits) < held_out_bound(*vae, digits) - 5.0);
}

TEST_CASE("A conditional VAE decodes the digit of the label, and its samples have the labels in turn") {
  const Digits digits = labelled_bars();
  const auto cvae = trained("cvae", digits, 150, 0, 1e-2);
  const Matrix<float> samples = sample_images(cvae->model(), 20, 1);
  int right = 0;
  for (Index n = 0; n < 20; ++n) {
    // The bar of label y is in row 2.8 y, from the second column to the last but one.
    const auto row = [&](Index label) { return samples.col(n).segment(28 * ((label * 28) / 10) + 1, 26).mean(); };
    Index best = 0;
    for (Index label = 1; label < 10; ++label) best = row(label) > row(best) ? label : best;
    right += best == n % 10 ? 1 : 0;
  }
  CAPTURE(right);
  CHECK(right >= 18);
}

TEST_CASE("A conditional VAE saved and resumed is bit-identical to an uninterrupted run") {
  const Digits digits = labelled_bars();
  for (const Index labels : {0, 26}) {
    CAPTURE(labels);
    const auto unbroken = trained("cvae", digits, 12, labels), half = trained("cvae", digits, 6, labels);
    const auto resumed = Session::load(half->save(&digits, std::nullopt, false, true), std::nullopt);
    const ModelConfig& config = resumed->model().config();
    CHECK(config == unbroken->model().config());
    resumed->trainer().run(digits.train_examples(config), 6);
    CHECK(checksum(resumed->model()) == checksum(unbroken->model()));
  }
}

TEST_CASE("A conditional VAE of as many labels as there are classes samples each of them in turn") {
  // Three bars; with ten labels, those beyond would be samples of classes that were never seen.
  Digits digits = labelled_bars();
  Digits three{"three bars", {}, {}, 0};
  for (std::size_t n = 0; n < digits.count(); ++n) {
    if (digits.labels[n] % 4 != 0) continue;
    const auto image = digits.images.begin() + static_cast<std::ptrdiff_t>(n * kDigitPixels);
    three.images.insert(three.images.end(), image, image + kDigitPixels);
    three.labels.push_back(digits.labels[n] / 4);
  }
  three.train_count = three.count();
  CHECK(three.class_count() == 3);
  const auto cvae = trained("cvae", three, 150, 3, 1e-2);
  CHECK(three.examples(cvae->model().config()).size() == three.count() * (kDigitPixels + 3));
  const Matrix<float> samples = sample_images(cvae->model(), 24, 1);
  int right = 0;
  for (Index n = 0; n < 24; ++n) {
    const auto row = [&](Index label) { return samples.col(n).segment(28 * ((4 * label * 28) / 10) + 1, 26).mean(); };
    Index best = 0;
    for (Index label = 1; label < 3; ++label) best = row(label) > row(best) ? label : best;
    right += best == n % 3 ? 1 : 0;
  }
  CAPTURE(right);
  CHECK(right >= 18);
}

TEST_CASE("Models of other numbers of labels share the data, whose examples stay where they are") {
  const Digits digits = labelled_bars();
  ModelConfig many = kCvae;
  many.labels = 26;
  const std::span<const std::uint8_t> of_ten = digits.examples(kCvae), of_many = digits.examples(many);
  CHECK(of_ten.size() == digits.count() * (kDigitPixels + 10));
  CHECK(of_many.size() == digits.count() * (kDigitPixels + 26));
  CHECK(digits.examples(kCvae).data() == of_ten.data());
  // The same pixels, and so the same first loss of weights at zero.
  CHECK(of_ten[kDigitPixels + 10 + 5] == of_many[kDigitPixels + 26 + 5]);
}

TEST_CASE("A run of another number of labels cannot be resumed in a model, whose state stays") {
  const Digits digits = labelled_bars();
  const auto of_ten = trained("cvae", digits, 6), of_many = trained("cvae", digits, 6, 26);
  const auto unbroken = trained("cvae", digits, 9);
  CHECK_THAT(message_of<FormatError>([&] { of_ten->resume(of_many->save(&digits, std::nullopt, false, true)); }),
             contains("expected a file of the same architecture, cvae 784-[32]-2 relu, 10 labels, got cvae "
                      "784-[32]-2 relu, 26 labels"));
  of_ten->trainer().run(digits.train_examples(kCvae), 3);
  CHECK(checksum(of_ten->model()) == checksum(unbroken->model()));
}

TEST_CASE("Labels beyond the model are rejected before a step, and training goes on with others") {
  Digits letters = labelled_bars(), digits = labelled_bars();
  letters.labels[7] = 25;
  const auto cvae = trained("cvae", digits, 3), unbroken = trained("cvae", digits, 6);
  CHECK(message_of<ArgumentError>([&] { cvae->trainer().run(letters.train_examples(kCvae), 3); }) ==
        "labels: the model has 10 labels and the data 26 classes, image 7 has the label 25; make a model with labels = "
        "26, or use data of fewer classes or a model without labels");
  cvae->trainer().run(digits.train_examples(kCvae), 3);
  CHECK(checksum(cvae->model()) == checksum(unbroken->model()));
}

}  // namespace latentpad::test::session_conditional_test
