// Learned priors: densities, gradients of every parameter for every objective and estimator, and their settings.
#include "models/prior.h"

#include <cmath>
#include <numbers>

#include "math/vec_math.h"
#include "models/vae.h"
#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::prior_test {

namespace {

constexpr Index kBatch = 4, kLatent = 3, kPixels = 11;

ModelConfig config_of(const char* prior, const std::vector<LayerSpec>& hidden, Index components = 5) {
  return with_prior({"vae", kPixels, hidden, kLatent, Activation::tanh}, prior, components);
}

Vae<double> random_vae(const ModelConfig& config, std::uint64_t seed) {
  Vae<double> vae(config);
  randomize(vae.parameters(), 0.5, seed);
  return vae;
}

template <typename Scalar>
Parameter<Scalar>& parameter(Model<Scalar>& model, const std::string& name) {
  for (Parameter<Scalar>* p : model.parameters()) {
    if (p->name == name) return *p;
  }
  FAIL("no parameter " << name);
  std::abort();
}

double log_normal(double value, double mean, double log_var) {
  const double distance = value - mean;
  return -0.5 * (std::log(2.0 * std::numbers::pi) + log_var + distance * distance / std::exp(log_var));
}

/// log p(z) of each column, from the definitions and the model's parameters.
Vector<double> log_priors(Vae<double>& vae, const Matrix<double>& z) {
  Matrix<double> means, log_vars;
  Vector<double> logits;
  if (vae.config().prior.name == "vamp") {
    const Matrix<double> inputs = parameter<double>(vae, "prior.pseudo_inputs").value.transpose();
    vae.encode(inputs.cwiseMax(0.0).cwiseMin(1.0), means, log_vars);
    logits = Vector<double>::Zero(means.cols());
  } else {
    means = parameter<double>(vae, "prior.means").value.transpose();
    log_vars = parameter<double>(vae, "prior.log_vars").value.transpose();
    logits = parameter<double>(vae, "prior.logits").value;
  }
  double normalizer = 0.0;
  for (const double logit : logits) normalizer += std::exp(logit);
  Vector<double> result(z.cols());
  for (Index n = 0; n < z.cols(); ++n) {
    double sum = 0.0;
    for (Index k = 0; k < means.cols(); ++k) {
      double log_density = logits[k] - std::log(normalizer);
      for (Index d = 0; d < z.rows(); ++d) log_density += log_normal(z(d, n), means(d, k), log_vars(d, k));
      sum += std::exp(log_density);
    }
    result[n] = std::log(sum);
  }
  return result;
}

Matrix<double> ink(std::uint64_t seed) { return random_ink<double>(kPixels, kBatch, 0.4, seed); }
Matrix<double> noise(Index k, std::uint64_t seed) { return random_normal<Matrix<double>>(kLatent, kBatch * k, seed); }

/// z, −log p(x | z), and log q(z | x) of each column of epsilon, with the encoder of `encoder`, the decoder of
/// `decoder` and the q of `density`.
struct Draws {
  Matrix<double> z;
  Vector<double> reconstruction, log_q;
};

Draws draws_of(const Vae<double>& encoder, const Vae<double>& decoder, const Vae<double>& density,
               const Matrix<double>& x, const Matrix<double>& epsilon) {
  const Index k = epsilon.cols() / x.cols();
  Matrix<double> mu, log_var, q_mu, q_log_var, outputs;
  encoder.encode(x, mu, log_var);
  density.encode(x, q_mu, q_log_var);
  Draws draws{epsilon, {}, Vector<double>::Zero(epsilon.cols())};
  Matrix<double> pixels(kPixels, epsilon.cols());
  for (Index n = 0; n < epsilon.cols(); ++n) {
    const Index b = n / k;
    for (Index d = 0; d < kLatent; ++d) {
      draws.z(d, n) = mu(d, b) + std::exp(log_var(d, b) / 2) * epsilon(d, n);
      draws.log_q[n] += log_normal(draws.z(d, n), q_mu(d, b), q_log_var(d, b));
    }
    pixels.col(n) = x.col(b);
  }
  decoder.decode(draws.z, outputs);
  draws.reconstruction = bernoulli_loss(outputs, pixels);
  return draws;
}

}  // namespace

TEST_CASE("The portable logarithm agrees with the library's") {
  for (double x = 1e-300; x < 1e300; x *= 1.7320508) CHECK_THAT(portable::log_of_double(x), near(std::log(x), 4e-16));
  for (double x = 0.5; x < 2.0; x += 0.000731) {
    CHECK_THAT(portable::log_of_double(x), near(std::log(x), 4e-16, 1e-17));
  }
  CHECK(portable::log_of_double(1.0) == 0.0);
}

TEST_CASE("The KL term is log q(z | x) - log p(z) of the sample, by the definitions of the densities") {
  for (const char* prior : {"mixture", "vamp"}) {
    for (const Index components : {1, 5}) {
      CAPTURE(prior, components);
      Vae<double> vae = random_vae(config_of(prior, {7}, components), 51);
      const Matrix<double> x = ink(52), epsilon = noise(1, 53);
      VaeWorkspace<double> workspace;
      const LossTerms terms = vae.negative_elbo(x, epsilon, workspace);
      const Draws draws = draws_of(vae, vae, vae, x, epsilon);
      CHECK_THAT(terms.kl, near((draws.log_q - log_priors(vae, draws.z)).mean(), 1e-12));
      CHECK_THAT(terms.reconstruction, near(draws.reconstruction.mean(), 1e-12));
    }
  }
}

TEST_CASE("Every gradient of a VAE with a learned prior agrees with central differences") {
  for (const char* prior : {"mixture", "vamp"}) {
    for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {7}, {6, 5}, {conv2d(2, 3, 2, 1), 5}}) {
      for (const double beta : {1.0, 0.3}) {
        CAPTURE(prior, hidden, beta);
        Vae<double> vae = random_vae(config_of(prior, hidden), 61);
        const Matrix<double> x = ink(62), epsilon = noise(1, 63);
        VaeWorkspace<double> workspace, scratch;
        vae.negative_elbo(x, epsilon, workspace);
        vae.backward(x, epsilon, beta, workspace);
        for (Parameter<double>* p : vae.parameters()) {
          CAPTURE(p->name);
          CHECK(p->gradient.norm() > 0.0);
          CHECK(gradient_error(p->value, p->gradient, [&] {
                  const LossTerms terms = vae.negative_elbo(x, epsilon, scratch);
                  return terms.reconstruction + beta * terms.kl;
                }) < 1e-6);
        }
      }
    }
  }
}

TEST_CASE("Every gradient of the importance-weighted bound with a learned prior agrees with central differences") {
  for (const char* prior : {"mixture", "vamp"}) {
    for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {7}}) {
      for (const Index k : {1, 4}) {
        CAPTURE(prior, hidden, k);
        Vae<double> vae = random_vae(config_of(prior, hidden), 64);
        const Matrix<double> x = ink(65), epsilon = noise(k, 66);
        VaeWorkspace<double> workspace, scratch;
        LossTerms terms;
        const double loss = vae.importance_weighted_loss(x, epsilon, workspace, terms);
        const Draws draws = draws_of(vae, vae, vae, x, epsilon);
        const Vector<double> log_p = log_priors(vae, draws.z);
        double expected = 0.0;
        for (Index b = 0; b < kBatch; ++b) {
          double sum = 0.0;
          for (Index n = b * k; n < (b + 1) * k; ++n) {
            sum += std::exp(-draws.reconstruction[n] + log_p[n] - draws.log_q[n]);
          }
          expected -= std::log(sum / static_cast<double>(k)) / kBatch;
        }
        CHECK_THAT(loss, near(expected, 1e-12));
        if (k == 1) CHECK_THAT(terms.negative_elbo(), near(loss, 1e-12));
        vae.importance_weighted_backward(x, epsilon, workspace);
        for (Parameter<double>* p : vae.parameters()) {
          CAPTURE(p->name);
          CHECK(gradient_error(p->value, p->gradient,
                               [&] { return vae.importance_weighted_loss(x, epsilon, scratch, terms); }) < 1e-6);
        }
      }
    }
  }
}

TEST_CASE("The gradients of stl and dreg with a learned prior are those of their definitions") {
  for (const char* prior : {"mixture", "vamp"}) {
    for (const auto& [estimator, k] :
         {std::pair{EstimatorKind::stl, Index{0}}, {EstimatorKind::stl, 3}, {EstimatorKind::dreg, 3}}) {
      CAPTURE(prior, estimator_name(estimator), k);
      const double beta = k == 0 ? 0.6 : 1.0;
      Vae<double> vae = random_vae(config_of(prior, {7}), 71), fixed = random_vae(config_of(prior, {7}), 71);
      const Matrix<double> x = ink(72), epsilon = noise(std::max<Index>(k, 1), 73);
      VaeWorkspace<double> workspace;
      const Draws before = draws_of(vae, vae, vae, x, epsilon);
      Vector<double> weights = Vector<double>::Ones(epsilon.cols());
      if (k == 0) {
        vae.negative_elbo(x, epsilon, workspace);
        vae.backward(x, epsilon, beta, workspace, estimator);
      } else {
        LossTerms terms;
        vae.importance_weighted_loss(x, epsilon, workspace, terms);
        vae.importance_weighted_backward(x, epsilon, workspace, estimator);
        weights = (-before.reconstruction + log_priors(fixed, before.z) - before.log_q).array().exp();
        for (Index b = 0; b < kBatch; ++b) weights.segment(b * k, k) /= weights.segment(b * k, k).sum();
      }
      const Vector<double> path_weights =
          estimator == EstimatorKind::dreg ? Vector<double>(weights.cwiseAbs2()) : weights;
      // The path through z, with all else fixed, and decoder and prior with z fixed.
      const auto surrogate = [&] {
        const Draws path = draws_of(vae, fixed, fixed, x, epsilon), rest = draws_of(fixed, vae, fixed, x, epsilon);
        const Vector<double> of_path = path.reconstruction + beta * (path.log_q - log_priors(fixed, path.z)),
                             of_rest = rest.reconstruction - beta * log_priors(vae, rest.z);
        return (path_weights.dot(of_path) + weights.dot(of_rest)) / kBatch;
      };
      for (Parameter<double>* p : vae.parameters()) {
        CAPTURE(p->name);
        CHECK(gradient_error(p->value, p->gradient, surrogate) < 1e-6);
      }
    }
  }
}

TEST_CASE("A mixture of one standard normal component gives the numbers of N(0, I)") {
  Vae<double> standard({"vae", kPixels, {7}, kLatent, Activation::tanh});
  randomize(standard.parameters(), 0.5, 81);
  Vae<double> mixture(config_of("mixture", {7}, 1));
  const ParameterList<double> from = standard.parameters(), to = mixture.parameters();
  REQUIRE(to.size() == from.size() + 3);
  for (std::size_t i = 0; i < from.size(); ++i) to[i]->value = from[i]->value;
  const Matrix<double> x = ink(82), epsilon = noise(5, 83);
  VaeWorkspace<double> a, b;
  LossTerms terms;
  CHECK_THAT(mixture.importance_weighted_loss(x, epsilon, a, terms),
             near(standard.importance_weighted_loss(x, epsilon, b, terms), 1e-13));
  for (const EstimatorKind estimator : {EstimatorKind::reparameterized, EstimatorKind::stl, EstimatorKind::dreg}) {
    mixture.importance_weighted_backward(x, epsilon, a, estimator);
    standard.importance_weighted_backward(x, epsilon, b, estimator);
    for (std::size_t i = 0; i < from.size(); ++i) CHECK(to[i]->gradient.isApprox(from[i]->gradient, 1e-12));
  }
  // With the estimator stl the gradient of the ELBO uses the sample in both.
  const Matrix<double> one = noise(1, 84);
  mixture.negative_elbo(x, one, a);
  standard.negative_elbo(x, one, b);
  mixture.backward(x, one, 0.7, a, EstimatorKind::stl);
  standard.backward(x, one, 0.7, b, EstimatorKind::stl);
  for (std::size_t i = 0; i < from.size(); ++i) CHECK(to[i]->gradient.isApprox(from[i]->gradient, 1e-12));
  const float z[] = {0.3f, -1.5f, 2.0f}, e[] = {1.0f, 0.5f, -0.25f};
  CHECK_THAT(mixture.prior().log_density(z), near(standard.prior().log_density(z), 1e-14));
  CHECK_THAT(mixture.prior().plus_log_ratio(2.0, z, e), near(standard.prior().plus_log_ratio(2.0, z, e), 1e-14));
}

TEST_CASE("Components far from a sample do not overflow, and a clamped variance has no gradient") {
  Vae<float> vae(config_of("mixture", {7}, 3));
  randomize(vae.parameters(), 0.5, 91);
  parameter<float>(vae, "prior.means").value.row(0).setConstant(1e6f);
  parameter<float>(vae, "prior.log_vars").value.row(0).setConstant(-60.0f);
  parameter<float>(vae, "prior.logits").value(1, 0) = -200.0f;
  VaeWorkspace<float> workspace;
  const Matrix<float> x = ink(92).cast<float>(), epsilon = noise(1, 93).cast<float>();
  CHECK(std::isfinite(vae.negative_elbo(x, epsilon, workspace).kl));
  vae.backward(x, epsilon, 1.0, workspace);
  for (const Parameter<float>* p : vae.parameters()) {
    CAPTURE(p->name);
    CHECK(p->gradient.allFinite());
  }
  CHECK(parameter<float>(vae, "prior.log_vars").gradient.row(0).norm() == 0.0f);
  CHECK(parameter<float>(vae, "prior.log_vars").gradient.row(2).norm() > 0.0f);
}

TEST_CASE("Samples of a learned prior have its moments, and each depends on its index alone") {
  for (const char* prior : {"mixture", "vamp"}) {
    CAPTURE(prior);
    Vae<float> vae(config_of(prior, {7}));
    randomize(vae.parameters(), 1.0, 95);
    const PriorDensity density = vae.prior();
    const Matrix<float> z = density.sample(20000, 3);
    for (Index d = 0; d < kLatent; ++d) {
      const PriorDensity::Moments moments = density.moments(d);
      const double mean = z.row(d).cast<double>().mean(), deviation = std::sqrt(moments.variance);
      CHECK(std::abs(mean - moments.mean) < 5 * deviation / std::sqrt(20000.0));
      const double variance = (z.row(d).cast<double>().array() - mean).square().mean();
      CHECK_THAT(variance, near(moments.variance, 0.1));
      const PriorDensity::Interval interval = density.interval(d);
      CHECK(static_cast<double>(z.row(d).minCoeff()) > interval.low);
      CHECK(static_cast<double>(z.row(d).maxCoeff()) < interval.high);
    }
    CHECK(density.sample(10, 3) == z.leftCols(10));
    CHECK(density.sample(10, 4) != z.leftCols(10));
    CHECK(density.sample(10, 3, 1) != z.leftCols(10));
  }
}

TEST_CASE("The initial values of a prior depend on the seed, and pseudo-inputs on the mean image") {
  for (const char* prior : {"mixture", "vamp"}) {
    const char* name = std::string(prior) == "vamp" ? "prior.pseudo_inputs" : "prior.means";
    Vae<float> vae(config_of(prior, {7})), same(config_of(prior, {7})), other(config_of(prior, {7}));
    vae.initialize(1);
    same.initialize(1);
    other.initialize(2);
    const WeightMatrix<float> values = parameter<float>(vae, name).value;
    CHECK(values == parameter<float>(same, name).value);
    CHECK(values != parameter<float>(other, name).value);
    CHECK(values.row(0) != values.row(1));
    Vector<double> mean = Vector<double>::Constant(kPixels, 0.5);
    mean[0] = 0.0;
    mean[1] = 1.0;
    vae.set_output_bias(mean);
    if (std::string(prior) == "mixture") {
      CHECK(values == parameter<float>(vae, name).value);
      continue;
    }
    const WeightMatrix<float>& moved = parameter<float>(vae, name).value;
    CHECK(moved.col(0).isZero());
    CHECK(moved.col(1).isOnes());
    CHECK(moved.row(0) != moved.row(1));
    CHECK(moved.minCoeff() >= 0.0f);
    CHECK(moved.maxCoeff() <= 1.0f);
  }
}

TEST_CASE("Settings of a prior that contradict each other or the model are rejected, naming both") {
  const auto refusal = [](const char* kind, const PriorSpec& prior, Index latent_dim = 2) {
    ModelConfig config{kind, 16, {4}, latent_dim};
    config.prior = prior;
    return message_of<std::invalid_argument>([&] { validate(config); });
  };
  CHECK_THAT(refusal("ae", {"vamp", 5}), contains("prior vamp: expected a vae, whose codes have a p(z) that can be "
                                                  "learned; got a model of kind ae"));
  CHECK_THAT(refusal("cvae", {"mixture", 5}), contains("prior mixture: expected a vae"));
  CHECK_THAT(refusal("made", {"mixture", 5}, 0), contains("got a model of kind made"));
  CHECK_THAT(refusal("vae", {"standard", 5}), contains("components: expected to be left out with the prior standard"));
  CHECK_THAT(refusal("vae", {"uniform", 0}),
             contains(R"(prior: expected one of "standard", "mixture", "vamp", got "uniform")"));
  CHECK_THAT(refusal("vae", {"vamp", 1001}), contains("components: expected a whole number from 1 to 1000, got 1001"));
  CHECK_THAT(refusal("vae", {"vamp", -1}), contains("components: expected a whole number from 1 to 1000"));
  ModelConfig config{"vae", 16, {4}, 2}, other = config;
  config.prior = {"vamp", 0};
  other.prior = {"vamp", 50};
  CHECK_NOTHROW(validate(config));
  CHECK(config == other);
  other.prior.components = 49;
  CHECK_FALSE(config == other);
}

}  // namespace latentpad::test::prior_test
