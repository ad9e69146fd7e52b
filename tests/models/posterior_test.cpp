#include "models/posterior.h"

#include <cmath>
#include <limits>

#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/random_matrix.h"

namespace latentpad::test::posterior_test {

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

}  // namespace

TEST_CASE("log_var is clamped to [-30, 20], and NaN stays NaN") {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  Matrix<float> log_var(1, 8);
  log_var << -31.0f, -30.0f, -29.5f, 0.0f, 19.5f, 20.0f, 1e30f, -kInfinity;
  clamp_log_var(log_var);
  Matrix<float> expected(1, 8);
  expected << -30.0f, -30.0f, -29.5f, 0.0f, 19.5f, 20.0f, 20.0f, -30.0f;
  CHECK(log_var == expected);
  Matrix<float> broken = Matrix<float>::Constant(1, 1, kNan);
  clamp_log_var(broken);
  CHECK(std::isnan(broken(0)));
}

TEST_CASE("z is mu plus sigma times epsilon") {
  Matrix<double> mu(2, 2), log_var(2, 2), epsilon(2, 2), z;
  mu << 1, -2, 0, 3;
  log_var << 0, std::log(4.0), -2 * std::log(10.0), 0;
  epsilon << 0.5, -1, 2, 0;
  reparameterize(mu, log_var, epsilon, z);
  CHECK_THAT(z(0, 0), near(1.5, 1e-15));
  CHECK_THAT(z(0, 1), near(-4.0, 1e-15));
  CHECK_THAT(z(1, 0), near(0.2, 1e-14));
  CHECK_THAT(z(1, 1), near(3.0, 1e-15));
}

TEST_CASE("The KL divergence is zero for the prior, and otherwise has the closed form") {
  Matrix<double> mu(1, 3), log_var(1, 3);
  mu << 0, 2, -1;
  log_var << 0, 0, std::log(0.25);
  const Matrix<double> kl = kl_divergence(mu, log_var);
  CHECK(kl(0) == 0.0);
  CHECK_THAT(kl(1), near(2.0, 1e-15));
  CHECK_THAT(kl(2), near(0.5 * (1.0 + 0.25 - 1.0 + std::log(4.0)), 1e-15));
}

TEST_CASE("The KL divergence is the expectation of log q - log p") {
  // By quadrature over z, independently of the closed form.
  const double mu = 0.7, log_var = -0.9, sigma = std::exp(log_var / 2);
  double expected = 0.0;
  constexpr double kStep = 1e-3;
  for (double e = -8.0; e <= 8.0; e += kStep) {
    const double z = mu + sigma * e;
    const double log_q_minus_log_p = -0.5 * e * e - 0.5 * log_var + 0.5 * z * z;
    expected += std::exp(-0.5 * e * e) / std::sqrt(2 * 3.14159265358979324) * log_q_minus_log_p * kStep;
  }
  const Matrix<double> kl =
      kl_divergence<double>(Matrix<double>::Constant(1, 1, mu), Matrix<double>::Constant(1, 1, log_var));
  CHECK_THAT(kl(0), near(expected, 1e-9));
}

TEST_CASE("The KL divergence at the clamping limits is finite in float") {
  Matrix<float> mu = Matrix<float>::Zero(1, 2), log_var(1, 2);
  log_var << -30.0f, 20.0f;
  const Matrix<double> kl = kl_divergence(mu, log_var);
  CHECK_THAT(kl(0), near(14.5, 1e-6));
  CHECK_THAT(kl(1), near(0.5 * (std::exp(20.0) - 21.0), 1e-6));
}

TEST_CASE("The gradients of z and of the KL divergence agree with central differences") {
  Matrix<double> mu = random_normal<Matrix<double>>(3, 4, 71), log_var = random_normal<Matrix<double>>(3, 4, 72);
  const Matrix<double> epsilon = random_normal<Matrix<double>>(3, 4, 73), d_z = random_normal<Matrix<double>>(3, 4, 74);
  for (const double kl_weight : {0.0, 1.0, 4.0}) {
    CAPTURE(kl_weight);
    const auto loss = [&] {
      Matrix<double> z;
      reparameterize(mu, log_var, epsilon, z);
      return z.cwiseProduct(d_z).sum() + kl_weight * kl_divergence(mu, log_var).sum();
    };
    Matrix<double> d_mu, d_log_var;
    gaussian_backward(mu, log_var, epsilon, d_z, kl_weight, d_mu, d_log_var);
    CHECK(gradient_error(mu, d_mu, loss) < 1e-6);
    CHECK(gradient_error(log_var, d_log_var, loss) < 1e-6);
  }
}

TEST_CASE("A clamped log_var has no gradient, and the gradient of its mu is unchanged") {
  Matrix<float> mu = Matrix<float>::Constant(1, 4, 0.5f), log_var(1, 4), d_mu, d_log_var;
  log_var << -40.0f, 25.0f, 1.0f, -29.9f;
  clamp_log_var(log_var);
  const Matrix<float> ones = Matrix<float>::Ones(1, 4);
  gaussian_backward(mu, log_var, ones, ones, 1.0f, d_mu, d_log_var);
  CHECK(d_log_var(0) == 0.0f);
  CHECK(d_log_var(1) == 0.0f);
  CHECK(d_log_var(2) != 0.0f);
  CHECK(d_log_var(3) != 0.0f);
  CHECK((d_mu.array() == 1.5f).all());
}

TEST_CASE("The gradient of a NaN log_var is NaN") {
  const Matrix<float> log_var = Matrix<float>::Constant(1, 1, kNan), ones = Matrix<float>::Ones(1, 1);
  Matrix<float> d_mu, d_log_var;
  gaussian_backward(ones, log_var, ones, ones, 1.0f, d_mu, d_log_var);
  CHECK(std::isnan(d_log_var(0)));
}

TEST_CASE("Sampling rejects matrices of different shapes") {
  const Matrix<float> mu(2, 3), log_var(2, 2), epsilon(2, 3), narrow(1, 3);
  Matrix<float> z;
  CHECK_THAT(message_of<std::invalid_argument>([&] { reparameterize(mu, log_var, epsilon, z); }),
             contains("reparameterize: expected mu, log_var and epsilon of one shape"));
  CHECK_THROWS_AS(reparameterize(mu, mu, narrow, z), std::invalid_argument);
}

}  // namespace latentpad::test::posterior_test
