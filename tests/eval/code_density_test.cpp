#include "eval/code_density.h"

#include <Eigen/Cholesky>
#include <cmath>
#include <numbers>

#include "support/catch.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::code_density_test {

namespace {

/// Codes of two clusters with different covariances: 300 around (−3, 0), 100 around (4, 1).
Matrix<float> two_clusters() {
  Matrix<float> codes = random_normal<Matrix<float>>(2, 400, 1);
  for (Index n = 0; n < 400; ++n) {
    const float a = codes(0, n), b = codes(1, n);
    if (n % 4 != 3) {
      codes.col(n) << -3.0f + a, 0.5f * a + 0.3f * b;
    } else {
      codes.col(n) << 4.0f + 0.4f * a, 1.0f + 1.5f * b;
    }
  }
  return codes;
}

/// log N(z; mean, covariance) by a Cholesky decomposition.
double log_normal(const Vector<double>& z, const Vector<double>& mean, const Matrix<double>& covariance) {
  const Eigen::LLT<Matrix<double>> cholesky(covariance);
  const Matrix<double> factor = cholesky.matrixL();
  const Vector<double> scaled = factor.triangularView<Eigen::Lower>().solve(z - mean);
  return -0.5 * scaled.squaredNorm() - factor.diagonal().array().log().sum() -
         0.5 * static_cast<double>(z.size()) * std::log(2.0 * std::numbers::pi);
}

Matrix<double> covariance_of(const CodeComponent& c) { return c.axes * c.variances.asDiagonal() * c.axes.transpose(); }

}  // namespace

TEST_CASE("One component has the mean and the covariance of the codes") {
  for (const Index dim : {1, 2, 7}) {
    const Matrix<float> codes = random_normal<Matrix<float>>(dim, dim, 3) * random_normal<Matrix<float>>(dim, 500, 2);
    const CodeDensity density = fit_code_density(codes, 1, 1);
    REQUIRE(density.components().size() == 1);
    const CodeComponent& component = density.components()[0];
    const Matrix<double> exact = codes.cast<double>();
    const Vector<double> mean = exact.rowwise().mean();
    const Matrix<double> centred = exact.colwise() - mean, covariance = centred * centred.transpose() / 500.0;
    CHECK(component.weight == 1.0);
    CHECK(component.mean.isApprox(mean, 1e-12));
    CHECK(covariance_of(component).isApprox(covariance, 1e-3));
    CHECK((component.axes.transpose() * component.axes).isIdentity(1e-12));
    double sum = 0.0;
    for (Index n = 0; n < 500; ++n) {
      CHECK_THAT(density.log_density(codes, n),
                 near(log_normal(exact.col(n), component.mean, covariance_of(component)), 1e-9, 1e-9));
      sum += density.log_density(codes, n) / 500.0;
    }
    CHECK_THAT(density.log_likelihood(codes).mean, near(sum, 1e-12));
    CHECK(density.log_likelihood(codes).standard_error > 0.0);
  }
}

TEST_CASE("A mixture finds two clusters, and its density is the sum of its components'") {
  const Matrix<float> codes = two_clusters();
  const CodeDensity density = fit_code_density(codes, 2, 1);
  const std::size_t left = density.components()[0].mean[0] < 0.0 ? 0 : 1, right = 1 - left;
  const CodeComponent &a = density.components()[left], &b = density.components()[right];
  CHECK_THAT(a.weight, near(0.75, 0.02));
  CHECK_THAT(a.mean[0], near(-3.0, 0.0, 0.2));
  CHECK_THAT(b.mean[0], near(4.0, 0.0, 0.2));
  CHECK_THAT(covariance_of(a)(0, 1), near(0.5, 0.3));
  CHECK_THAT(covariance_of(b)(1, 1), near(2.25, 0.4));
  for (const Index n : {0, 3, 17}) {
    const Vector<double> z = codes.col(n).cast<double>();
    const double expected = std::log(a.weight * std::exp(log_normal(z, a.mean, covariance_of(a))) +
                                     b.weight * std::exp(log_normal(z, b.mean, covariance_of(b))));
    CHECK_THAT(density.log_density(codes, n), near(expected, 1e-9));
  }
  CHECK(density.log_likelihood(codes).mean > fit_code_density(codes, 1, 1).log_likelihood(codes).mean + 0.3);
}

TEST_CASE("The log-likelihood never falls, and is that of the density") {
  for (const Index components : {1, 2, 5, 20}) {
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
      CAPTURE(components, seed);
      const Matrix<float> codes = two_clusters();
      CodeDensityFit fit(codes, components, seed);
      double before = fit.log_likelihood();
      int iterations = 0;
      while (fit.advance()) {
        CHECK(fit.log_likelihood() >= before - 1e-12);
        before = fit.log_likelihood();
        ++iterations;
      }
      CHECK(fit.log_likelihood() >= before - 1e-12);
      CHECK(iterations <= 100);
      CHECK_THAT(fit.density().log_likelihood(codes).mean, near(fit.log_likelihood(), 1e-12));
      double weights = 0.0;
      for (const CodeComponent& component : fit.density().components()) weights += component.weight;
      CHECK_THAT(weights, near(1.0, 1e-12));
    }
  }
}

TEST_CASE("Codes on a line, equal codes, and as many components as codes have a finite density") {
  Matrix<float> line = random_normal<Matrix<float>>(3, 60, 5);
  line.row(1) = 2.0f * line.row(0);
  line.row(2).setConstant(1.0f);
  const Matrix<float> equal = Matrix<float>::Constant(3, 60, 0.5f);
  for (const Matrix<float>& codes : {line, equal}) {
    for (const Index components : {1, 4, 60}) {
      const CodeDensity density = fit_code_density(codes, components, 1);
      CHECK(std::isfinite(density.log_likelihood(codes).mean));
      CHECK(density.sample(20, 1).allFinite());
      for (const CodeComponent& component : density.components()) CHECK(component.variances.minCoeff() >= 1e-12);
    }
  }
}

TEST_CASE("Samples have the density's moments and depend on seed and index alone") {
  const CodeDensity density = fit_code_density(two_clusters(), 2, 1);
  const Matrix<float> z = density.sample(20000, 7);
  Vector<double> mean = Vector<double>::Zero(2);
  for (const CodeComponent& component : density.components()) mean += component.weight * component.mean;
  CHECK_THAT(z.row(0).cast<double>().mean(), near(mean[0], 0.0, 0.12));
  CHECK_THAT(z.row(1).cast<double>().mean(), near(mean[1], 0.0, 0.05));
  CHECK_THAT(density.log_likelihood(z).mean, near(density.log_likelihood(two_clusters()).mean, 0.0, 0.15));
  CHECK(density.sample(10, 7) == z.leftCols(10));
  CHECK(density.sample(10, 8) != z.leftCols(10));
}

TEST_CASE("A density is the same for the same seed and on any number of threads, and another for another seed") {
  const Matrix<float> codes = random_normal<Matrix<float>>(4, 700, 11);
  const auto fingerprint = [&](std::uint64_t seed) {
    return fit_code_density(codes, 6, seed).log_likelihood(codes).mean;
  };
  const double expected = fingerprint(1);
  CHECK(fingerprint(2) != expected);
  with_every_engine([&] { CHECK(fingerprint(1) == expected); });
}

TEST_CASE("The density of images is that of their codes; models without a code and conditional ones have none") {
  auto model = make_latent_model<float>({"ae", 16, {6}, 2, Activation::tanh});
  randomize(model->parameters(), 0.8, 3);
  std::vector<std::uint8_t> images(50 * 16);
  for (std::size_t i = 0; i < images.size(); ++i) images[i] = static_cast<std::uint8_t>((i * 97) % 256);
  Matrix<float> codes, log_var;
  encode_images(*model, images, codes, log_var);
  CHECK(density_of_images(*model, images, 3, 1).sample(5, 1) == fit_code_density(codes, 3, 1).sample(5, 1));
  const auto refusal = [&](const ModelConfig& config) {
    return message_of<std::invalid_argument>([&] { density_of_images(*make_model<float>(config), images, 1, 1); });
  };
  CHECK_THAT(refusal({"fvbn", 16, {}, 0}),
             contains("code_density: expected a model that has it (vae, cvae, hvae and ae)"));
  CHECK_THAT(refusal({"cvae", 16, {6}, 2}), contains("expected a model whose code alone is an image, got cvae"));
}

TEST_CASE("Too few codes, codes that are not finite and numbers of components beyond the limits are rejected") {
  const auto refusal = [](const Matrix<float>& codes, Index components) {
    return message_of<std::invalid_argument>([&] { fit_code_density(codes, components, 1); });
  };
  const Matrix<float> codes = random_normal<Matrix<float>>(2, 5, 1);
  CHECK_THAT(refusal(codes, 6), contains("fit_code_density: expected codes of at least 6 examples, got 5"));
  CHECK_THAT(refusal(codes, 0), contains("components: expected a whole number from 1 to 1000, got 0"));
  CHECK_THAT(refusal(codes, 1001), contains("components: expected a whole number from 1 to 1000, got 1001"));
  Matrix<float> broken = codes;
  broken(1, 2) = std::nanf("");
  CHECK_THAT(refusal(broken, 1), contains("expected finite codes"));
  const CodeDensity density = fit_code_density(codes, 1, 1);
  CHECK_THROWS_AS(density.log_likelihood(Matrix<float>::Zero(3, 4)), std::invalid_argument);
  CHECK_THROWS_AS(density.log_likelihood(Matrix<float>(2, 0)), std::invalid_argument);
}

}  // namespace latentpad::test::code_density_test
