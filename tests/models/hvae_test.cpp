#include "models/hvae.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "support/catch.h"
#include "support/every_engine.h"
#include "support/gradient_check.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::hvae_test {

namespace {

constexpr Index kPixels = 11, kBatch = 4;
constexpr InferenceKind kBoth[] = {InferenceKind::bottom_up, InferenceKind::top_down};

ModelConfig config_of(std::vector<StochasticLayer> lower, std::vector<LayerSpec> hidden, Index latent,
                      InferenceKind inference, Activation activation = Activation::tanh) {
  ModelConfig config{"hvae", kPixels, std::move(hidden), latent, activation};
  config.lower_layers = std::move(lower);
  config.inference = inference;
  return config;
}

/// Two and three layers, with and without hidden layers.
std::vector<ModelConfig> configs() {
  std::vector<ModelConfig> list;
  for (const InferenceKind inference : kBoth) {
    list.push_back(config_of({{{6, 5}, 3}}, {4}, 2, inference));
    list.push_back(config_of({{{}, 3}}, {}, 2, inference));
    list.push_back(config_of({{{6}, 4}, {{}, 3}}, {5, 4}, 2, inference, Activation::relu));
  }
  return list;
}

Hvae<double> random_hvae(const ModelConfig& config, std::uint64_t seed, double scale = 0.5) {
  Hvae<double> hvae(config);
  randomize(hvae.parameters(), scale, seed);
  return hvae;
}

double log_normal(double value, double mean, double log_var) {
  const double distance = value - mean;
  return -0.5 * (std::log(2.0 * std::numbers::pi) + log_var + distance * distance / std::exp(log_var));
}

double log_normal(const Matrix<double>& z, const Matrix<double>& mu, const Matrix<double>& log_var) {
  double sum = 0.0;
  for (Index d = 0; d < z.size(); ++d) sum += log_normal(z(d), mu(d), log_var(d));
  return sum;
}

Matrix<double> parameter(Hvae<double>& hvae, const std::string& name) {
  for (const Parameter<double>* p : hvae.parameters()) {
    if (p->name == name) return p->value;
  }
  FAIL("no parameter " << name);
  return {};
}

/// mu and log_var of the network `name` with these numbers of hidden layers, all with tanh, and its h.
struct Gaussian {
  Matrix<double> mu, log_var, h;
};

Gaussian gaussian(Hvae<double>& hvae, const std::string& name, std::size_t hidden, Matrix<double> h) {
  const auto linear = [&](const std::string& layer) -> Matrix<double> {
    return parameter(hvae, layer + ".weight") * h + parameter(hvae, layer + ".bias");
  };
  for (std::size_t i = 0; i < hidden; ++i) h = linear(name + ".hidden." + std::to_string(i)).array().tanh().matrix();
  return {linear(name + ".mu"), linear(name + ".log_var"), h};
}

/// log w of one draw of the model of two layers, from the densities.
double log_weight(Hvae<double>& hvae, const Matrix<double>& x, const Matrix<double>& epsilon) {
  const ModelConfig& config = hvae.config();
  const std::size_t lower = config.lower_layers[0].hidden.size(), upper = config.hidden.size();
  const Index rows = config.lower_layers[0].latent_dim;
  const Matrix<double> e0 = epsilon.topRows(rows), e1 = epsilon.bottomRows(config.latent_dim);
  const auto sample = [](const Gaussian& q, const Matrix<double>& e) -> Matrix<double> {
    return q.mu + ((q.log_var / 2).array().exp() * e.array()).matrix();
  };
  Matrix<double> z0, z1;
  Gaussian q0, q1;
  if (config.inference == InferenceKind::bottom_up) {
    q0 = gaussian(hvae, "encoder.0", lower, x);
    z0 = sample(q0, e0);
    q1 = gaussian(hvae, "encoder.1", upper, z0);
    z1 = sample(q1, e1);
  } else {
    const Gaussian of_x = gaussian(hvae, "ladder.0", lower, x);
    q1 = gaussian(hvae, "ladder.1", upper, of_x.h);
    z1 = sample(q1, e1);
    const Gaussian p0 = gaussian(hvae, "prior.0", upper, z1);
    const auto a = (-of_x.log_var).array().exp(), b = (-p0.log_var).array().exp();
    q0.mu = ((of_x.mu.array() * a + p0.mu.array() * b) / (a + b)).matrix();
    q0.log_var = (-(a + b).log()).matrix();
    z0 = sample(q0, e0);
  }
  const Gaussian p0 = gaussian(hvae, "prior.0", upper, z1);
  Matrix<double> h = z0;
  for (std::size_t i = 0; i <= lower; ++i) {
    const std::string layer = "decoder." + std::to_string(i);
    h = (parameter(hvae, layer + ".weight") * h + parameter(hvae, layer + ".bias")).eval();
    if (i < lower) h = h.array().tanh().matrix().eval();
  }
  const Matrix<double> zero = Matrix<double>::Zero(z1.rows(), 1);
  return -bernoulli_loss(h, x)[0] + log_normal(z0, p0.mu, p0.log_var) + log_normal(z1, zero, zero) -
         log_normal(z0, q0.mu, q0.log_var) - log_normal(z1, q1.mu, q1.log_var);
}

void check_gradients(Hvae<double>& hvae, const std::function<double()>& loss, double tolerance = 1e-6) {
  for (Parameter<double>* p : hvae.parameters()) {
    CAPTURE(p->name);
    CHECK(gradient_error(p->value, p->gradient, loss) < tolerance);
  }
}

}  // namespace

TEST_CASE("Every gradient of the ELBO of several stochastic layers agrees with central differences") {
  for (const ModelConfig& config : configs()) {
    // The loss is linear in beta.
    for (const double beta : {0.0, 3.0}) {
      CAPTURE(inference_name(config.inference), config.lower_layers.size(), config.hidden.size(), beta);
      Hvae<double> hvae = random_hvae(config, 11);
      const Matrix<double> x = random_ink<double>(kPixels, kBatch, 0.4, 12);
      const Matrix<double> epsilon = random_normal<Matrix<double>>(noise_dim(config), kBatch, 13);
      HvaeWorkspace<double> workspace, scratch;
      hvae.negative_elbo(x, epsilon, workspace);
      hvae.backward(x, epsilon, beta, workspace);
      check_gradients(hvae, [&] {
        const LossTerms terms = hvae.negative_elbo(x, epsilon, scratch);
        return terms.reconstruction + beta * terms.kl;
      });
    }
  }
}

TEST_CASE("Every gradient of the importance-weighted bound of several layers agrees with central differences") {
  for (const ModelConfig& config : configs()) {
    for (const Index k : {1, 3}) {
      CAPTURE(inference_name(config.inference), config.lower_layers.size(), config.hidden.size(), k);
      Hvae<double> hvae = random_hvae(config, 21);
      const Matrix<double> x = random_ink<double>(kPixels, kBatch, 0.4, 22);
      const Matrix<double> epsilon = random_normal<Matrix<double>>(noise_dim(config), kBatch * k, 23);
      HvaeWorkspace<double> workspace, scratch;
      LossTerms terms;
      hvae.importance_weighted_loss(x, epsilon, workspace, terms);
      hvae.importance_weighted_backward(x, epsilon, workspace);
      check_gradients(hvae, [&] { return hvae.importance_weighted_loss(x, epsilon, scratch, terms); });
    }
  }
}

TEST_CASE("The gradients agree with central differences where log_var of a posterior or a prior is clamped") {
  for (const InferenceKind inference : kBoth) {
    CAPTURE(inference_name(inference));
    Hvae<double> hvae = random_hvae(config_of({{{6}, 3}}, {4}, 2, inference), 31);
    std::vector<Parameter<double>*> clamped;
    for (Parameter<double>* p : hvae.parameters()) {
      if (p->name.ends_with("0.log_var.bias")) clamped.push_back(p);
    }
    REQUIRE(clamped.size() == 2);
    // Above the range: below it, distances would be divided by e^−30.
    for (Parameter<double>* p : clamped) p->value(0) = 40.0;
    const Matrix<double> x = random_ink<double>(kPixels, kBatch, 0.4, 32);
    Matrix<double> epsilon = random_normal<Matrix<double>>(5, kBatch, 33);
    epsilon.row(0) *= 1e-5;  // otherwise e^10 would dominate all other terms
    HvaeWorkspace<double> workspace, scratch;
    hvae.negative_elbo(x, epsilon, workspace);
    hvae.backward(x, epsilon, 1.0, workspace);
    check_gradients(
        hvae,
        [&] {
          const LossTerms terms = hvae.negative_elbo(x, epsilon, scratch);
          return terms.reconstruction + terms.kl;
        },
        1e-5);
    for (const Parameter<double>* p : clamped) {
      CHECK(p->gradient(0) == 0.0);
      CHECK(p->gradient(1) != 0.0);
    }
  }
}

TEST_CASE("The weights of the draws are those of the densities, and the loss is their negative log mean") {
  for (const InferenceKind inference : kBoth) {
    for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {4, 6}}) {
      CAPTURE(inference_name(inference), hidden);
      Hvae<double> hvae = random_hvae(config_of({{hidden, 3}}, hidden, 2, inference), 41);
      constexpr Index kDraws = 5;
      const Matrix<double> x = random_ink<double>(kPixels, kBatch, 0.4, 42);
      const Matrix<double> epsilon = random_normal<Matrix<double>>(5, kBatch * kDraws, 43);
      Vector<double> expected(epsilon.cols());
      double loss = 0.0;
      for (Index n = 0; n < epsilon.cols(); ++n) {
        expected[n] = log_weight(hvae, x.col(n / kDraws), epsilon.col(n));
      }
      for (Index b = 0; b < kBatch; ++b) {
        loss -= std::log(expected.segment(b * kDraws, kDraws).array().exp().mean()) / kBatch;
      }
      HvaeWorkspace<double> workspace;
      LossTerms terms;
      CHECK_THAT(hvae.importance_weighted_loss(x, epsilon, workspace, terms), near(loss, 1e-12));
      with_every_engine([&] {
        const auto draws = hvae.draws();
        draws->encode(x);
        draws->draw(epsilon);
        for (Index n = 0; n < epsilon.cols(); ++n) CHECK_THAT(draws->log_weights()[n], near(expected[n], 1e-11));
        // The terms of the draws are those of the loss.
        CHECK_THAT(draws->reconstruction().mean(), near(terms.reconstruction, 1e-13));
        CHECK_THAT(draws->kl().sum() / static_cast<double>(epsilon.cols()), near(terms.kl, 1e-13));
      });
    }
  }
}

TEST_CASE("The bound of 1 + 1 latent dimensions rises to the integral of p(x)") {
  for (const InferenceKind inference : kBoth) {
    CAPTURE(inference_name(inference));
    Hvae<double> hvae = random_hvae(config_of({{{5}, 1}}, {4}, 1, inference), 51, 0.6);
    widen_posterior(hvae.parameters());
    const Matrix<double> x = random_ink<double>(kPixels, 1, 0.4, 52);

    // log ∫∫ p(x | z_0) p(z_0 | z_1) p(z_1), with z_0 in standard deviations of its prior.
    constexpr Index kSide = 161;
    constexpr double kRange = 8.0, kStep = 2 * kRange / (kSide - 1);
    const Vector<double> grid = Vector<double>::LinSpaced(kSide, -kRange, kRange);
    double p_of_x = 0.0;
    Matrix<double> outputs;
    for (Index row = 0; row < kSide; ++row) {
      Matrix<double> noise(2, kSide);
      noise.row(0) = grid.transpose();
      noise.row(1).setConstant(grid[row]);
      hvae.generate(noise, outputs);
      const Vector<double> losses = bernoulli_loss(outputs, Matrix<double>(x.replicate(1, kSide)));
      for (Index n = 0; n < kSide; ++n) {
        p_of_x += std::exp(-losses[n] + log_normal(grid[n], 0, 0) + log_normal(grid[row], 0, 0)) * kStep * kStep;
      }
    }

    double before = -1e300;
    // The same draws, in groups of k.
    for (const Index k : {1, 10, 100, 2000}) {
      const Index repeats = 20000 / k;
      const Matrix<double> epsilon = random_normal<Matrix<double>>(2, repeats * k, 53);
      HvaeWorkspace<double> workspace;
      LossTerms terms;
      const double bound = -hvae.importance_weighted_loss(x.replicate(1, repeats), epsilon, workspace, terms);
      CAPTURE(k, bound, std::log(p_of_x));
      CHECK(bound > before);
      CHECK(bound < std::log(p_of_x) + 0.01);
      before = bound;
      if (k == 1) CHECK_THAT(bound, near(-terms.negative_elbo(), 0.0, 0.05));
    }
    CHECK_THAT(before, near(std::log(p_of_x), 0.0, 0.02));
  }
}

TEST_CASE("The mean of the bound's terms over draws is the same with and without closed forms") {
  for (const ModelConfig& config : configs()) {
    CAPTURE(inference_name(config.inference), config.lower_layers.size());
    Hvae<double> hvae = random_hvae(config, 61, 0.4);
    constexpr Index kDraws = 5000;
    const Matrix<double> x = random_ink<double>(kPixels, 1, 0.4, 62);
    const auto draws = hvae.draws();
    draws->encode(x);
    draws->draw(random_normal<Matrix<double>>(noise_dim(config), kDraws, 63));
    const Vector<double> difference =
        draws->log_weights() + draws->reconstruction() + Vector<double>(draws->kl().colwise().sum().transpose());
    const double mean = difference.mean(), error = std::sqrt((difference.array() - mean).square().mean() / kDraws);
    CHECK(error < 0.05);
    CHECK_THAT(mean, near(0.0, 0.0, 5 * error));
  }
}

TEST_CASE("The code of several layers is the top layer: from the means below, and to the means below") {
  for (const InferenceKind inference : kBoth) {
    CAPTURE(inference_name(inference));
    Hvae<double> hvae = random_hvae(config_of({{{6, 5}, 3}}, {4}, 2, inference), 71);
    const Matrix<double> x = random_ink<double>(kPixels, kBatch, 0.4, 72);
    Matrix<double> mu, log_var, outputs, of_noise;
    hvae.encode(x, mu, log_var);
    const bool top_down = inference == InferenceKind::top_down;
    for (Index b = 0; b < kBatch; ++b) {
      const Gaussian below = gaussian(hvae, top_down ? "ladder.0" : "encoder.0", 2, x.col(b));
      const Gaussian code = gaussian(hvae, top_down ? "ladder.1" : "encoder.1", 1, top_down ? below.h : below.mu);
      CHECK((mu.col(b) - code.mu).norm() < 1e-12);
      CHECK((log_var.col(b) - code.log_var).norm() < 1e-12);
    }
    // decode() is a sample of the prior of the layers below with all noise at 0.
    Matrix<double> noise = Matrix<double>::Zero(5, kBatch);
    noise.bottomRows(2) = mu;
    hvae.decode(mu, outputs);
    hvae.generate(noise, of_noise);
    CHECK((outputs - of_noise).norm() < 1e-12);
    noise.topRows(3).setOnes();
    hvae.generate(noise, of_noise);
    CHECK((outputs - of_noise).norm() > 0.01);

    CHECK(hvae.encoder_activations(x).size() == 3);
    const std::vector<Matrix<double>> activations = hvae.decoder_activations(mu);
    REQUIRE(activations.size() == 3);
    CHECK(activations[0].rows() == 4);
    CHECK(activations[2].rows() == 6);
  }
}

TEST_CASE("A training step's noise depends on seed and step, and its objectives are those of the passes") {
  Hvae<double> hvae = random_hvae(config_of({{{6}, 3}}, {4}, 2, InferenceKind::bottom_up), 81);
  const Matrix<double> x = random_ink<double>(kPixels, kBatch, 0.4, 82);
  for (const Objective& objective : {Objective{ObjectiveKind::elbo, 2.0}, Objective{ObjectiveKind::iwae, 1.0, 3}}) {
    const LossTerms terms = hvae.loss_and_gradient(x, objective, {5, 17});
    const WeightMatrix<double> gradient = hvae.parameters()[0]->gradient;
    Matrix<double> epsilon(5, kBatch * objective.importance_samples);
    NoiseStream(5, NoisePurpose::epsilon, 17)
        .standard_normal(0, static_cast<std::uint64_t>(epsilon.size()), epsilon.data());
    HvaeWorkspace<double> workspace;
    LossTerms expected;
    if (objective.kind == ObjectiveKind::iwae) {
      hvae.importance_weighted_loss(x, epsilon, workspace, expected);
      hvae.importance_weighted_backward(x, epsilon, workspace);
    } else {
      expected = hvae.negative_elbo(x, epsilon, workspace);
      hvae.backward(x, epsilon, 2.0, workspace);
    }
    CHECK(terms.reconstruction == expected.reconstruction);
    CHECK(terms.kl == expected.kl);
    CHECK(hvae.parameters()[0]->gradient == gradient);
    CHECK(hvae.loss_and_gradient(x, objective, {5, 18}).reconstruction != terms.reconstruction);
  }
}

TEST_CASE("A model of several layers refuses what has no meaning for it") {
  Hvae<double> hvae = random_hvae(config_of({{{6}, 3}}, {4}, 2, InferenceKind::top_down), 91);
  const Matrix<double> x = random_ink<double>(kPixels, kBatch, 0.4, 92);
  for (const EstimatorKind estimator : {EstimatorKind::stl, EstimatorKind::dreg}) {
    const Objective objective{ObjectiveKind::iwae, 1.0, 3, estimator};
    CHECK_THAT(message_of<std::invalid_argument>([&] { hvae.loss_and_gradient(x, objective, {1, 1}); }),
               contains("expected a vae or a cvae, whose code is the only latent variable; got a model of kind hvae"));
  }
  LatentPass<double> pass;
  CHECK_THAT(message_of<std::invalid_argument>([&] { hvae.trace(x, Matrix<double>::Zero(2, kBatch), 1.0, pass); }),
             contains("trace: expected a model without several stochastic layers (vae and cvae), got hvae"));
  Matrix<double> outputs;
  CHECK_THROWS(hvae.generate(Matrix<double>::Zero(2, 1), outputs));
  CHECK_THROWS(hvae.decode(Matrix<double>::Zero(5, 1), outputs));
}

}  // namespace latentpad::test::hvae_test
