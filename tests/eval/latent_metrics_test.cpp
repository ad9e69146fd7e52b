#include "eval/latent_metrics.h"

#include <cmath>
#include <limits>
#include <vector>

#include "support/catch.h"
#include "support/random_matrix.h"

namespace latentpad::test::latent_metrics_test {

namespace {

double mmd_to_normal(const Matrix<float>& codes, std::uint64_t seed) {
  return mmd_to_prior(codes, PriorDensity(codes.rows()), seed);
}

using Labels = std::vector<std::uint8_t>;

const Matrix<float> kPoint;  // no log_var: codes that are points

/// Covariance diag(1, 4), mean 0.
Matrix<float> rectangle() {
  Matrix<float> codes(2, 4);
  codes << 1, -1, 1, -1, 2, -2, -2, 2;
  return codes;
}

/// Codes on a line, at these positions.
Matrix<float> on_a_line(const std::vector<float>& places) {
  return Eigen::Map<const Matrix<float>>(places.data(), 1, static_cast<Index>(places.size()));
}

Matrix<float> shifted(const Matrix<float>& codes, float shift) { return (codes.array() + shift).matrix(); }

}  // namespace

TEST_CASE("The participation ratio is the effective number of dimensions") {
  CHECK_THAT(participation_ratio(rectangle()), near(25.0 / 17.0, 1e-12));
  CHECK_THAT(participation_ratio(shifted(rectangle(), 7.0f)), near(25.0 / 17.0, 1e-12));
  CHECK_THAT(participation_ratio(on_a_line({0, 1, 5})), near(1.0, 1e-12));
  Matrix<float> square(2, 4);
  square << 1, -1, 1, -1, 1, -1, -1, 1;
  CHECK_THAT(participation_ratio(square), near(2.0, 1e-12));
  CHECK_THROWS_WITH(participation_ratio(Matrix<float>::Ones(2, 3)), contains("participation_ratio"));
}

TEST_CASE("Centredness is the distance of the mean from the origin, per dimension") {
  CHECK(centredness(rectangle()) == 0.0);
  Matrix<float> codes(2, 3);
  codes << 3, 3, 3, 4, 3, 5;
  CHECK_THAT(centredness(codes), near(5.0 / std::sqrt(2.0), 1e-12));
  CHECK_THAT(centredness(shifted(rectangle(), -1.5f)), near(1.5, 1e-12));
  CHECK(centredness(Matrix<float>::Zero(3, 1)) == 0.0);
}

TEST_CASE("Spread is the width of the aggregated posterior: of the codes plus their variances") {
  CHECK_THAT(spread(rectangle(), kPoint), near(std::sqrt(2.5), 1e-12));
  CHECK_THAT(spread(shifted(rectangle(), 100.0f), kPoint), near(std::sqrt(2.5), 1e-6));
  // Variances 3 and 1 in half of the examples, 1 and 5 in the others: 2 and 3 on average.
  Matrix<float> log_var(2, 4);
  log_var << std::log(3.0f), std::log(3.0f), 0, 0, 0, 0, std::log(5.0f), std::log(5.0f);
  CHECK_THAT(spread(rectangle(), log_var), near(std::sqrt((1.0 + 2.0 + 4.0 + 3.0) / 2.0), 1e-6));
  // A collapsed VAE is as wide as the prior.
  CHECK_THAT(spread(Matrix<float>::Zero(3, 5), Matrix<float>::Zero(3, 5)), near(1.0, 1e-12));
  CHECK_THAT(spread(random_normal<Matrix<float>>(4, 20'000, 1), kPoint), near(1.0, 0.01));
  CHECK(spread(Matrix<float>::Constant(2, 5, 7.0f), kPoint) == 0.0);
}

TEST_CASE("The divergence of the matched Gaussian agrees with the formula, also with correlations") {
  CHECK_THAT(moment_matched_kl(rectangle(), kPoint), near(0.5 * (5.0 - 2.0 - std::log(4.0)), 1e-12));
  CHECK_THAT(moment_matched_kl(shifted(rectangle(), 1.0f), kPoint),
             near(0.5 * (5.0 + 2.0 - 2.0 - std::log(4.0)), 1e-12));
  Matrix<float> correlated(2, 4);
  correlated << 1, -1, 2, -2, 1, -1, -2, 2;  // covariance (2.5, −1.5; −1.5, 2.5), determinant 4
  CHECK_THAT(moment_matched_kl(correlated, kPoint), near(0.5 * (5.0 - 2.0 - std::log(4.0)), 1e-12));
  // With posterior variances of 1: (3.5, −1.5; −1.5, 3.5), determinant 10.
  CHECK_THAT(moment_matched_kl(correlated, Matrix<float>::Zero(2, 4)), near(0.5 * (7.0 - 2.0 - std::log(10.0)), 1e-12));
}

TEST_CASE("The divergence of the matched Gaussian is close to zero for the prior") {
  // The expected value for n samples is d (d + 3) / (4 n).
  const double kl = moment_matched_kl(random_normal<Matrix<float>>(3, 20'000, 2), kPoint);
  CHECK(kl > 0.0);
  CHECK(kl < 2e-3);
  CHECK_THAT(moment_matched_kl(Matrix<float>::Zero(3, 5), Matrix<float>::Zero(3, 5)), near(0.0, 0.0, 1e-12));
}

TEST_CASE("The divergence is undefined for a singular covariance") {
  const auto refusal = [](const Matrix<float>& codes) {
    return message_of<std::invalid_argument>([&] { moment_matched_kl(codes, kPoint); });
  };
  const std::string sentence = "moment_matched_kl: expected codes that fill every latent dimension, got a singular";
  Matrix<float> flat = random_normal<Matrix<float>>(3, 100, 3);
  flat.row(1).setConstant(0.1f);
  CHECK_THAT(refusal(flat), contains(sentence));
  CHECK_THAT(refusal(Matrix<float>::Zero(2, 5)), contains(sentence));
  // As many examples as dimensions give a singular covariance.
  CHECK_THAT(refusal(random_normal<Matrix<float>>(5, 5, 4)), contains(sentence));
  for (std::uint64_t seed = 5; seed < 25; ++seed) {
    CAPTURE(seed);
    Matrix<float> line = random_normal<Matrix<float>>(2, 50, seed);
    line.row(1) = 2.0f * line.row(0);
    CHECK_THAT(refusal(line), contains(sentence));
  }
  // A thin distribution is not singular, and posterior variances make a covariance regular.
  Matrix<float> thin = random_normal<Matrix<float>>(2, 50, 26);
  thin.row(1) = thin.row(0) + 1e-3f * thin.row(1);
  CHECK(std::isfinite(moment_matched_kl(thin, kPoint)));
  CHECK(std::isfinite(moment_matched_kl(flat, Matrix<float>::Constant(3, 100, -5.0f))));
}

TEST_CASE("The discrepancy agrees with the sum of kernels in its definition") {
  const Matrix<float> codes = random_normal<Matrix<float>>(2, 6, 31);
  Matrix<float> prior(2, 6);
  NoiseStream(4, NoisePurpose::prior_sample, 1).standard_normal(0, 12, prior.data());
  const auto kernel = [](const auto& a, const auto& b) {
    return 4.0 / (4.0 + static_cast<double>((a - b).squaredNorm()));
  };
  double expected = 0.0;
  for (Index i = 0; i < 6; ++i) {
    for (Index j = 0; j < 6; ++j) {
      if (i != j) expected += (kernel(codes.col(i), codes.col(j)) + kernel(prior.col(i), prior.col(j))) / 30.0;
      expected -= 2.0 * kernel(codes.col(i), prior.col(j)) / 36.0;
    }
  }
  CHECK_THAT(mmd_to_normal(codes, 4), near(expected, 1e-6));
  CHECK(mmd_to_normal(codes, 5) != mmd_to_normal(codes, 4));
}

TEST_CASE("The discrepancy is zero on average for the prior, and positive for other distributions") {
  double sum = 0.0, squares = 0.0;
  constexpr int kRepeats = 100;
  for (std::uint64_t seed = 0; seed < kRepeats; ++seed) {
    const double mmd = mmd_to_normal(random_normal<Matrix<float>>(2, 60, 100 + seed), 1000 + seed);
    sum += mmd / kRepeats;
    squares += mmd * mmd / kRepeats;
  }
  const double deviation = std::sqrt(squares - sum * sum);
  CHECK_THAT(sum, near(0.0, 0.0, 4 * deviation / std::sqrt(kRepeats)));
  const Matrix<float> draws = random_normal<Matrix<float>>(2, 500, 32);
  CHECK(std::abs(mmd_to_normal(draws, 1)) < 0.01);
  CHECK(mmd_to_normal(shifted(draws, 1.0f), 1) > 0.05);
  CHECK(mmd_to_normal(3.0f * draws, 1) > 0.05);
  CHECK(mmd_to_normal(0.1f * draws, 1) > 0.05);
}

TEST_CASE("At most the first 2,000 codes are compared with the prior") {
  Matrix<float> codes = random_normal<Matrix<float>>(1, 2005, 33);
  const double mmd = mmd_to_normal(codes.leftCols(2000), 1);
  codes.rightCols(5).setConstant(1e6f);
  CHECK(mmd_to_normal(codes, 1) == mmd);
}

TEST_CASE("Neighbours vote, and a tie is resolved by the nearest") {
  const Matrix<float> codes = on_a_line({0, 1, 3});
  // Both neighbours of the last have another label; the others have one of each, and their own is nearer.
  CHECK_THAT(knn_accuracy(codes, Labels{0, 0, 1}, 2), near(2.0 / 3.0, 1e-15));
  CHECK_THAT(knn_accuracy(codes, Labels{0, 0, 1}, 1), near(2.0 / 3.0, 1e-15));
  // Five around the first: the two nearest differ from the three others, which win the vote for k = 5 only.
  const Matrix<float> five = on_a_line({0.0f, 0.1f, -0.2f, 0.5f, -0.6f, 0.7f});
  const Labels labels = {7, 3, 3, 7, 7, 7};
  const auto first_right = [&](Index k) {
    // Only the vote of the first example differs between these two labellings.
    Labels other = labels;
    other[0] = 9;
    return knn_accuracy(five, labels, k) - knn_accuracy(five, other, k);
  };
  CHECK(first_right(5) > 0.0);
  CHECK_THAT(knn_accuracy(five, labels, 5), near(4.0 / 6.0, 1e-15));
}

TEST_CASE("Neighbours predict separate clusters, but not shuffled labels") {
  Matrix<float> codes = random_normal<Matrix<float>>(2, 500, 41);
  Labels labels, shuffled;
  const NoiseStream noise(1, NoisePurpose::shuffle, 0);
  for (Index n = 0; n < 500; ++n) {
    labels.push_back(static_cast<std::uint8_t>(n % 10));
    codes(0, n) += 20.0f * static_cast<float>(n % 10);
    shuffled.push_back(static_cast<std::uint8_t>(noise.word(static_cast<std::uint64_t>(n)) % 10));
  }
  for (const Index k : {1, 5, 15}) {
    CHECK(knn_accuracy(codes, labels, k) == 1.0);
    CHECK_THAT(knn_accuracy(codes, shuffled, k), near(0.1, 0.0, 0.05));
  }
  CHECK(silhouette(codes, labels) > 0.8);
  CHECK(silhouette(codes, shuffled) < 0.0);
}

TEST_CASE("Silhouettes agree with those computed by hand") {
  const Matrix<float> codes = on_a_line({0, 1, 4, 6});
  const double expected = 4.0 / 5.0 + 3.0 / 4.0 + 1.5 / 3.5 + 3.5 / 5.5;
  CHECK_THAT(silhouette(codes, Labels{0, 0, 9, 9}), near(expected / 4, 1e-6));
  // A single example counts as 0; as the nearest other cluster it affects the last two.
  const double with_one = 4.0 / 5.0 + 3.0 / 4.0 + 1.5 / 3.5 + (3.0 - 2.0) / 3.0;
  CHECK_THAT(silhouette(on_a_line({0, 1, 4, 6, 9}), Labels{0, 0, 9, 9, 5}), near(with_one / 5, 1e-6));
  // Labels that contradict the clusters.
  CHECK(silhouette(codes, Labels{0, 9, 0, 9}) < 0.0);
  // All codes are equal.
  CHECK(silhouette(Matrix<float>::Ones(2, 4), Labels{0, 0, 1, 1}) == 0.0);
}

TEST_CASE("Too few examples, invalid labels and non-finite codes are rejected") {
  const Matrix<float> codes = random_normal<Matrix<float>>(2, 4, 51);
  const auto refusal = [](const auto& action) { return message_of<std::invalid_argument>(action); };
  const Matrix<float> none(2, 0), one = codes.leftCols(1);
  CHECK_THAT(refusal([&] { centredness(none); }),
             contains("centredness: expected codes of at least 1 examples, got 0"));
  CHECK_THAT(refusal([&] { spread(one, kPoint); }), contains("spread: expected codes of at least 2 examples, got 1"));
  CHECK_THAT(refusal([&] { moment_matched_kl(one, kPoint); }), contains("moment_matched_kl: expected codes"));
  CHECK_THAT(refusal([&] { mmd_to_normal(one, 1); }), contains("mmd_to_prior: expected codes"));
  const Labels labels = {0, 0, 1, 1};
  CHECK_THAT(refusal([&] { knn_accuracy(codes, labels, 4); }), contains("at least 5 examples, got 4"));
  CHECK_NOTHROW(knn_accuracy(codes, labels, 3));
  for (const Index k : {0, -1})
    CHECK_THAT(refusal([&] { knn_accuracy(codes, labels, k); }), contains("expected k of at least 1"));
  CHECK_THAT(refusal([&] { knn_accuracy(codes, Labels{0, 1, 2}, 1); }), contains("each of the 4 codes, got 3"));
  CHECK_THAT(refusal([&] { knn_accuracy(codes, Labels{0, 1, 2, 62}, 1); }), contains("labels from 0 to 61, got 62"));
  CHECK_THAT(refusal([&] { silhouette(codes, Labels{0, 1, 2, 62}); }), contains("labels from 0 to 61, got 62"));
  CHECK_THAT(refusal([&] { silhouette(codes, Labels{3, 3, 3, 3}); }), contains("at least two labels"));
  CHECK_THAT(refusal([&] { silhouette(codes, Labels{}); }), contains("each of the 4 codes, got 0"));
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    Matrix<float> broken = codes;
    broken(1, 2) = bad;
    for (const std::string& message :
         {refusal([&] { centredness(broken); }), refusal([&] { spread(broken, kPoint); }),
          refusal([&] { moment_matched_kl(broken, kPoint); }), refusal([&] { mmd_to_normal(broken, 1); }),
          refusal([&] { knn_accuracy(broken, labels, 1); }), refusal([&] { silhouette(broken, labels); }),
          refusal([&] { participation_ratio(broken); })}) {
      CHECK_THAT(message, contains("expected finite codes"));
    }
  }
}

}  // namespace latentpad::test::latent_metrics_test
