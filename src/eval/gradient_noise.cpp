#include "eval/gradient_noise.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/heartbeat.h"

namespace latentpad {
namespace {

/// Calls f with each parameter of the encoder and its place in the vector of all; returns the length of that.
template <typename Scalar, typename F>
Index for_each_of_encoder(const ParameterList<Scalar>& parameters, F f) {
  Index at = 0;
  for (const Parameter<Scalar>* p : parameters) {
    if (p->name.starts_with("decoder") || p->name.starts_with("prior")) continue;
    f(*p, at);
    at += p->value.size();
  }
  return at;
}

}  // namespace

template <typename Scalar>
GradientNoiseEvaluation<Scalar>::GradientNoiseEvaluation(Model<Scalar>& model, const Matrix<Scalar>& x,
                                                         const Objective& objective, Index draws, std::uint64_t seed)
    : x_(x), objective_(objective), draws_(draws), seed_(seed) {
  expect_trait(model, "gradient_noise", &ModelTraits::closed_form);
  if (x.rows() != example_dim(model.config()) || x.cols() < 1) {
    throw_invalid_argument("gradient_noise", "images of " + std::to_string(example_dim(model.config())) + " numbers",
                           shape_text(x));
  }
  if (draws < kMinGradientDraws || draws > kMaxGradientDraws) {
    throw ArgumentError(
        ErrorCode::samples_out_of_range,
        {{"function", "gradient_noise"}, {"least", kMinGradientDraws}, {"most", kMaxGradientDraws}, {"got", draws}});
  }
  model_ = copy_model(model);
  const Index size = for_each_of_encoder(model_->parameters(), [](const Parameter<Scalar>&, Index) {});
  for (const EstimatorKind estimator : {EstimatorKind::reparameterized, EstimatorKind::stl, EstimatorKind::dreg}) {
    if (estimator == EstimatorKind::dreg && objective.kind != ObjectiveKind::iwae) continue;
    sums_.push_back({estimator, Vector<double>::Zero(size)});
  }
}

template <typename Scalar>
bool GradientNoiseEvaluation<Scalar>::advance(Index count) {
  const ParameterList<Scalar> parameters = model_->parameters();
  for (const Index end = std::min(draws_, done_ + count); done_ < end; ++done_, heartbeat()) {
    for (Sums& sums : sums_) {
      objective_.estimator = sums.estimator;
      model_->loss_and_gradient(x_, objective_, {seed_, static_cast<std::uint64_t>(done_)});
      for_each_of_encoder(parameters, [&](const Parameter<Scalar>& p, Index at) {
        for (Index i = 0; i < p.gradient.size(); ++i) {
          const auto g = static_cast<double>(p.gradient.data()[i]);
          sums.gradient[at + i] += g;
          sums.squares += g * g;
        }
      });
    }
  }
  return done_ < draws_;
}

template <typename Scalar>
std::vector<GradientNoise> GradientNoiseEvaluation<Scalar>::report() const {
  const auto s = static_cast<double>(done_);
  std::vector<GradientNoise> noise;
  for (const Sums& sums : sums_) {
    double length = 0.0;  // ‖Σ g‖², summed in order for the same bits on every machine
    for (Index i = 0; i < sums.gradient.size(); ++i) length += sums.gradient[i] * sums.gradient[i];
    const double variance = std::max(0.0, (sums.squares - length / s) / (s - 1.0));
    noise.push_back({sums.estimator, std::sqrt(std::max(0.0, length / (s * s) - variance / s)), std::sqrt(variance)});
  }
  return noise;
}

template class GradientNoiseEvaluation<float>;
template class GradientNoiseEvaluation<double>;

}  // namespace latentpad
