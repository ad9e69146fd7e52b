#include "eval/gradient_noise.h"

#include <cmath>

#include "base/error.h"
#include "models/vae.h"
#include "support/catch.h"
#include "support/gradient_check.h"
#include "support/models.h"
#include "support/random_matrix.h"

namespace latentpad::test::gradient_noise_test {

namespace {

constexpr Index kLatent = 3;

Vae<double> random_vae(std::uint64_t seed) {
  Vae<double> vae({"vae", 11, {7}, kLatent, Activation::tanh});
  randomize(vae.parameters(), 0.5, seed);
  return vae;
}

std::vector<GradientNoise> noise_of(Model<double>& model, const Matrix<double>& x, const Objective& objective,
                                    Index draws, Index piece = 1000) {
  GradientNoiseEvaluation<double> evaluation(model, x, objective, draws, 5);
  while (evaluation.advance(piece)) {
  }
  return evaluation.report();
}

}  // namespace

TEST_CASE("Signal and noise are those of the gradients of the encoder, in any pieces, and the model stays") {
  Vae<double> vae = random_vae(1);
  const Matrix<double> x = random_ink<double>(11, 4, 0.4, 2);
  constexpr Index kDraws = 30;
  for (const Objective& objective :
       {Objective{ObjectiveKind::elbo, 2.0, 1}, Objective{ObjectiveKind::iwae, 1.0, 3, EstimatorKind::dreg}}) {
    const auto before = vae.parameters().front()->value;
    const std::vector<GradientNoise> found = noise_of(vae, x, objective, kDraws);
    CHECK(vae.parameters().front()->value == before);
    REQUIRE(found.size() == (objective.kind == ObjectiveKind::iwae ? 3 : 2));
    const std::vector<GradientNoise> in_pieces = noise_of(vae, x, objective, kDraws, 7);
    for (std::size_t i = 0; i < found.size(); ++i) {
      CAPTURE(estimator_name(found[i].estimator));
      CHECK(in_pieces[i].noise == found[i].noise);
      CHECK(in_pieces[i].signal == found[i].signal);
      Objective own = objective;
      own.estimator = found[i].estimator;
      std::vector<Vector<double>> gradients;
      for (Index draw = 0; draw < kDraws; ++draw) {
        vae.loss_and_gradient(x, own, {5, static_cast<std::uint64_t>(draw)});
        std::vector<double> numbers;
        for (const Parameter<double>* p : vae.parameters()) {
          if (p->name.starts_with("decoder")) continue;
          numbers.insert(numbers.end(), p->gradient.data(), p->gradient.data() + p->gradient.size());
        }
        gradients.emplace_back(Eigen::Map<const Vector<double>>(numbers.data(), static_cast<Index>(numbers.size())));
      }
      Vector<double> mean = Vector<double>::Zero(gradients[0].size());
      for (const Vector<double>& g : gradients) mean += g / kDraws;
      double variance = 0.0;
      for (const Vector<double>& g : gradients) variance += (g - mean).squaredNorm() / (kDraws - 1);
      CHECK(std::abs(found[i].noise / std::sqrt(variance) - 1.0) < 1e-10);
      const double signal = std::sqrt(std::max(0.0, mean.squaredNorm() - variance / kDraws));
      CHECK(std::abs(found[i].signal - signal) < 1e-8 * (1.0 + signal));
    }
  }
}

TEST_CASE("stl and dreg have no noise if q is the posterior, the reparameterized gradient has") {
  // A decoder that does not read z: the posterior is the prior, which an encoder of zeros gives.
  Vae<double> vae({"vae", 11, {}, kLatent, Activation::relu});
  vae.parameters().back()->value = random_normal<WeightMatrix<double>>(11, 1, 84);
  const auto found = noise_of(vae, random_ink<double>(11, 4, 0.4, 3), {ObjectiveKind::iwae, 1.0, 5}, 20);
  CHECK(found[0].noise > 0.1);
  for (const std::size_t i : {1u, 2u}) {
    CHECK(found[i].noise == 0.0);
    CHECK(found[i].signal == 0.0);
  }
}

TEST_CASE("Noise of gradients: models without a posterior, other shapes and too few draws are rejected") {
  const auto fault = [](const char* kind, Index rows, Index draws) {
    const auto model = make_model<double>({kind, 11, {4}, 2});
    return message_of<std::invalid_argument>(
        [&] { GradientNoiseEvaluation<double>(*model, Matrix<double>::Zero(rows, 1), {}, draws, 1); });
  };
  CHECK_THAT(fault("ae", 11, 10), contains("vae"));
  CHECK_THAT(fault("vae", 10, 10), contains("expected images of 11 numbers, got 10x1"));
  CHECK_THAT(fault("vae", 11, 1), contains("gradient_noise"));
  CHECK_THAT(fault("vae", 11, 10'001), contains("10001"));
}

}  // namespace latentpad::test::gradient_noise_test
