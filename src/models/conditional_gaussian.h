// A diagonal Gaussian whose mean and variance a network computes from its input:
//
//   h = hidden(input),  mu = W_mu h + b,  log_var = W_lv h + b        N(mu, diag e^log_var)
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nn/linear.h"
#include "nn/sequential.h"

namespace latentpad {

template <typename Scalar>
struct ConditionalGaussianWorkspace {
  SequentialWorkspace<Scalar> hidden;
  Matrix<Scalar> mu, log_var;      ///< from forward
  Matrix<Scalar> d_mu, d_log_var;  ///< for backward
  Matrix<Scalar> d_hidden, d_hidden_log_var;
};

template <typename Scalar>
class ConditionalGaussian {
 public:
  /// Parameters are named `<name>.hidden.0.weight`, …, `<name>.mu.weight`, `<name>.log_var.weight` and so on.
  ConditionalGaussian(const std::string& name, Index inputs, const std::vector<LayerSpec>& hidden,
                      Activation activation, Index outputs, InputKind kind);

  void append_to(ParameterList<Scalar>& list);

  /// As Sequential::initialize.
  std::uint64_t initialize(std::uint64_t seed, std::uint64_t index);

  /// Sets mu and log_var (outputs x batch) of the workspace, log_var clamped as that of a VAE. Returns h: a matrix of
  /// the workspace, or the input itself if there are no hidden layers.
  const Matrix<Scalar>& forward(const Matrix<Scalar>& input, ConditionalGaussianWorkspace<Scalar>& workspace) const;

  /// Computes the gradients of all parameters from d_mu and d_log_var of the workspace, after forward with the same
  /// input. d_log_var counts as 0 where log_var was clamped. d_h is a further gradient of h, or null; d_input may be
  /// null.
  void backward(const Matrix<Scalar>& input, ConditionalGaussianWorkspace<Scalar>& workspace, const Matrix<Scalar>* d_h,
                Matrix<Scalar>* d_input);

  /// The number of numbers of h.
  Index hidden_size() const { return hidden_.output_shape().size(); }
  const Sequential<Scalar>& hidden() const { return hidden_; }
  const Linear<Scalar>& mu() const { return mu_; }

 private:
  Sequential<Scalar> hidden_;
  Linear<Scalar> mu_, log_var_;
};

}  // namespace latentpad
