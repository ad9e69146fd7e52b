#include "eval/completion.h"

#include <cmath>
#include <map>
#include <optional>

#include "eval/true_posterior.h"
#include "models/ordered_made.h"
#include "support/autoregressive.h"
#include "support/catch.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::completion_test {

namespace {

constexpr Index kPixels = 9, kGiven = 4, kMissing = kPixels - kGiven, kCount = 10'000;

std::unique_ptr<Model<float>> random_vae(const char* kind, std::uint64_t seed) {
  auto model = make_model<float>({kind, kPixels, {8}, 2, Activation::tanh});
  randomize(model->parameters(), 0.9, seed);
  return model;
}

Matrix<float> example(const Model<float>& model, std::uint64_t seed) {
  Matrix<float> x = Matrix<float>::Zero(example_dim(model.config()), 1);
  x.topRows(kPixels) = random_ink<float>(kPixels, 1, 0.5, seed);
  if (label_dim(model.config()) > 0) x(kPixels + 6, 0) = 1.0f;
  return x;
}

/// All completions of the given pixels of x; the bits of n are the missing pixels of completion n.
Matrix<float> all_completions(const Matrix<float>& x) {
  Matrix<float> all = x.replicate(1, Index(1) << kMissing);
  all.middleRows(kGiven, kMissing) = all_images<float>(kMissing);
  return all;
}

std::size_t number_of(const Matrix<float>& pixels, Index n) {
  std::size_t number = 0;
  for (Index i = 0; i < kMissing; ++i) number |= static_cast<std::size_t>(pixels(kGiven + i, n)) << i;
  return number;
}

/// p(x) of each completion, by integration over the plane: the trapezoid rule on a smooth peak converges exponentially,
/// and the step of 0.24 is a fraction of the width of any posterior here.
std::vector<double> integrated(const Model<float>& model, const Matrix<float>& all) {
  std::vector<double> p;
  for (Index n = 0; n < all.cols(); ++n) {
    const Matrix<float> x = all.col(n);
    p.push_back(std::exp(posterior_grid(model, x, {-7.0, 7.0, -7.0, 7.0}, 60).log_integral));
  }
  return p;
}

std::unique_ptr<OrderedMade<float>> random_made(std::vector<LayerSpec> hidden, Index orderings, std::uint64_t seed) {
  ModelConfig config{"made", kPixels, std::move(hidden), 0, Activation::tanh};
  config.orderings = orderings;
  auto model = std::make_unique<OrderedMade<float>>(config);
  randomize(model->parameters(), 0.8, seed);
  return model;
}

/// Compares frequencies of completions with their probabilities, and both log-probabilities of x with those of the
/// enumeration. `p`: of the image of every completion, not normalized.
void check_against(const std::vector<double>& p, const Matrix<float>& x, const Completions& completions,
                   double effective_draws) {
  double sum = 0.0;
  for (const double each : p) sum += each;
  std::vector<double> frequency(p.size());
  for (Index n = 0; n < kCount; ++n) frequency[number_of(completions.pixels, n)] += 1.0 / kCount;
  for (std::size_t n = 0; n < p.size(); ++n) {
    const double share = p[n] / sum;
    CAPTURE(n, share, frequency[n]);
    CHECK_THAT(frequency[n],
               near(share, 0.0, 5 * std::sqrt(share * (1 - share) * (1 / effective_draws + 1e-4)) + 1e-4));
  }
  const auto own = p[number_of(x, 0)];
  CHECK_THAT(completions.log_given.mean, near(std::log(sum), 0.0, 4 * completions.log_given.standard_error + 1e-4));
  CHECK_THAT(completions.log_missing.mean,
             near(std::log(own / sum), 0.0, 4 * completions.log_missing.standard_error + 1e-4));
}

/// The probabilities have the mean of the pixels.
void check_probabilities(const std::vector<double>& p, const Completions& completions, double effective_draws) {
  double sum = 0.0;
  for (const double each : p) sum += each;
  for (Index i = 0; i < kMissing; ++i) {
    double mean = 0.0;
    for (std::size_t n = 0; n < p.size(); ++n) mean += ((n >> i) & 1) != 0 ? p[n] / sum : 0.0;
    const double got = completions.probabilities.row(kGiven + i).cast<double>().mean();
    CHECK_THAT(got, near(mean, 0.0, 2.5 * std::sqrt(1 / effective_draws + 1e-4)));
  }
}

}  // namespace

TEST_CASE("The completions of a VAE have the probabilities of the enumeration of all") {
  for (const char* kind : {"vae", "cvae"}) {
    for (std::uint64_t seed = 70; seed < 72; ++seed) {
      CAPTURE(kind, seed);
      const auto model = random_vae(kind, seed);
      const Matrix<float> x = example(*model, seed);
      const Completions completions = complete(*model, x, kGiven, 20'000, kCount, seed);
      REQUIRE(completions.effective_draws);
      CHECK(*completions.effective_draws > 2000);
      CHECK(completions.log_given.standard_error > 0.0);
      const std::vector<double> p = integrated(*model, all_completions(x));
      check_against(p, x, completions, *completions.effective_draws);
      check_probabilities(p, completions, *completions.effective_draws);
    }
  }
}

TEST_CASE("The completions of FVBN and MADE have the probabilities of the enumeration of all, which are exact") {
  for (const ModelConfig& config : autoregressive_configs(kPixels)) {
    CAPTURE(config.model, config.hidden);
    const Fvbn<float> model = random_fvbn<float>(config, 80);
    const Matrix<float> x = example(model, 81);
    const Completions completions = complete(model, x, kGiven, 10, kCount, 3);
    CHECK_FALSE(completions.effective_draws);
    CHECK(completions.log_given.standard_error == 0.0);
    CHECK(completions.log_missing.standard_error == 0.0);
    const Vector<double> p = probabilities_of(model, all_completions(x));
    check_against({p.begin(), p.end()}, x, completions, 1e12);
    check_probabilities({p.begin(), p.end()}, completions, 1e12);
  }
}

TEST_CASE("The completions of a MADE of several orderings have the probabilities of the enumeration of their mean") {
  std::uint64_t seed = 100;
  for (const auto& model : {random_made({14}, 2, 110), random_made({14}, 5, 111), random_made({7, 11}, 4, 112)}) {
    CAPTURE(++seed);
    const Matrix<float> x = example(*model, seed), all = all_completions(x);
    const Completions completions = complete(*model, x, kGiven, 20'000, kCount, seed);
    REQUIRE(completions.effective_draws);
    CHECK(*completions.effective_draws > 2000);
    CHECK(*completions.effective_draws < 19'999);
    CHECK(completions.log_given.standard_error > 0.0);
    const Vector<double> p = (-model->negative_log_likelihoods(all).array()).exp();
    check_against({p.begin(), p.end()}, x, completions, *completions.effective_draws);
    // Those of the raster order are others.
    Matrix<float> logits;
    model->conditional_logits(all, 0, logits);
    const Vector<double> raster = (-bernoulli_loss(logits, all).array()).exp();
    CHECK((p / p.sum() - raster / raster.sum()).cwiseAbs().maxCoeff() > 0.02);
    CHECK(std::abs(std::log(p.sum() / raster.sum())) > 8 * completions.log_given.standard_error);
  }
}

TEST_CASE("A MADE of several orderings that is given no pixel or all of them needs no draws, or has one weight") {
  const auto model = random_made({14}, 5, 120);
  const Matrix<float> x = example(*model, 121);
  const double log_p = -model->negative_log_likelihoods(x)[0];
  const Completions none = complete(*model, x, 0, 10, 30, 1);
  CHECK_FALSE(none.effective_draws);
  CHECK(none.log_given.mean == 0.0);
  CHECK(none.log_missing.mean == log_p);
  for (Index n = 0; n < 30; ++n) {
    const std::vector<float> sample = model->sample_given({}, 1, static_cast<std::uint64_t>(n)).pixels;
    CHECK(none.pixels.col(n) == Eigen::Map<const Vector<float>>(sample.data(), kPixels));
  }
  const Completions all = complete(*model, x, kPixels, 100, 3, 1);
  REQUIRE(all.effective_draws);
  CHECK_THAT(*all.effective_draws, near(100.0, 1e-9));
  CHECK_THAT(all.log_given.mean, near(log_p, 1e-9));
  CHECK_THAT(all.log_missing.mean, near(0.0, 0.0, 1e-9));
}

TEST_CASE("Fewer draws than orderings are weighted by the orderings that have some") {
  // The mean weight of many seeds is p(x_given).
  const auto model = random_made({14}, 30, 130);
  const Matrix<float> x = example(*model, 131);
  const double given = (-model->negative_log_likelihoods(all_completions(x)).array()).exp().sum();
  double sum = 0.0, squares = 0.0;
  constexpr int kRuns = 300;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    const double estimate = std::exp(complete(*model, x, kGiven, 11, 1, run).log_given.mean);
    sum += estimate / kRuns;
    squares += estimate * estimate / kRuns;
  }
  const double standard_error = std::sqrt((squares - sum * sum) / kRuns);
  CHECK(standard_error < 0.05 * given);
  CHECK_THAT(sum, near(given, 0.0, 4 * standard_error));
}

TEST_CASE("Given pixels are kept exactly, for every model, likelihood and number of them") {
  const Matrix<float> grey = random_normal<Matrix<float>>(kPixels, 1, 5).cwiseAbs() * 0.3f;
  for (const ModelConfig& config :
       {ModelConfig{"vae", kPixels, {8}, 2, Activation::relu},
        ModelConfig{"vae", kPixels, {8}, 2, Activation::relu, 0, 0, {"gaussian", 0.0}},
        ModelConfig{"vae", kPixels, {8}, 2, Activation::relu, 0, 0, {"gaussian", 0.2}},
        ModelConfig{"vae", kPixels, {}, 2, Activation::relu, 0, 0, {"continuous_bernoulli"}},
        ModelConfig{"fvbn", kPixels, {}, 0, Activation::relu},
        ModelConfig{"made", kPixels, {12}, 0, Activation::relu}}) {
    const auto model = make_model<float>(config);
    randomize(model->parameters(), config.model == "made" ? 0.0 : 0.5, 90);
    if (config.model == "fvbn") model->parameters()[0]->value.setZero();
    const bool binary = model->likelihood().is_density_on(PixelMode::binarized);
    const Matrix<float> x = binary ? example(*model, 91) : grey;
    for (const Index given : {Index(0), Index(1), kGiven, kPixels}) {
      CAPTURE(config.model, config.likelihood.name, given);
      const Completions completions = complete(*model, x, given, 100, 7, 1);
      for (const Matrix<float>* images : {&completions.pixels, &completions.probabilities}) {
        REQUIRE(images->rows() == kPixels);
        REQUIRE(images->cols() == 7);
        CHECK(images->allFinite());
        CHECK(images->topRows(given) == x.topRows(given).replicate(1, 7));
      }
      CHECK((completions.probabilities.array() >= 0.0f).all());
      if (given == kPixels) CHECK(completions.log_missing.mean == 0.0);
      if (given == 0 && !completions.effective_draws) CHECK(completions.log_given.mean == 0.0);
      if (given < kPixels && !binary) CHECK(completions.pixels.bottomRows(1) != x.bottomRows(1).replicate(1, 7));
    }
  }
}

TEST_CASE("The same seed gives the same completions on any number of threads, another seed others") {
  const Fvbn<float> made = random_fvbn<float>({"made", kPixels, {14}, 0, Activation::relu}, 95);
  const auto vae = random_vae("vae", 96);
  const auto ordered = random_made({14}, 3, 96);
  for (const Model<float>* model :
       {static_cast<const Model<float>*>(vae.get()), static_cast<const Model<float>*>(&made),
        static_cast<const Model<float>*>(ordered.get())}) {
    const Matrix<float> x = example(*model, 97);
    std::map<Arithmetic, Matrix<float>> expected;
    with_every_engine([&] {
      const Matrix<float> pixels = complete(*model, x, kGiven, 1100, 40, 5).pixels;
      CHECK(pixels == expected.try_emplace(arithmetic(), pixels).first->second);
    });
    CHECK(complete(*model, x, kGiven, 1100, 40, 6).pixels != complete(*model, x, kGiven, 1100, 40, 5).pixels);
  }
}

TEST_CASE("A model without a density, and numbers out of range, are rejected") {
  const auto refusal = [](const Model<float>& model, const Matrix<float>& x, Index given, Index count) {
    return message_of<std::invalid_argument>([&] { complete(model, x, given, 100, count, 1); });
  };
  const auto vae = random_vae("vae", 98), ae = random_vae("ae", 98), cvae = random_vae("cvae", 98);
  const Fvbn<float> fvbn = random_fvbn<float>({"fvbn", kPixels, {}, 0, Activation::relu}, 99);
  const Matrix<float> x = example(*vae, 1);
  CHECK_THAT(refusal(*ae, x, 2, 3),
             contains("complete: expected a model that has it (vae, cvae, fvbn and made), got ae"));
  CHECK_THAT(refusal(*cvae, x, 2, 3), contains("complete: expected one image"));
  CHECK_THAT(refusal(*vae, x.replicate(1, 2), 2, 3), contains("complete: expected one image"));
  for (const Index given : {-1, 10}) CHECK_THAT(refusal(*vae, x, given, 3), contains("from 0 to 9 given pixels"));
  for (const Index count : {0, 10'001}) CHECK_THAT(refusal(fvbn, x, 2, count), contains("from 1 to 10000 completions"));
  const auto made = random_made({14}, 3, 99);
  for (const Model<float>* model :
       {static_cast<const Model<float>*>(&fvbn), static_cast<const Model<float>*>(made.get())})
    CHECK_THAT(refusal(*model, Matrix<float>::Constant(kPixels, 1, 0.5f), 2, 3), contains("given pixels to be 0 or 1"));
  CHECK_THAT(message_of<std::invalid_argument>([&] { complete(*made, x, 2, 9, 3, 1); }), contains("from 10 to 100000"));
}

}  // namespace latentpad::test::completion_test
