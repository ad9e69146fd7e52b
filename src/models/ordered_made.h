// A MADE that is trained on several orderings of the pixels (ModelConfig::orderings M): one set of weights, and for
// each ordering m masks that make it a density p_m(x), the product of conditionals in that order. Training takes the
// orderings in turn, one for each step. Its density is the mean of all,
//   p(x) = 1/M Σ_m p_m(x),   −log p(x) = −log 1/M Σ_m e^(log p_m(x)),
// which is a mean of probabilities of whole images: conditionals of different orderings are of different pixels given
// different ones, and a mean of their logits is no density.
//
// The weights are those of a MADE (fvbn.h) without its zeros: every ordering uses others of them. The masks are not
// stored: they follow from the configuration.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/fvbn.h"
#include "models/made_ordering.h"
#include "nn/linear.h"

namespace latentpad {

template <typename Scalar>
class OrderedMade final : public AutoregressiveModel<Scalar> {
 public:
  explicit OrderedMade(const ModelConfig& config);
  OrderedMade(OrderedMade&&) = delete;

  ParameterList<Scalar> parameters() override { return parameters_; }
  void initialize(std::uint64_t seed) override;
  void set_output_bias(const Vector<double>& mean_pixels) override;
  void expect_valid_parameters() const override {}  // no constraints

  /// Of p_m(x) with m = noise.step mod M. The reconstruction term is −log p_m(x), kl is 0.
  LossTerms loss_and_gradient(const Matrix<Scalar>& x, const Objective& objective, const BatchNoise& noise) override;

  /// Of ordering 0, the raster order.
  void conditional_logits(const Matrix<Scalar>& x, Matrix<Scalar>& logits) const override;

  /// The logit of each pixel given those before it in an ordering.
  void conditional_logits(const Matrix<Scalar>& x, Index ordering, Matrix<Scalar>& logits) const;

  /// −log p(x) of each example, of the mean over the orderings.
  Vector<double> negative_log_likelihoods(const Matrix<Scalar>& x) const override;

  /// Of the pixels sorted by an ordering: its density is p_m. A copy, with the present weights.
  Fvbn<Scalar> sorted_network(Index ordering) const;

  /// Without given pixels an exact sample from p(x): one from p_m(x), each m with probability 1/M. With given pixels
  /// from p_0(x | given), in raster order: those of the other orderings are intractable (eval/ordered_completion.h).
  GivenSample sample_given(std::span<const float> given, std::uint64_t seed, std::uint64_t index) const override;

  const std::vector<MadeOrdering>& orderings() const { return orderings_; }

 private:
  /// Where a parameter of a network in sorted order is in that of all orderings: its number (a, b) is number
  /// (rows[a], columns[b]), and is not masked if b < limits[a].
  struct Place {
    const std::vector<Index>*rows, *columns, *limits;
  };

  const std::vector<Place>& places(Index ordering) const { return places_[static_cast<std::size_t>(ordering)]; }

  /// The logits of conditional_logits, by a network of this architecture, whose weights are replaced.
  void conditional_logits(Fvbn<Scalar>& network, const Matrix<Scalar>& x, Index ordering, Matrix<Scalar>& logits) const;

  /// Gives a network, whose pixels and units are sorted by the ordering, its weights and limits. `sorted` are its
  /// parameters.
  void fill(Fvbn<Scalar>& network, const ParameterList<Scalar>& sorted, Index ordering) const;

  using Model<Scalar>::config_;
  using Model<Scalar>::likelihood_;

  std::vector<MadeOrdering> orderings_;
  std::vector<std::vector<std::vector<Index>>> limits_;  ///< made_limits of each ordering
  std::vector<std::vector<Place>> places_;
  std::vector<Index> ones_;  ///< limits of a bias
  Linear<Scalar> direct_;
  std::vector<Linear<Scalar>> hidden_;
  Linear<Scalar> output_;
  ParameterList<Scalar> parameters_;
  Fvbn<Scalar> network_;
  ParameterList<Scalar> sorted_;  ///< of network_: a step allocates nothing
  FvbnWorkspace<Scalar> workspace_;
  Matrix<Scalar> x_;
};

}  // namespace latentpad
