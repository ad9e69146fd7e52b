#include "models/ordered_made.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "eval/likelihood.h"
#include "io/config_json.h"
#include "io/json.h"
#include "support/autoregressive.h"
#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/synthetic_digits.h"
#include "training/session.h"

namespace latentpad::test::ordered_made_test {

namespace {

ModelConfig config_of(Index pixels, std::vector<LayerSpec> hidden, Index orderings, std::uint64_t seed = 3,
                      Activation activation = Activation::tanh) {
  ModelConfig config{"made", pixels, std::move(hidden), 0, activation};
  config.orderings = orderings;
  config.ordering_seed = seed;
  return config;
}

const std::vector<ModelConfig>& configs() {
  static const std::vector<ModelConfig> kConfigs = {config_of(6, {9}, 4), config_of(6, {4}, 3, 8, Activation::relu),
                                                    config_of(6, {7, 11}, 5), config_of(6, {8, 5, 9}, 2)};
  return kConfigs;
}

template <typename Scalar>
std::unique_ptr<OrderedMade<Scalar>> random_made(const ModelConfig& config, std::uint64_t seed) {
  auto model = std::make_unique<OrderedMade<Scalar>>(config);
  randomize(model->parameters(), 0.8, seed);
  return model;
}

/// log p_m(x) of each image.
Vector<double> log_probabilities(const OrderedMade<double>& model, const Matrix<double>& x, Index ordering) {
  Matrix<double> logits;
  model.conditional_logits(x, ordering, logits);
  return -bernoulli_loss(logits, x);
}

std::size_t position_of(const MadeOrdering& ordering, Index pixel) {
  return static_cast<std::size_t>(std::find(ordering.pixels.begin(), ordering.pixels.end(), pixel) -
                                  ordering.pixels.begin());
}

}  // namespace

TEST_CASE("An ordering is a permutation with ascending degrees, which the seed and its number determine") {
  const ModelConfig config = config_of(40, {30, 60}, 8, 5);
  std::set<std::vector<Index>> different;
  for (Index m = 0; m < 8; ++m) {
    const MadeOrdering ordering = made_ordering(config, m);
    std::vector<Index> pixels = ordering.pixels;
    std::sort(pixels.begin(), pixels.end());
    std::vector<Index> all(40);
    std::iota(all.begin(), all.end(), Index(0));
    CHECK(pixels == all);
    CHECK((ordering.pixels == all) == (m == 0));
    different.insert(ordering.pixels);
    Index least = 1;
    for (std::size_t l = 0; l < 2; ++l) {
      CHECK(std::is_sorted(ordering.degrees[l].begin(), ordering.degrees[l].end()));
      // Otherwise a unit could have no inputs.
      CHECK(ordering.degrees[l].front() >= least);
      CHECK(ordering.degrees[l].back() <= 39);
      std::vector<Index> units = ordering.units[l];
      std::sort(units.begin(), units.end());
      for (std::size_t k = 0; k < units.size(); ++k) CHECK(units[k] == static_cast<Index>(k));
      least = ordering.degrees[l].front();
    }
    const MadeOrdering again = made_ordering(config, m);
    CHECK((again.pixels == ordering.pixels && again.degrees == ordering.degrees && again.units == ordering.units));
  }
  CHECK(different.size() == 8);
  CHECK(made_ordering(config_of(40, {30}, 8, 6), 1).pixels != made_ordering(config, 1).pixels);
}

TEST_CASE("Over all images the probabilities of each ordering add up to 1, and so do those of their mean") {
  const Matrix<double> x = all_images<double>(6);
  for (const ModelConfig& config : configs()) {
    const auto model = random_made<double>(config, 41);
    CAPTURE(config.hidden, config.orderings);
    Vector<double> mean = Vector<double>::Zero(x.cols());
    for (Index m = 0; m < config.orderings; ++m) {
      const Vector<double> p = log_probabilities(*model, x, m).array().exp();
      CHECK_THAT(p.sum(), near(1.0, 1e-12));
      mean += p / static_cast<double>(config.orderings);
    }
    const Vector<double> mixed = (-model->negative_log_likelihoods(x).array()).exp();
    CHECK_THAT(mixed.sum(), near(1.0, 1e-12));
    CHECK((mixed - mean).cwiseAbs().maxCoeff() < 1e-14);
  }
}

TEST_CASE("The likelihood is a mean of probabilities, not of logits or of log-probabilities") {
  const Matrix<double> x = all_images<double>(6);
  const auto model = random_made<double>(configs()[0], 42);
  Matrix<double> logits, sum = Matrix<double>::Zero(6, x.cols());
  Vector<double> log_sum = Vector<double>::Zero(x.cols());
  for (Index m = 0; m < 4; ++m) {
    model->conditional_logits(x, m, logits);
    sum += logits / 4.0;
    log_sum += log_probabilities(*model, x, m) / 4.0;
  }
  const Vector<double> of_logits = (-bernoulli_loss(sum, x).array()).exp(), of_logs = log_sum.array().exp();
  // Neither is a density; both would be taken for a likelihood.
  CHECK(std::abs(of_logits.sum() - 1.0) > 0.01);
  CHECK(of_logs.sum() < 0.99);
  const Vector<double> mixed = (-model->negative_log_likelihoods(x).array()).exp();
  CHECK((mixed - of_logits).cwiseAbs().maxCoeff() > 1e-3);
  CHECK((mixed - of_logs).cwiseAbs().maxCoeff() > 1e-3);
}

TEST_CASE("A logit depends on the pixels before it in its ordering, through both paths, and on no other") {
  const ModelConfig config = config_of(12, {40}, 5);
  const auto model = random_made<double>(config, 43);
  const Matrix<double> x = random_ink<double>(12, 1, 0.5, 44);
  for (Index m = 0; m < 5; ++m) {
    const MadeOrdering& ordering = model->orderings()[static_cast<std::size_t>(m)];
    Matrix<double> logits, changed;
    model->conditional_logits(x, m, logits);
    for (Index j = 0; j < 12; ++j) {
      Matrix<double> other = x;
      other(j) = 1.0 - other(j);
      model->conditional_logits(other, m, changed);
      for (Index i = 0; i < 12; ++i) {
        CAPTURE(m, i, j);
        CHECK((changed(i) != logits(i)) == (position_of(ordering, j) < position_of(ordering, i)));
      }
    }
  }
}

TEST_CASE("Every gradient of each ordering agrees with central differences") {
  const Matrix<double> x = random_ink<double>(6, 5, 0.4, 45);
  for (const ModelConfig& config : configs()) {
    const auto model = random_made<double>(config, 46);
    for (Index m = 0; m < config.orderings; ++m) {
      CAPTURE(config.hidden, m);
      const auto loss = [&] { return -log_probabilities(*model, x, m).mean(); };
      // Step 2 M + m takes ordering m.
      const auto step = static_cast<std::uint64_t>(2 * config.orderings + m);
      const LossTerms terms = model->loss_and_gradient(x, {}, {1, step});
      CHECK_THAT(terms.reconstruction, near(loss(), 1e-12));
      for (Parameter<double>* p : model->parameters()) {
        CAPTURE(p->name);
        const WeightMatrix<double> gradient = p->gradient;
        CHECK(gradient_error(p->value, gradient, loss) < 1e-5);
      }
    }
  }
}

TEST_CASE("Ordering 0 is the raster order: its logits and samples are those of a MADE with the masked weights") {
  const ModelConfig config = config_of(9, {7, 12}, 3);
  const auto model = random_made<float>(config, 47);
  ModelConfig one = config;
  one.orderings = 1;
  Fvbn<float> masked(one);
  const ParameterList<float> from = model->parameters(), to = masked.parameters();
  for (std::size_t i = 0; i < to.size(); ++i) {
    CHECK(to[i]->name == from[i]->name);
    to[i]->value = from[i]->value.array() * mask_of(masked, to[i]->name).array();
  }
  const Matrix<float> x = random_ink<float>(9, 8, 0.5, 48);
  Matrix<float> expected, got;
  masked.conditional_logits(x, expected);
  model->conditional_logits(x, got);
  CHECK(got == expected);
  const std::vector<float> given = {1, 0, 1};
  CHECK(model->sample_given(given, 5, 2).pixels == masked.sample_given(given, 5, 2).pixels);
}

TEST_CASE("Samples without given pixels are of the mean over the orderings, with the probabilities of their own") {
  const auto model = random_made<float>(config_of(6, {9}, 4), 49);
  const Matrix<float> all = all_images<float>(6);
  const Vector<double> p = (-model->negative_log_likelihoods(all).array()).exp();
  Matrix<float> logits;
  model->conditional_logits(all, 0, logits);
  const Vector<double> raster = (-bernoulli_loss(logits, all).array()).exp();
  constexpr Index kSamples = 20'000;
  Vector<double> frequency = Vector<double>::Zero(all.cols());
  for (Index n = 0; n < kSamples; ++n) {
    const GivenSample sample = model->sample_given({}, 3, static_cast<std::uint64_t>(n));
    Index number = 0;
    double log_p = 0.0;
    for (std::size_t i = 0; i < 6; ++i) {
      number |= static_cast<Index>(sample.pixels[i]) << i;
      const auto ink = static_cast<double>(sample.probabilities[i]);
      log_p += std::log(sample.pixels[i] == 1.0f ? ink : 1.0 - ink);
    }
    frequency[number] += 1.0 / kSamples;
    if (n >= 200) continue;
    // The probabilities are those of one ordering, whose product is p_m(x).
    double nearest = 1.0;
    for (Index m = 0; m < 4; ++m) {
      model->conditional_logits(all, m, logits);
      nearest = std::min(nearest, std::abs(log_p + bernoulli_loss(logits, all)[number]));
    }
    CHECK(nearest < 1e-4);
  }
  // Chi squared of 63 degrees of freedom: below 120 but once in 100,000 times.
  const auto distance = [&](const Vector<double>& of) {
    return ((frequency - of).array().square() / of.array()).sum() * kSamples;
  };
  CHECK(distance(p) < 120.0);
  CHECK(distance(raster) > 1000.0);
}

TEST_CASE("Training on orderings lowers the likelihood of their mean, also after a save") {
  const Digits digits = synthetic_digits(60, 20, 3);
  TrainingConfig training;
  training.batch_size = 10;
  training.learning_rate = 3e-3;
  const ModelConfig config = config_of(784, {20}, 3);
  const auto whole = Session::create(config, training, &digits), begun = Session::create(config, training, &digits);
  const auto score = [&](Session& session) {
    return evaluate_bound(session.model(), digits.held_out_examples(config), {}).negative_elbo.mean;
  };
  const double before = score(*whole);
  whole->trainer().run(digits.train_images(), 40);
  CHECK(score(*whole) < 0.9 * before);
  begun->trainer().run(digits.train_images(), 13);
  const auto resumed = Session::load(begun->save(&digits, std::nullopt, false, true), std::nullopt);
  CHECK(resumed->model().config() == config);
  resumed->trainer().run(digits.train_images(), 27);
  CHECK(checksum(resumed->model()) == checksum(whole->model()));
  CHECK(score(*resumed) == score(*whole));
}

TEST_CASE("Orderings and their seed are written unless there is one, and belong to a made only") {
  const ModelConfig config = config_of(9, {5}, 4, 77);
  CHECK(to_json(config)["orderings"] == 4);
  CHECK(to_json(config)["ordering_seed"] == 77);
  CHECK(model_config_from_json(to_json(config)) == config);
  CHECK(to_json(config_of(9, {5}, 1)).count("orderings") == 0);
  CHECK(to_json(config_of(9, {5}, 1)).count("ordering_seed") == 0);
  CHECK(config_of(9, {5}, 1, 3) == config_of(9, {5}, 1, 4));
  CHECK(!(config_of(9, {5}, 2, 3) == config_of(9, {5}, 2, 4)));
  ModelConfig vae;
  vae.orderings = 2;
  CHECK_THAT(message_of<std::invalid_argument>([&] { validate(vae); }), contains("orderings"));
  CHECK_THROWS_AS(validate(config_of(9, {5}, 0)), std::invalid_argument);
  CHECK_THROWS_AS(validate(config_of(9, {5}, 257)), std::invalid_argument);
}

}  // namespace latentpad::test::ordered_made_test
