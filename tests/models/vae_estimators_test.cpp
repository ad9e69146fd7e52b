// The estimators stl and dreg of the gradient of a VAE's encoder.
#include <cmath>
#include <numbers>

#include "models/posterior.h"
#include "models/vae.h"
#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::vae_estimators_test {

namespace {

constexpr Index kBatch = 4, kLatent = 3;

Vae<double> random_vae(const std::vector<LayerSpec>& hidden, Activation activation, std::uint64_t seed,
                       const char* kind = "vae") {
  Vae<double> vae({kind, 11, hidden, kLatent, activation});
  randomize(vae.parameters(), 0.5, seed);
  return vae;
}

Matrix<double> examples(const ModelConfig& config, Index count, std::uint64_t seed) {
  Matrix<double> x = random_ink<double>(example_dim(config), count, 0.4, seed);
  const Index labels = label_dim(config);
  x.bottomRows(labels).setZero();
  for (Index b = 0; labels > 0 && b < count; ++b) x(config.input_dim + b % labels, b) = 1.0;
  return x;
}

double log_normal(double value, double mean, double log_var) {
  const double distance = value - mean;
  return -0.5 * (std::log(2.0 * std::numbers::pi) + log_var + distance * distance / std::exp(log_var));
}

/// −log p(x | z) and log q(z) − log p(z) of each sample: z from the encoder of `vae`, q of that of `fixed`.
struct SampleTerms {
  Vector<double> reconstruction, log_ratio;
};

SampleTerms terms_of(const Vae<double>& vae, const Vae<double>& fixed, const Matrix<double>& x,
                     const Matrix<double>& epsilon) {
  const Index k = epsilon.cols() / x.cols(), labels = label_dim(vae.config());
  Matrix<double> mu, log_var, fixed_mu, fixed_log_var, outputs;
  vae.encode(x, mu, log_var);
  fixed.encode(x, fixed_mu, fixed_log_var);
  SampleTerms terms{{}, Vector<double>::Zero(epsilon.cols())};
  Matrix<double> z(kLatent + labels, epsilon.cols()), pixels(11, epsilon.cols());
  for (Index column = 0; column < epsilon.cols(); ++column) {
    const Index b = column / k;
    z.col(column).bottomRows(labels) = x.col(b).bottomRows(labels);
    pixels.col(column) = x.col(b).topRows(11);
    for (Index d = 0; d < kLatent; ++d) {
      const double z_d = mu(d, b) + std::exp(log_var(d, b) / 2) * epsilon(d, column);
      terms.log_ratio[column] += log_normal(z_d, fixed_mu(d, b), fixed_log_var(d, b)) - log_normal(z_d, 0, 0);
      z(d, column) = z_d;
    }
  }
  // All at once: a test calls this for every number of every parameter, twice.
  vae.decode(z, outputs);
  terms.reconstruction = bernoulli_loss(outputs, pixels);
  return terms;
}

/// The normalized importance weights, from the definitions of the densities.
Vector<double> weights_of(const Vae<double>& vae, const Matrix<double>& x, const Matrix<double>& epsilon) {
  const SampleTerms terms = terms_of(vae, vae, x, epsilon);
  const Index k = epsilon.cols() / x.cols();
  Vector<double> weights = (-terms.reconstruction - terms.log_ratio).array().exp();
  for (Index b = 0; b < x.cols(); ++b) weights.segment(b * k, k) /= weights.segment(b * k, k).sum();
  return weights;
}

bool is_of_decoder(const Parameter<double>& p) { return p.name.starts_with("decoder"); }

/// The gradient of every parameter of the encoder, in one vector.
Vector<double> encoder_gradient(Vae<double>& vae) {
  std::vector<double> numbers;
  for (const Parameter<double>* p : vae.parameters()) {
    if (!is_of_decoder(*p)) numbers.insert(numbers.end(), p->gradient.data(), p->gradient.data() + p->gradient.size());
  }
  return Eigen::Map<const Vector<double>>(numbers.data(), static_cast<Index>(numbers.size()));
}

/// The gradient of the encoder by an estimator, of elbo for k = 0, otherwise of iwae.
Vector<double> estimate(Vae<double>& vae, const Matrix<double>& x, const Matrix<double>& epsilon, Index k,
                        EstimatorKind estimator) {
  VaeWorkspace<double> workspace;
  if (k == 0) {
    vae.negative_elbo(x, epsilon, workspace);
    vae.backward(x, epsilon, 1.0, workspace, estimator);
  } else {
    LossTerms terms;
    vae.importance_weighted_loss(x, epsilon, workspace, terms);
    vae.importance_weighted_backward(x, epsilon, workspace, estimator);
  }
  return encoder_gradient(vae);
}

/// The largest |mean| / standard error, over the parameters of the encoder, of the differences of an estimator and the
/// reparameterized gradient with the same noise; `signal` is that of the latter itself.
struct Bias {
  double errors = 0.0, signal = 0.0;
};

Bias bias_of(Vae<double>& vae, const Matrix<double>& x, Index k, EstimatorKind estimator, int draws) {
  Vector<double> sum, squares, plain_sum, plain_squares;
  for (int i = 0; i < draws; ++i) {
    const auto epsilon =
        random_normal<Matrix<double>>(kLatent, std::max<Index>(k, 1), 1000 + static_cast<std::uint64_t>(i));
    const Vector<double> plain = estimate(vae, x, epsilon, k, EstimatorKind::reparameterized);
    const Vector<double> difference = estimate(vae, x, epsilon, k, estimator) - plain;
    if (i == 0) sum = squares = plain_sum = plain_squares = Vector<double>::Zero(plain.size());
    sum += difference;
    squares += difference.cwiseAbs2();
    plain_sum += plain;
    plain_squares += plain.cwiseAbs2();
  }
  const auto worst = [draws](const Vector<double>& s, const Vector<double>& s2) {
    double most = 0.0;
    for (Index i = 0; i < s.size(); ++i) {
      const double mean = s[i] / draws, variance = s2[i] / draws - mean * mean;
      if (variance > 0.0) most = std::max(most, std::abs(mean) / std::sqrt(variance / draws));
    }
    return most;
  };
  return {worst(sum, squares), worst(plain_sum, plain_squares)};
}

}  // namespace

TEST_CASE("The gradients of stl for the ELBO are those of the sampled terms with a fixed q") {
  for (const char* kind : {"vae", "cvae"}) {
    for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {7}, {6, 5}}) {
      for (const double beta : {1.0, 0.3}) {
        CAPTURE(kind, hidden, beta);
        Vae<double> vae = random_vae(hidden, Activation::tanh, 61, kind);
        const Vae<double> fixed = random_vae(hidden, Activation::tanh, 61, kind);
        const Matrix<double> x = examples(vae.config(), kBatch, 62);
        const Matrix<double> epsilon = random_normal<Matrix<double>>(kLatent, kBatch, 63);
        const auto surrogate = [&] {
          const SampleTerms terms = terms_of(vae, fixed, x, epsilon);
          return (terms.reconstruction + beta * terms.log_ratio).mean();
        };
        VaeWorkspace<double> workspace;
        vae.negative_elbo(x, epsilon, workspace);
        vae.backward(x, epsilon, beta, workspace, EstimatorKind::stl);
        for (Parameter<double>* p : vae.parameters()) {
          CAPTURE(p->name);
          CHECK(gradient_error(p->value, p->gradient, surrogate) < 1e-6);
        }
      }
    }
  }
}

TEST_CASE("The gradients of stl and dreg for IWAE are those of the weighted terms with fixed q and weights") {
  for (const char* kind : {"vae", "cvae"}) {
    for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {6, 5}}) {
      for (const Index k : {1, 2, 5}) {
        for (const EstimatorKind estimator : {EstimatorKind::stl, EstimatorKind::dreg}) {
          CAPTURE(kind, hidden, k, estimator_name(estimator));
          Vae<double> vae = random_vae(hidden, Activation::tanh, 71, kind);
          const Vae<double> fixed = random_vae(hidden, Activation::tanh, 71, kind);
          const Matrix<double> x = examples(vae.config(), kBatch, 72);
          const Matrix<double> epsilon = random_normal<Matrix<double>>(kLatent, kBatch * k, 73);
          const Vector<double> weights = weights_of(fixed, x, epsilon);
          const auto weighted = [&](bool squares) {
            const SampleTerms terms = terms_of(vae, fixed, x, epsilon);
            const Vector<double> shares = squares ? Vector<double>(weights.cwiseAbs2()) : weights;
            return shares.dot(terms.reconstruction + terms.log_ratio) / kBatch;
          };
          VaeWorkspace<double> workspace;
          LossTerms terms;
          vae.importance_weighted_loss(x, epsilon, workspace, terms);
          vae.importance_weighted_backward(x, epsilon, workspace, estimator);
          for (Parameter<double>* p : vae.parameters()) {
            CAPTURE(p->name);
            // The decoder's gradient is that of the loss, with the weights themselves.
            const bool squares = estimator == EstimatorKind::dreg && !is_of_decoder(*p);
            CHECK(gradient_error(p->value, p->gradient, [&] { return weighted(squares); }) < 1e-6);
          }
        }
      }
    }
  }
}

TEST_CASE("The decoder's gradient is the same for every estimator") {
  for (const Index k : {0, 3}) {
    Vae<double> vae = random_vae({7}, Activation::relu, 74);
    const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 75);
    const Matrix<double> epsilon = random_normal<Matrix<double>>(kLatent, kBatch * std::max<Index>(k, 1), 76);
    const auto decoder_gradient = [&](EstimatorKind estimator) {
      estimate(vae, x, epsilon, k, estimator);
      return vae.parameters().back()->gradient;
    };
    const WeightMatrix<double> plain = decoder_gradient(EstimatorKind::reparameterized);
    CHECK(decoder_gradient(EstimatorKind::stl) == plain);
    if (k > 0) CHECK(decoder_gradient(EstimatorKind::dreg) == plain);
  }
}

TEST_CASE("With one sample dreg, stl of IWAE and stl of the ELBO are the same") {
  Vae<double> vae = random_vae({7}, Activation::relu, 77);
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 78);
  const Matrix<double> epsilon = random_normal<Matrix<double>>(kLatent, kBatch, 79);
  const Vector<double> elbo = estimate(vae, x, epsilon, 0, EstimatorKind::stl);
  CHECK((estimate(vae, x, epsilon, 1, EstimatorKind::stl) - elbo).norm() < 1e-12 * elbo.norm());
  CHECK((estimate(vae, x, epsilon, 1, EstimatorKind::dreg) - elbo).norm() < 1e-12 * elbo.norm());
}

TEST_CASE("The mean of stl for the ELBO, and of dreg for IWAE, is that of the reparameterized gradient") {
  Vae<double> vae = random_vae({}, Activation::tanh, 80);
  const Matrix<double> x = random_ink<double>(11, 1, 0.4, 81);
  for (const auto& [k, estimator] :
       {std::pair<Index, EstimatorKind>(0, EstimatorKind::stl), {2, EstimatorKind::dreg}, {5, EstimatorKind::dreg}}) {
    CAPTURE(k);
    const Bias bias = bias_of(vae, x, k, estimator, 2000);
    CHECK(bias.errors < 4.5);
    // The draws suffice to see the gradient itself, many times over.
    CHECK(bias.signal > 14.0);
  }
}

TEST_CASE("stl is biased for IWAE, as documented") {
  Vae<double> vae = random_vae({}, Activation::tanh, 80);
  const Matrix<double> x = random_ink<double>(11, 1, 0.4, 81);
  CHECK(bias_of(vae, x, 5, EstimatorKind::stl, 2000).errors > 5.6);
}

TEST_CASE("The gradient of stl has no variance if q is the posterior: a linear Gaussian model") {
  // p(x | z) = N(W z, s² I) with orthogonal columns of W: the posterior is N(v · Wᵀx / s², v), v = 1 / (1 + |w|² / s²).
  constexpr double kVariance = 0.3;
  Matrix<double> w(4, 2);
  w << 0.5, 1.0, -0.5, 1.0, 1.5, 0.25, 1.5, -0.25;
  REQUIRE(w.col(0).dot(w.col(1)) == 0.0);
  const Matrix<double> x = random_normal<Matrix<double>>(4, 50, 82).leftCols(1).replicate(1, 50);
  Matrix<double> mu(2, 50), log_var(2, 50), z, d_mu, d_log_var;
  for (Index d = 0; d < 2; ++d) {
    const double v = 1.0 / (1.0 + w.col(d).squaredNorm() / kVariance);
    log_var.row(d).setConstant(std::log(v));
    mu.row(d) = v / kVariance * (w.col(d).transpose() * x);
  }
  const Matrix<double> epsilon = random_normal<Matrix<double>>(2, 50, 83);
  reparameterize(mu, log_var, epsilon, z);
  const Matrix<double> d_z = w.transpose() * (w * z - x) / kVariance;
  path_backward(z, log_var, epsilon, d_z, 1.0, d_mu, d_log_var);
  CHECK(d_mu.cwiseAbs().maxCoeff() < 1e-13);
  CHECK(d_log_var.cwiseAbs().maxCoeff() < 1e-13);
  // The reparameterized gradient has a mean of zero only.
  gaussian_backward(mu, log_var, epsilon, d_z, 1.0, d_mu, d_log_var);
  CHECK(d_mu.cwiseAbs().maxCoeff() > 1.0);
}

TEST_CASE("The gradients of stl and dreg for IWAE have no variance if q is the posterior") {
  // A decoder that does not read z: the posterior is the prior.
  Vae<double> vae({"vae", 11, {}, kLatent, Activation::relu});
  const ParameterList<double> parameters = vae.parameters();
  parameters.back()->value = random_normal<WeightMatrix<double>>(11, 1, 84);
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 85);
  const Matrix<double> epsilon = random_normal<Matrix<double>>(kLatent, kBatch * 5, 86);
  CHECK(estimate(vae, x, epsilon, 5, EstimatorKind::reparameterized).norm() > 0.1);
  CHECK(estimate(vae, x, epsilon, 5, EstimatorKind::stl).norm() == 0.0);
  CHECK(estimate(vae, x, epsilon, 5, EstimatorKind::dreg).norm() == 0.0);
}

TEST_CASE("The gradient is zero where log_var is clamped, and finite in float") {
  for (const float bias : {-60.0f, 60.0f}) {
    for (const EstimatorKind estimator : {EstimatorKind::stl, EstimatorKind::dreg}) {
      CAPTURE(bias, estimator_name(estimator));
      Vae<float> vae({"vae", 11, {7}, kLatent, Activation::relu});
      randomize(vae.parameters(), 0.5, 87);
      const ParameterList<float> parameters = vae.parameters();
      REQUIRE(parameters[5]->name == "log_var.bias");
      parameters[5]->value(0) = bias;
      const Matrix<float> x = random_ink<float>(11, kBatch, 0.4, 88);
      for (const Objective& objective : {Objective{ObjectiveKind::elbo, 1.0, 1, EstimatorKind::stl},
                                         Objective{ObjectiveKind::iwae, 1.0, 3, estimator}}) {
        vae.loss_and_gradient(x, objective, {1, 2});
        for (const Parameter<float>* p : parameters) CHECK(p->gradient.allFinite());
        CHECK(parameters[5]->gradient(0) == 0.0f);
        CHECK(parameters[5]->gradient(1) != 0.0f);
      }
    }
  }
}

TEST_CASE("A step's estimator is that of its objective, and the terms do not depend on it") {
  Vae<double> vae = random_vae({7}, Activation::relu, 89);
  const Matrix<double> x = random_ink<double>(11, kBatch, 0.4, 90);
  const auto step = [&](const Objective& objective) {
    const LossTerms terms = vae.loss_and_gradient(x, objective, {5, 17});
    return std::pair(terms.negative_elbo(), encoder_gradient(vae));
  };
  for (const auto& [kind, k] : {std::pair<ObjectiveKind, Index>(ObjectiveKind::elbo, 1), {ObjectiveKind::iwae, 4}}) {
    Matrix<double> epsilon(kLatent, kBatch * k);
    NoiseStream(5, NoisePurpose::epsilon, 17)
        .standard_normal(0, static_cast<std::uint64_t>(epsilon.size()), epsilon.data());
    const Index samples = kind == ObjectiveKind::iwae ? k : 0;
    const double loss = step({kind, 1.0, k}).first;
    for (const EstimatorKind estimator : {EstimatorKind::reparameterized, EstimatorKind::stl, EstimatorKind::dreg}) {
      if (estimator == EstimatorKind::dreg && samples == 0) continue;
      const auto [terms, gradient] = step({kind, 1.0, k, estimator});
      CHECK(terms == loss);
      CHECK(gradient == estimate(vae, x, epsilon, samples, estimator));
    }
  }
  CHECK_THAT(message_of<std::invalid_argument>([&] { step({ObjectiveKind::elbo, 1.0, 1, EstimatorKind::dreg}); }),
             contains("estimator dreg: expected the objective iwae"));
}

}  // namespace latentpad::test::vae_estimators_test
