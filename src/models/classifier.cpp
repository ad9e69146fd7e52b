#include "models/classifier.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.h"
#include "math/vec_math.h"

namespace latentpad {
namespace {

/// Softmax of each column, with the maximum subtracted first.
template <typename Scalar>
void softmax(const Matrix<Scalar>& logits, Matrix<Scalar>& probabilities) {
  probabilities.resize(logits.rows(), logits.cols());
  for (Index b = 0; b < logits.cols(); ++b) {
    const Scalar most = logits.col(b).maxCoeff();
    Scalar sum(0);
    for (Index c = 0; c < logits.rows(); ++c) sum += probabilities(c, b) = portable::exp(logits(c, b) - most);
    for (Index c = 0; c < logits.rows(); ++c) probabilities(c, b) /= sum;
  }
}

}  // namespace

template <typename Scalar>
Classifier<Scalar>::Classifier(Index input_dim, const std::vector<Index>& hidden)
    : input_dim_(input_dim), hidden_(hidden), layers_("classifier", {input_dim}, InputKind::sparse) {
  for (const Index units : hidden) layers_.append(units, Activation::relu);
  layers_.append(kClasses, {});
}

template <typename Scalar>
ParameterList<Scalar> Classifier<Scalar>::parameters() {
  ParameterList<Scalar> list;
  layers_.append_to(list);
  return list;
}

template <typename Scalar>
void Classifier<Scalar>::initialize(std::uint64_t seed) {
  layers_.initialize(seed, 0);
}

template <typename Scalar>
void Classifier<Scalar>::classify(const Matrix<Scalar>& x, Matrix<Scalar>& probabilities) const {
  SequentialWorkspace<Scalar> workspace;
  softmax(layers_.forward(x, workspace), probabilities);
  // One NaN makes all ten probabilities NaN; the label would then be 0 for every image.
  for (Index b = 0; b < probabilities.cols(); ++b) {
    if (std::isfinite(probabilities(0, b))) continue;
    throw ArgumentError(ErrorCode::classification_not_finite, {{"got", probabilities(0, b)}, {"position", b}});
  }
}

template <typename Scalar>
double Classifier<Scalar>::loss_and_gradient(const Matrix<Scalar>& x, std::span<const std::uint8_t> labels) {
  if (static_cast<Index>(labels.size()) != x.cols() || labels.empty()) {
    throw_invalid_argument("classifier", "a label for each of the " + std::to_string(x.cols()) + " images",
                           std::to_string(labels.size()));
  }
  Matrix<Scalar> d_logits;
  softmax(layers_.forward(x, workspace_), d_logits);
  double loss = 0.0;
  for (Index b = 0; b < x.cols(); ++b) {
    const Index label = labels[static_cast<std::size_t>(b)];
    if (label >= kClasses) {
      throw_invalid_argument("classifier", "labels from 0 to 9", std::to_string(label));
    }
    const Scalar p = d_logits(label, b);
    // Propagate NaN: std::max and portable::log would return a finite number.
    loss -= static_cast<double>(std::isnan(p) ? p : portable::log(std::max(p, Scalar(1e-30))));
    d_logits(label, b) -= Scalar(1);
  }
  d_logits /= static_cast<Scalar>(x.cols());
  layers_.backward(x, d_logits, workspace_, nullptr);
  return loss / static_cast<double>(x.cols());
}

template class Classifier<float>;
template class Classifier<double>;

}  // namespace latentpad
